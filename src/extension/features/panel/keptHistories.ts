import type * as vscode from 'vscode';
import { EditHistory } from './editHistory';

/** Documents whose history is kept; the one scored longest ago goes first. */
const mostHistories = 30;
const prefix = 'spellwright.history:';
/** A history is written this many milliseconds after its last change. */
const writeDelay = 500;

/** The histories of all spell files, kept by the workspace: neither a closed panel nor a reload loses what was written. */
export class KeptHistories implements vscode.Disposable {
  readonly #histories = new Map<string, EditHistory>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly memory: vscode.Memento) {}

  of(uri: vscode.Uri): EditHistory {
    const key = uri.toString();
    const history = this.#histories.get(key) ?? EditHistory.read(this.memory.get(prefix + key));
    this.#histories.delete(key);
    this.#histories.set(key, history); // the newest last
    if (this.#histories.size > mostHistories) this.#histories.delete(this.#histories.keys().next().value!);
    return history;
  }

  /** To be called when the history of a file has changed. */
  changed(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => this.#write(key), writeDelay),
    );
  }

  /** A file has another name: its history goes on under it, where there is none. */
  follow(from: vscode.Uri, to: vscode.Uri): void {
    const [old, key] = [from.toString(), to.toString()];
    const history = this.of(from);
    if (history.isEmpty || !this.of(to).isEmpty) return;
    this.#histories.delete(old);
    this.#histories.set(key, history);
    this.#write(old);
    this.#write(key);
  }

  async forgetAll(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    for (const history of this.#histories.values()) history.clear();
    await Promise.all(this.#keys().map((key) => this.memory.update(key, undefined)));
  }

  dispose(): void {
    for (const key of [...this.#timers.keys()]) this.#write(key);
  }

  #write(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    const history = this.#histories.get(key)?.kept();
    const kept = history && { ...history, at: Date.now() };
    void this.memory.update(prefix + key, kept);
    const keys = this.#keys();
    if (!kept || keys.length <= mostHistories) return;
    const writtenAt = (each: string): number =>
      (this.memory.get<{ at?: number }>(each)?.at ?? 0) + (each === prefix + key ? Infinity : 0);
    keys.sort((a, b) => writtenAt(a) - writtenAt(b));
    for (const each of keys.slice(0, keys.length - mostHistories)) void this.memory.update(each, undefined);
  }

  #keys(): string[] {
    return this.memory.keys().filter((key) => key.startsWith(prefix));
  }
}
