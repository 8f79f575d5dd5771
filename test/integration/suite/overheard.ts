import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readHostMessage, type HostMessage, type PanelMessage } from '../../../src/protocol/panel';
import { eventually } from './editor';

type HostKind = HostMessage['kind'];

/** The object itself, but for some of its members. */
function instead<T extends object>(real: T, members: Partial<T>): T {
  return new Proxy(real, {
    get(_, key) {
      if (key in members) return members[key as keyof T];
      const value = Reflect.get(real, key) as unknown;
      return typeof value === 'function' ? (value.bind(real) as unknown) : value;
    },
    set: (_, key, value) => Reflect.set(real, key, value),
  });
}

/** A real panel of the editor, whose messages are heard and to which the test speaks as its page would. */
export class Overheard {
  readonly sent: HostMessage[] = [];
  panel!: vscode.WebviewPanel;
  #say!: (message: unknown) => void;
  readonly #hearing = new Set<(message: HostMessage) => void>();

  static readonly #open = new Set<Overheard>();

  static closeAllBut(kept: Overheard): void {
    for (const each of Overheard.#open) if (each !== kept) each.panel.dispose();
  }

  /** Opens the panel of a file, and locks it to that. */
  static async open(uri: vscode.Uri, isLocked = true): Promise<Overheard> {
    const overheard = new Overheard();
    const create = vscode.window.createWebviewPanel.bind(vscode.window);
    const api = vscode.window as { createWebviewPanel: typeof vscode.window.createWebviewPanel };
    const real = api.createWebviewPanel;
    api.createWebviewPanel = (...given) => overheard.#listenTo(create(...given));
    try {
      await vscode.commands.executeCommand('spellwright.openPanel', uri);
    } finally {
      api.createWebviewPanel = real;
    }
    assert.ok(overheard.panel, 'no panel was left open that is taken in place of a new one');
    await overheard.last('welcome');
    if (isLocked) await overheard.#lock();
    return overheard;
  }

  /** It is the active panel that is locked, and where none is active the one that is not locked yet. */
  async #lock(): Promise<void> {
    await eventually('a locked panel', async () => {
      await vscode.commands.executeCommand('spellwright.lockPanel');
      const welcome = this.sent.findLast(({ kind }) => kind === 'welcome');
      if (welcome?.kind === 'welcome' && welcome.locked) return true;
      await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
      return undefined;
    });
  }

  #listenTo(panel: vscode.WebviewPanel): vscode.WebviewPanel {
    this.panel = panel;
    Overheard.#open.add(this);
    panel.onDidDispose(() => Overheard.#open.delete(this));
    const emitter = new vscode.EventEmitter<unknown>();
    panel.webview.onDidReceiveMessage((message) => emitter.fire(message));
    this.#say = (message) => emitter.fire(message);
    const post = panel.webview.postMessage.bind(panel.webview);
    const postMessage = (message: unknown): Thenable<boolean> => {
      const read = readHostMessage(message);
      assert.ok(read, 'the page understands what it is sent');
      this.sent.push(read);
      for (const hear of this.#hearing) hear(read);
      return post(message);
    };
    const webview = instead(panel.webview, { onDidReceiveMessage: emitter.event, postMessage });
    return instead(panel, { webview });
  }

  says(message: PanelMessage): void {
    this.#say(message);
  }

  saysAnything(message: unknown): void {
    this.#say(message);
  }

  /** The first message of a kind that `is` so, of those from now on: for what may last but a moment. */
  async next<K extends HostKind>(
    kind: K,
    is: (message: Extract<HostMessage, { kind: K }>) => boolean,
  ): Promise<Extract<HostMessage, { kind: K }>> {
    let found: Extract<HostMessage, { kind: K }> | undefined;
    const hear = (message: HostMessage): void => {
      const own = message as Extract<HostMessage, { kind: K }>;
      if (message.kind === kind && is(own)) found ??= own;
    };
    this.#hearing.add(hear);
    try {
      return await eventually(`another message "${kind}"`, () => found);
    } finally {
      this.#hearing.delete(hear);
    }
  }

  /** The last message of a kind, once it `is` so. */
  last<K extends HostKind>(
    kind: K,
    is: (message: Extract<HostMessage, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<HostMessage, { kind: K }>> {
    return eventually(`the message "${kind}"`, () => {
      const message = this.sent.findLast(
        (each): each is Extract<HostMessage, { kind: K }> => each.kind === kind,
      );
      return message && is(message) ? message : undefined;
    });
  }
}
