import path from 'node:path';
import * as vscode from 'vscode';
import { LineStarts } from '../../../core/lineStarts';
import { plainText } from '../../../core/plainText';
import type { Span } from '../../../core/spell/spell';
import type { Reach } from '../../../files/reach';
import { syncTests, type Sync } from './syncTests';
import { mostFiles, TestFiles } from './testFiles';
import type { TestNode } from './testNode';
import { isSaved } from '../../services/places';

/** Files that are read at once. */
const readers = 8;

/** What a file holds to test, and the texts that its places are in, by URI. */
export interface ReadTests {
  readonly nodes: readonly TestNode[];
  readonly texts: ReadonlyMap<string, string>;
}

export interface TestTreeOptions {
  readonly controller: vscode.TestController;
  /** What a spell file holds to test, as it stands in its editor or on the disk; undefined for nothing. Rejects for what cannot be read. */
  read(uri: vscode.Uri): Promise<ReadTests | undefined>;
  /** How far what lies in a folder or file may reach. */
  reach(uri: vscode.Uri): Promise<Reach>;
  /** A spell file on the disk. @throws FileError */
  readText(uri: vscode.Uri): Promise<string>;
  /** For a file that cannot be read. */
  errorText(error: unknown): string;
  /** More files than are looked into. */
  tooMany(most: number): void;
  /** The workspace was looked through. */
  found(files: TestFiles): void;
}

/** Files, spells and expectations in the Test Explorer. Open files are there at once, others when somebody looks for them. */
export class TestTree implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<readonly vscode.TestItem[]>();
  /** Expectations whose results are of another text now, and new ones. */
  readonly onDidChange = this.#changed.event;
  readonly #basis = new WeakMap<vscode.TestItem, string>();
  /** What reads each file now. What was begun before it says nothing any more. */
  readonly #readings = new Map<string, Promise<vscode.TestItem | undefined>>();
  #wasLookedFor = false;
  #wasTold = false;

  constructor(private readonly options: TestTreeOptions) {}

  /** Whether the whole workspace is shown, and not only what was opened. */
  get wasLookedFor(): boolean {
    return this.#wasLookedFor;
  }

  itemOf(uri: vscode.Uri): vscode.TestItem | undefined {
    return this.options.controller.items.get(uri.toString());
  }

  /** Looks for the workspace's tests, and forgets those that are gone. */
  async lookFor(token?: vscode.CancellationToken): Promise<void> {
    const abort = new AbortController();
    const listening = token?.onCancellationRequested(() => abort.abort());
    const files = await TestFiles.find(this.options.reach, abort.signal)
      .catch((error: unknown) => {
        if (!abort.signal.aborted) throw error;
        return undefined;
      })
      .finally(() => listening?.dispose());
    if (!files || token?.isCancellationRequested) return;
    this.#wasLookedFor = true;
    if (files.hasMore && !this.#wasTold) this.options.tooMany(mostFiles);
    this.#wasTold = files.hasMore;
    this.options.found(files);
    const there = new Set(files.spells.map(String));
    for (const [id, { uri }] of [...this.options.controller.items])
      if (uri && !there.has(id) && !isOpen(uri)) this.forget(uri);
    const waiting = [...files.spells];
    const lookSome = async (): Promise<void> => {
      for (let next = waiting.shift(); next && !token?.isCancellationRequested; next = waiting.shift())
        await this.#lookInto(next, files);
    };
    await Promise.all(Array.from({ length: readers }, lookSome));
  }

  /** What a file holds to test is read when somebody wants to see it; that it does hold some is found out now. */
  async #lookInto(uri: vscode.Uri, files: TestFiles): Promise<void> {
    if (isOpen(uri) || this.itemOf(uri)?.children.size) return void (await this.read(uri));
    const may = await files.mayHoldTests(uri, this.options.readText);
    if (may === 'perhaps') return void (await this.read(uri));
    if (may === 'no') this.forget(uri);
    else (this.itemOf(uri) ?? this.#add(uri)).canResolveChildren = true;
  }

  /** Reads a file, and shows what it holds to test. Never rejects. @returns its item; undefined where it has no tests */
  read(uri: vscode.Uri): Promise<vscode.TestItem | undefined> {
    const key = uri.toString();
    const reading: Promise<vscode.TestItem | undefined> = this.options
      .read(uri)
      .catch((error: unknown) => ({ error }))
      .then((found) => {
        const newer = this.#readings.get(key);
        if (newer !== reading) return newer ?? this.itemOf(uri);
        this.#readings.delete(key);
        return this.#shown(uri, found);
      });
    this.#readings.set(key, reading);
    return reading;
  }

  #shown(
    uri: vscode.Uri,
    found: ReadTests | { readonly error: unknown } | undefined,
  ): vscode.TestItem | undefined {
    if (found === undefined) return this.forget(uri);
    const item = this.itemOf(uri) ?? this.#add(uri);
    if ('error' in found) {
      item.error = this.options.errorText(found.error);
      item.children.replace([]);
    } else {
      item.error = undefined;
      this.#show(item, found);
    }
    return item;
  }

  forget(uri: vscode.Uri): undefined {
    this.options.controller.items.delete(uri.toString());
  }

  /** For a file whose results are of other pictures, wildcards or another checkpoint than there are now. */
  outdate(file: vscode.TestItem): void {
    const all = [...file.children].flatMap(([, spell]) => [...spell.children].map(([, each]) => each));
    this.#tell(all);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #add(uri: vscode.Uri): vscode.TestItem {
    const { controller } = this.options;
    const item = controller.createTestItem(uri.toString(), plainText(path.posix.basename(uri.path)), uri);
    const folder = path.posix.dirname(vscode.workspace.asRelativePath(uri));
    if (isSaved(uri) && folder !== '.') item.description = plainText(folder);
    item.sortText = uri.toString();
    controller.items.add(item);
    return item;
  }

  #show(item: vscode.TestItem, { nodes, texts }: ReadTests): void {
    const { controller } = this.options;
    const lines = new Map<string, LineStarts>();
    const linesOf = (uri: string): LineStarts => {
      const known = lines.get(uri) ?? new LineStarts(texts.get(uri) ?? '');
      lines.set(uri, known);
      return known;
    };
    const sync: Sync<vscode.TestItem> = {
      make: ({ id, label }, uri) => controller.createTestItem(id, label, vscode.Uri.parse(uri, true)),
      place: (each, { span, line }) => {
        const range = span ? rangeOf(linesOf(each.uri!.toString()), span) : line && lineRange(line);
        if (!isSame(each.range, range || undefined)) each.range = range || undefined;
      },
      basis: this.#basis,
    };
    const changed = syncTests(item.children, nodes, item.uri!.toString(), sync);
    this.#tell(changed);
  }

  #tell(changed: readonly vscode.TestItem[]): void {
    if (changed.length === 0) return;
    for (const item of changed) item.description = undefined;
    this.options.controller.invalidateTestResults(changed);
    this.#changed.fire(changed);
  }
}

export function rangeOf(lines: LineStarts, { start, end }: Span): vscode.Range {
  const [from, to] = [lines.positionAt(start), lines.positionAt(end)];
  return new vscode.Range(from.line - 1, from.column - 1, to.line - 1, to.column - 1);
}

/** @param line from 1 */
function lineRange(line: number): vscode.Range {
  return new vscode.Range(line - 1, 0, line - 1, 0);
}

function isSame(one: vscode.Range | undefined, other: vscode.Range | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && one.isEqual(other));
}

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}
