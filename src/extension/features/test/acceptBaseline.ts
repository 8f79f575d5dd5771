import path from 'node:path';
import { readFile, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { writeAtomically } from '../../../files/writeAtomically';
import { TEST_EXPLORER_WORDING } from '../../../words/testExplorer';
import { say, type Language, type Parameters } from '../../../words/words';
import { plainWindow } from '../../services/plainWindow';
import { languageId } from '../../services/spellDocuments';
import { fileOf } from './testRuns';
import type { TestTree } from './testTree';
import { uriOf } from '../../services/places';

/** A lock as it was, and as it is since a baseline was accepted. */
export interface WrittenLock {
  readonly path: string;
  /** Undefined where there was none. */
  readonly before: string | undefined;
  readonly after: string;
}

export interface AcceptOptions {
  readonly tree: TestTree;
  /**
   * Writes what a file's spells are worth now into its lock; of some spells only, by their keys.
   * @returns undefined when it could not be done, which the user has been told
   */
  update(
    uri: vscode.Uri,
    keys: ReadonlySet<string> | undefined,
    signal: AbortSignal,
  ): Promise<WrittenLock | undefined>;
  /** Tests them again. */
  run(items: readonly vscode.TestItem[]): Promise<void>;
  readonly language: Language;
}

/** What somebody wants to accept: a file, and some of its spells or all. */
interface Wanted {
  readonly uri: vscode.Uri;
  /** Spells in the tree; none of a file that has nothing to test yet. */
  readonly spells: Set<vscode.TestItem>;
  isWhole: boolean;
}

/** "Accept as the New Baseline": of a test, of its message, of several that are selected, or of the file in the editor. */
export async function acceptBaseline(given: readonly unknown[], options: AcceptOptions): Promise<void> {
  const { tree, language } = options;
  const words = (key: keyof typeof TEST_EXPLORER_WORDING, parameters?: Parameters): string =>
    say(TEST_EXPLORER_WORDING[key], language, parameters);
  const items = given.flat().flatMap(itemsIn);
  const wanted = items.length > 0 ? wantedOf(items) : await wantedOfFile(given[0], tree);
  if (wanted.length === 0) {
    void plainWindow.showInformationMessage(words('nothingToAccept'));
    return;
  }
  const count = wanted.reduce((sum, { spells }) => sum + spells.size, 0);
  if (count > 1) {
    const question = words('acceptMany', { count, files: wanted.length });
    const answer = await plainWindow.showWarningMessage(question, { modal: true }, words('accept'));
    if (answer !== words('accept')) return;
  }
  const title = words('acceptTitle');
  const written = await plainWindow.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const locks: WrittenLock[] = [];
      for (const { uri, spells, isWhole } of wanted) {
        if (abort.signal.aborted) break;
        progress.report({ message: vscode.workspace.asRelativePath(uri), increment: 100 / wanted.length });
        const keys = isWhole ? undefined : new Set([...spells].map(({ id }) => id));
        const lock = await options.update(uri, keys, abort.signal);
        if (lock) locks.push(lock);
      }
      return locks;
    },
  );
  if (written.length === 0) return;
  void offerUndo(written, whatOf(wanted, words), { words, tree, files: wanted.map(({ uri }) => uri) });
  const files: vscode.TestItem[] = [];
  for (const { uri } of wanted) {
    const file = await tree.read(uri);
    if (file) files.push(file);
  }
  await options.run(items.length > 0 ? items : files);
}

/** A test, or the one that a message of the results is of. */
function itemsIn(given: unknown): readonly vscode.TestItem[] {
  if (isItem(given)) return [given];
  const test = (given as { readonly test?: unknown } | undefined)?.test;
  return isItem(test) ? [test] : [];
}

function isItem(value: unknown): value is vscode.TestItem {
  return typeof value === 'object' && value !== null && 'children' in value && 'id' in value;
}

function wantedOf(items: readonly vscode.TestItem[]): Wanted[] {
  const byFile = new Map<vscode.TestItem, Wanted>();
  for (const item of items) {
    const file = fileOf(item);
    const wanted = byFile.get(file) ?? { uri: file.uri!, spells: new Set(), isWhole: false };
    byFile.set(file, wanted);
    if (item === file) wanted.isWhole = true;
    for (const spell of item === file ? [...file.children].map(([, each]) => each) : [spellOf(item)])
      if (spell.children.size > 0) wanted.spells.add(spell);
  }
  return [...byFile.values()].filter(({ spells, isWhole }) => isWhole || spells.size > 0);
}

/** All of the file that is named, or else that of the active editor. */
async function wantedOfFile(given: unknown, tree: TestTree): Promise<Wanted[]> {
  const active = vscode.window.activeTextEditor?.document;
  const uri =
    given instanceof vscode.Uri ? given : active?.languageId === languageId ? active.uri : undefined;
  if (uri === undefined) return [];
  const file = await tree.read(uri);
  return file ? wantedOf([file]) : [{ uri, spells: new Set(), isWhole: true }];
}

/** The spell that an item is, or belongs to. */
function spellOf(item: vscode.TestItem): vscode.TestItem {
  return item.parent?.parent ? spellOf(item.parent) : item;
}

type Say = (key: keyof typeof TEST_EXPLORER_WORDING, parameters?: Parameters) => string;

function whatOf(wanted: readonly Wanted[], words: Say): string {
  return wanted
    .map(({ uri, spells }) => {
      const [only] = spells;
      const file = vscode.workspace.asRelativePath(uri);
      if (spells.size === 0) return file;
      return spells.size === 1 ? only!.label : words('spellsOf', { count: spells.size, file });
    })
    .join(', ');
}

async function offerUndo(
  written: readonly WrittenLock[],
  what: string,
  {
    words,
    tree,
    files,
  }: { readonly words: Say; readonly tree: TestTree; readonly files: readonly vscode.Uri[] },
): Promise<void> {
  const locks = [...new Set(written.map((lock) => lock.path))];
  const lock = locks.map((each) => vscode.workspace.asRelativePath(each)).join(', ');
  const said = words('accepted', { what, lock });
  const answer = await plainWindow.showInformationMessage(said, words('undo'), words('showLock'));
  if (answer === words('showLock')) {
    await vscode.window.showTextDocument(uriOf(locks[0]!));
  } else if (answer === words('undo')) {
    // Of several writes to one lock, the last one first.
    for (const each of [...written].reverse())
      if (!(await takeBack(each))) {
        const name = path.basename(each.path);
        void plainWindow.showWarningMessage(words('undoChanged', { lock: name }));
        return;
      }
    for (const file of files) await tree.read(file);
    plainWindow.setStatusBarMessage(words('undone'), 5000);
  }
}

/** Puts a lock back as it was; not where it was changed since. */
async function takeBack({ path: file, before, after }: WrittenLock): Promise<boolean> {
  const now = await readFile(file, 'utf8').catch(() => undefined);
  if (now !== after) return false;
  if (before === undefined) await rm(file, { force: true });
  else await writeAtomically(file, before);
  return true;
}
