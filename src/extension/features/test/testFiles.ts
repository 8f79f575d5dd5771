import path from 'node:path';
import * as vscode from 'vscode';
import { LOCK_FILE } from '../../../core/check/lock';
import { TEST_FILE } from '../../../core/check/testFile';
import { loadLock } from '../../../tasks/lockFile';

/** Spell files of a workspace that are looked into for expectations. */
export const mostFiles = 2000;

/** What nobody wrote. `files.exclude` of the settings counts besides. */
const leftOut = '**/node_modules/**';

export interface FoundTestFiles {
  readonly files: readonly vscode.Uri[];
  /** There are more than are looked into. */
  readonly hasMore: boolean;
}

/** Spell files of the workspace, by the editor's own search; none where its files lie on no disk of this machine. */
export async function findSpellFiles(token?: vscode.CancellationToken): Promise<FoundTestFiles> {
  const found = await vscode.workspace.findFiles('**/*.spell', leftOut, mostFiles + 1, token);
  const files = found
    .filter(({ scheme }) => scheme === 'file')
    .sort((a, b) => (a.fsPath < b.fsPath ? -1 : a.fsPath > b.fsPath ? 1 : 0));
  return { files: files.slice(0, mostFiles), hasMore: files.length > mostFiles };
}

/** Of a text, the front matter if it has one: without reading what is below it. */
const frontMatter = /^\ufeff?---[ \t]*\r?\n([\s\S]{0,70000}?)\r?\n---/;

/** Folders with test files and locks, for telling soon which spell files have something to test. */
export class TestedFolders {
  private constructor(
    /** Whatever lies below them may be named by a test file. */
    private readonly withTestFile: readonly string[],
    /** Absolute paths of the spell files that locks hold. */
    private readonly locked: ReadonlySet<string>,
  ) {}

  static async find(token?: vscode.CancellationToken): Promise<TestedFolders> {
    const [testFiles, locks] = await Promise.all(
      [TEST_FILE, LOCK_FILE].map((name) =>
        vscode.workspace.findFiles(`**/${name}`, leftOut, mostFiles, token),
      ),
    );
    const locked = new Set<string>();
    for (const folder of foldersOf(locks!)) {
      const { lock } = await loadLock(folder);
      for (const key of lock?.files.keys() ?? []) locked.add(path.resolve(folder, key));
    }
    return new TestedFolders(foldersOf(testFiles!), locked);
  }

  /** `perhaps` where all of it has to be read to know. What cannot be read holds none. */
  async mayHoldTests(
    uri: vscode.Uri,
    readText: (uri: vscode.Uri) => Promise<string>,
  ): Promise<'yes' | 'no' | 'perhaps'> {
    const { fsPath } = uri;
    if (this.locked.has(fsPath)) return 'yes';
    if (this.withTestFile.some((folder) => fsPath.startsWith(folder + path.sep))) return 'perhaps';
    const text = await readText(uri).catch(() => '');
    return /^expect[ \t]*:/m.test(frontMatter.exec(text)?.[1] ?? '') ? 'yes' : 'no';
  }
}

function foldersOf(files: readonly vscode.Uri[]): string[] {
  return files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => path.dirname(fsPath));
}
