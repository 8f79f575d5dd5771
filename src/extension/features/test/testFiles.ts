import path from 'node:path';
import * as vscode from 'vscode';
import { LOCK_FILE } from '../../../core/check/lock';
import { TEST_FILE } from '../../../core/check/testFile';
import { FileSearch, SearchError } from '../../../files/fileSearch';
import type { Reach } from '../../../files/reach';
import { loadLock } from '../../../tasks/lockFile';
import { excludedFiles } from './excludedFiles';
import { isSaved, pathOf, uriOf } from '../../services/places';

/** Spell files of a workspace that are looked into for expectations. */
export const mostFiles = 2000;

/** Of files and folders, as `spellwright score FOLDER` reads at most. */
const mostNames = 1_000_000;

/** Of a text, the front matter if it has one: without reading what is below it. */
const frontMatter = /^\ufeff?---[ \t]*\r?\n([\s\S]{0,70000}?)\r?\n---/;

/** Where a workspace may have something to test. */
export class TestFiles {
  private constructor(
    /** In the order of their paths. */
    readonly spells: readonly vscode.Uri[],
    /** There are more than are looked into. */
    readonly hasMore: boolean,
    /** Absolute, as are the next. */
    readonly testFiles: readonly string[],
    /** Also those that are not looked into; undefined where there are more than were found. */
    readonly everySpell: readonly string[] | undefined,
    /** Absolute paths of the spell files that locks hold. */
    private readonly locked: ReadonlySet<string>,
  ) {}

  /**
   * Looks through the folders of the workspace that lie on this machine's disks, without what `files.exclude` leaves out.
   * @throws the signal's reason
   */
  static async find(reachOf: (uri: vscode.Uri) => Promise<Reach>, signal: AbortSignal): Promise<TestFiles> {
    const found: string[] = [];
    const everySpell: string[] = [];
    let isWhole = true;
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => isSaved(uri));
    for (const { uri } of folders) {
      const excluded = vscode.workspace.getConfiguration('files', uri).get('exclude');
      const isExcluded = excludedFiles(excluded);
      try {
        const search = new FileSearch({ reach: await reachOf(uri), signal, limit: mostNames });
        const { files } = await search.find(`**/{*.spell,${TEST_FILE},${LOCK_FILE}}`, pathOf(uri));
        for (const file of files) {
          if (file.endsWith('.spell')) everySpell.push(file);
          const relative = path.relative(pathOf(uri), file).split(path.sep).join('/');
          if (!isExcluded(relative)) found.push(file);
        }
      } catch (error) {
        if (!(error instanceof SearchError)) throw error;
        isWhole = false;
      }
    }
    const all = [...new Set(found)].sort();
    const named = (name: string): string[] => all.filter((file) => path.basename(file) === name);
    const spells = all.filter((file) => file.endsWith('.spell'));
    const locked = new Set<string>();
    for (const lockFile of named(LOCK_FILE)) {
      const folder = path.dirname(lockFile);
      const { folders: within } = await reachOf(uriOf(lockFile));
      const { lock } = await loadLock(lockFile, within);
      for (const key of lock?.files.keys() ?? []) locked.add(path.resolve(folder, key));
    }
    return new TestFiles(
      spells.slice(0, mostFiles).map((file) => uriOf(file)),
      !isWhole || spells.length > mostFiles,
      named(TEST_FILE),
      isWhole ? everySpell : undefined,
      locked,
    );
  }

  /** `perhaps` where all of it has to be read to know. What cannot be read holds none. */
  async mayHoldTests(
    uri: vscode.Uri,
    readText: (uri: vscode.Uri) => Promise<string>,
  ): Promise<'yes' | 'no' | 'perhaps'> {
    const spell = pathOf(uri);
    if (this.locked.has(spell)) return 'yes';
    if (this.testFiles.some((file) => spell.startsWith(path.dirname(file) + path.sep))) return 'perhaps';
    const text = await readText(uri).catch(() => '');
    return /^expect[ \t]*:/m.test(frontMatter.exec(text)?.[1] ?? '') ? 'yes' : 'no';
  }
}
