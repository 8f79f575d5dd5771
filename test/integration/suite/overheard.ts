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
    await overheard.last('welcome');
    if (isLocked) {
      await vscode.commands.executeCommand('spellwright.lockPanel');
      await overheard.last('welcome', ({ locked }) => locked);
    }
    return overheard;
  }

  #listenTo(panel: vscode.WebviewPanel): vscode.WebviewPanel {
    this.panel = panel;
    const emitter = new vscode.EventEmitter<unknown>();
    panel.webview.onDidReceiveMessage((message) => emitter.fire(message));
    this.#say = (message) => emitter.fire(message);
    const post = panel.webview.postMessage.bind(panel.webview);
    const postMessage = (message: unknown): Thenable<boolean> => {
      const read = readHostMessage(message);
      assert.ok(read, 'the page understands what it is sent');
      this.sent.push(read);
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

  /** The last message of a kind that `is` so. */
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
