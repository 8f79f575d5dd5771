import * as vscode from 'vscode';
import { plainText, unsteered } from '../../../core/plainText';
import type { Priority } from '../../../core/ports';
import type { TestTree } from './testTree';

/** What became of one expectation, in the user's words. */
export interface Outcome {
  /** `undecided`: too little is known to say. `errored`: it could not be looked at. */
  readonly state: 'passed' | 'failed' | 'undecided' | 'errored';
  /** The difference, or the reason, with what to do. */
  readonly text: string;
  /** Where the reason stands, where that is not the expectation. */
  readonly at?: vscode.Location;
  /** The baseline can be replaced by what was measured. */
  readonly canAccept?: boolean;
}

export interface CheckOptions {
  readonly signal: AbortSignal;
  readonly priority: Priority;
}

/** What is found out about a file: outcomes by the ids of its expectations, and what is to be told besides. */
export interface Checked {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly remarks: readonly string[];
}

export interface TestRunsOptions {
  readonly controller: vscode.TestController;
  readonly tree: TestTree;
  /** Looks at all expectations of a file. Rejects for what nobody expected. */
  check(uri: vscode.Uri, options: CheckOptions): Promise<Checked>;
  /** For what nobody expected. */
  errorText(error: unknown): string;
}

/** For `testMessage` in the menus of package.json. */
export const acceptableMessage = 'spellwright.acceptable';

/** After a change, so long nothing more may come before continuous runs begin, in milliseconds. */
const restMs = 500;

/** The file that an item belongs to; of a file's own item, itself. */
export function fileOf(item: vscode.TestItem): vscode.TestItem {
  return item.parent ? fileOf(item.parent) : item;
}

/** Runs what the Test Explorer asks for, once or whenever a text changes. */
export class TestRuns implements vscode.Disposable {
  readonly #running = new Set<AbortController>();

  constructor(private readonly options: TestRunsOptions) {}

  async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (request.continuous) return this.#keepRunning(request, token);
    await this.#runOnce(request, 'visible', token);
  }

  /** Runs items without anybody pressing a button for it: after a baseline was accepted. */
  async runItems(items: readonly vscode.TestItem[], profile: vscode.TestRunProfile): Promise<void> {
    const request = new vscode.TestRunRequest(items, undefined, profile, false, true);
    await this.#runOnce(request, 'visible');
  }

  dispose(): void {
    for (const abort of this.#running) abort.abort();
  }

  #keepRunning(request: vscode.TestRunRequest, token: vscode.CancellationToken): void {
    const waiting = new Set<vscode.TestItem>();
    let timer: NodeJS.Timeout | undefined;
    let abort = new AbortController();
    const begin = async (): Promise<void> => {
      abort = new AbortController();
      const { signal } = abort;
      const items = [...waiting];
      waiting.clear();
      const { exclude, profile } = request;
      const again = new vscode.TestRunRequest(items, exclude, profile, true, true);
      await this.#runOnce(again, 'background', undefined, signal);
      // What a newer text has ended is still to be looked at.
      if (signal.aborted && !token.isCancellationRequested) for (const item of items) waiting.add(item);
    };
    const listening = this.options.tree.onDidChange((changed) => {
      const wanted = changed.filter((item) => isIn(item, request.include));
      if (wanted.length === 0) return;
      for (const item of wanted) waiting.add(item);
      abort.abort();
      clearTimeout(timer);
      timer = setTimeout(() => void begin(), restMs);
    });
    token.onCancellationRequested(() => {
      clearTimeout(timer);
      abort.abort();
      listening.dispose();
    });
  }

  async #runOnce(
    request: vscode.TestRunRequest,
    priority: Priority,
    token?: vscode.CancellationToken,
    signal?: AbortSignal,
  ): Promise<void> {
    const run = this.options.controller.createTestRun(request);
    const abort = new AbortController();
    const end = (): void => abort.abort();
    this.#running.add(abort);
    signal?.addEventListener('abort', end, { once: true });
    if (token?.isCancellationRequested || signal?.aborted) end();
    const listening = vscode.Disposable.from(
      run.token.onCancellationRequested(end),
      ...(token ? [token.onCancellationRequested(end)] : []),
    );
    try {
      for (const file of await this.#filesOf(request, abort.signal)) {
        if (abort.signal.aborted) break;
        await this.#runFile(file, request, run, { priority, signal: abort.signal });
      }
    } finally {
      listening.dispose();
      signal?.removeEventListener('abort', end);
      this.#running.delete(abort);
      run.end();
    }
  }

  /** The files that a request means, as their texts are now. */
  async #filesOf(request: vscode.TestRunRequest, signal: AbortSignal): Promise<vscode.TestItem[]> {
    const { controller, tree } = this.options;
    if (!request.include && !tree.wasLookedFor) await tree.lookFor();
    const meant = request.include ?? [...controller.items].map(([, item]) => item);
    const files: vscode.TestItem[] = [];
    for (const { uri } of new Set(meant.map(fileOf))) {
      if (signal.aborted) return [];
      const item = uri && (await tree.read(uri));
      if (item) files.push(item);
    }
    return files;
  }

  async #runFile(
    file: vscode.TestItem,
    request: vscode.TestRunRequest,
    run: vscode.TestRun,
    options: CheckOptions,
  ): Promise<void> {
    const items = leavesOf(file).filter(
      (item) => isIn(item, request.include) && !isIn(item, request.exclude ?? []),
    );
    if (items.length === 0) return;
    for (const item of items) run.started(item);
    const began = performance.now();
    try {
      const { outcomes, remarks } = await this.options.check(file.uri!, options);
      if (options.signal.aborted) return;
      const each = (performance.now() - began) / items.length;
      for (const remark of remarks) run.appendOutput(`${lineBreaks(remark)}\r\n`);
      for (const item of items) {
        const outcome = outcomes.get(item.id);
        if (outcome) tell(run, item, outcome, each);
      }
    } catch (error) {
      if (options.signal.aborted) return;
      const text = this.options.errorText(error);
      for (const item of items) tell(run, item, { state: 'errored', text });
    }
  }
}

/** @param duration in milliseconds */
function tell(run: vscode.TestRun, item: vscode.TestItem, outcome: Outcome, duration?: number): void {
  const { state } = outcome;
  const text = unsteered(outcome.text);
  const own = item.uri && item.range ? new vscode.Location(item.uri, item.range) : undefined;
  const isOpen = state === 'undecided';
  // The editor shows output that has a place at the end of its line: a skipped test has no message of its own.
  run.appendOutput(`${lineBreaks(`${item.label}: ${text}`)}\r\n`, isOpen ? own : undefined, item);
  const description = isOpen ? plainText(text) : undefined;
  if (item.description !== description) item.description = description;
  if (state === 'passed') return run.passed(item, duration);
  if (isOpen) return run.skipped(item);
  const message = new vscode.TestMessage(text);
  message.location = outcome.at ?? own;
  if (outcome.canAccept) message.contextValue = acceptableMessage;
  if (state === 'failed') run.failed(item, message, duration);
  else run.errored(item, message, duration);
}

/** Expectations at and below an item; an item without any is one itself, unless it is a file. */
function leavesOf(item: vscode.TestItem): vscode.TestItem[] {
  if (item.children.size > 0) return [...item.children].flatMap(([, child]) => leavesOf(child));
  return item.parent ? [item] : [];
}

/** Whether an item is one of them or below one. */
function isIn(item: vscode.TestItem, items: readonly vscode.TestItem[] | undefined): boolean {
  if (items === undefined) return true;
  for (let at: vscode.TestItem | undefined = item; at; at = at.parent) {
    const { id, uri } = at;
    if (
      items.some(
        (each) =>
          each === at ||
          (each.id === id && each.uri?.toString() === uri?.toString() && sameParents(each, at!)),
      )
    )
      return true;
  }
  return false;
}

function sameParents(one: vscode.TestItem, other: vscode.TestItem): boolean {
  return one.parent?.id === other.parent?.id && one.parent?.parent?.id === other.parent?.parent?.id;
}

/** As terminals break lines, without what would steer one: the editor shows output in one. */
function lineBreaks(text: string): string {
  return unsteered(text).replace(/\r?\n/g, '\r\n');
}
