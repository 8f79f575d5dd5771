import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { readPanelMessage, type HostMessage, type PanelMessage } from '../../../protocol/panel';
import { panelWords } from '../../../words/panel';
import { systemReason } from '../../../words/systemReason';
import { say, type Parameters } from '../../../words/words';
import type { DocumentScore } from '../../services/scores';
import type { EditOutcome } from './documentEdit';
import type { EditHistory } from './editHistory';
import { PanelCaret } from './panelCaret';
import type { PanelDependencies } from './panelDependencies';
import { panelHtml } from './panelHtml';
import type { PanelHost, PanelSource } from './panelSource';
import { writtenPath } from './picturePath';
import { sources } from './sources/sources';

/** Where the webview finds the panel's program. */
function programFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist');
}

/**
 * One panel: the webview of one spell file, from its opening to its closing. What is shown comes from its sources, of
 * which it knows no more than their list.
 */
export class SpellPanel implements PanelHost, vscode.Disposable {
  readonly caret = new PanelCaret();
  readonly #scored = new vscode.EventEmitter<DocumentScore>();
  readonly onDidScore = this.#scored.event;
  readonly #disposables: vscode.Disposable[] = [this.caret, this.#scored];
  readonly #sources: readonly PanelSource[];

  /** Messages before it are lost: the page is not there yet. */
  #isReady = false;
  #isDisposed = false;
  #hasPage = false;
  /** What the page knows of each source. */
  readonly #told = new Map<PanelSource, HostMessage | undefined>();
  /** What somebody is to see when the page is there. */
  readonly #early: HostMessage[] = [];

  constructor(
    private readonly panel: vscode.WebviewPanel,
    readonly uri: vscode.Uri,
    readonly context: vscode.ExtensionContext,
    readonly dependencies: PanelDependencies,
    readonly history: EditHistory,
  ) {
    panel.title = this.say('panelTitle', { file: path.posix.basename(uri.path) });
    panel.iconPath = {
      light: vscode.Uri.joinPath(context.extensionUri, 'media', 'panel-light.svg'),
      dark: vscode.Uri.joinPath(context.extensionUri, 'media', 'panel-dark.svg'),
    };
    this.#sources = sources.map((make) => make(this));
    this.#disposables.push(
      ...this.#sources,
      ...this.#sources.flatMap((source) => source.onDidChange?.(() => this.#tellOf(source)) ?? []),
      panel.onDidDispose(() => this.dispose()),
      panel.webview.onDidReceiveMessage((message) => void this.#receive(message)),
      dependencies.scores.onDidChange((score) => {
        if (!this.#isMine(score.uri)) return;
        this.#scored.fire(score);
        this.#followCaret(this.editor());
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (this.#isMine(textEditor.document.uri)) this.#followCaret(textEditor);
      }),
    );
    void this.#start();
  }

  /** The page is made when the folders that it may read are known: changing them later loads it again. */
  async #start(): Promise<void> {
    await Promise.all(this.#sources.map(({ prepared }) => prepared));
    if (this.#isDisposed) return;
    const { webview } = this.panel;
    this.#setRoots();
    this.#hasPage = true;
    webview.html = panelHtml({
      cspSource: webview.cspSource,
      script: this.address(
        vscode.Uri.joinPath(programFolder(this.context.extensionUri), 'panel.js').fsPath,
      ).toString(),
      nonce: randomBytes(18).toString('base64url'),
    });
  }

  /** Brings the panel forward, at a spell when one is named. */
  reveal(spell?: number): void {
    this.panel.reveal(undefined, true);
    if (spell !== undefined) this.#sendWhenReady({ kind: 'reveal', spell });
  }

  /** Asks for pictures with the editor's dialog and adds them. */
  async pickPictures(): Promise<void> {
    await this.#obey({ kind: 'pick-pictures' });
  }

  dispose(): void {
    if (!this.#isDisposed) this.release().dispose();
  }

  /** Lets go of the editor's panel, for another file to be shown in it. */
  release(): vscode.WebviewPanel {
    this.#isDisposed = true;
    vscode.Disposable.from(...this.#disposables).dispose();
    return this.panel;
  }

  // ---- To the page ---------------------------------------------------------------------------------------------

  /**
   * The webview may read the panel's program and the folders of the pictures. Setting this anew loads its page again, so
   * a folder that is no longer needed is dropped only with the next one that is: while somebody types a path, the
   * pictures come and go.
   */
  #setRoots(): void {
    const folders = new Set(this.#sources.flatMap((source) => source.folders?.() ?? []));
    const roots = [
      programFolder(this.context.extensionUri),
      ...[...folders].map((folder) => vscode.Uri.file(folder)),
    ];
    const { webview } = this.panel;
    const allowed = new Set(this.#hasPage ? webview.options.localResourceRoots?.map(String) : []);
    if (roots.every((root) => allowed.has(root.toString()))) return;
    webview.options = { enableScripts: true, localResourceRoots: roots };
  }

  #send(message: HostMessage | undefined): void {
    if (message && this.#isReady && !this.#isDisposed) void this.panel.webview.postMessage(message);
  }

  #sendWhenReady(message: HostMessage): void {
    if (this.#isReady) this.#send(message);
    else this.#early.push(message);
  }

  #tellOf(source: PanelSource): void {
    if (this.#hasPage && source.folders) this.#setRoots();
    if (!this.#isReady) return;
    const message = source.message?.();
    // Most of what changes changes nothing of this part.
    if (isDeepStrictEqual(message, this.#told.get(source))) return;
    this.#tell(source, message);
  }

  #tell(source: PanelSource, message: HostMessage | undefined): void {
    this.#told.set(source, message);
    this.#send(message);
  }

  #sendEverything(): void {
    this.#isReady = true;
    for (const source of this.#sources) this.#tell(source, source.message?.());
    for (const message of this.#early.splice(0)) this.#send(message);
  }

  // ---- From the page -------------------------------------------------------------------------------------------

  async #receive(value: unknown): Promise<void> {
    const message = readPanelMessage(value);
    if (!message) return;
    if (message.kind === 'ready') return this.#sendEverything();
    try {
      await this.#obey(message);
    } catch (error) {
      const { log, language } = this.dependencies;
      log(`${message.kind}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      this.notify('error', 'notDone', { reason: systemReason(error, language) });
    }
  }

  async #obey(message: PanelMessage): Promise<void> {
    for (const { obeys } of this.#sources)
      await (obeys?.[message.kind] as ((message: PanelMessage) => unknown) | undefined)?.(message);
  }

  // ---- What its sources see ------------------------------------------------------------------------------------

  get score(): DocumentScore | undefined {
    return this.dependencies.scores.get(this.uri);
  }

  address(file: string): vscode.Uri {
    return this.panel.webview.asWebviewUri(vscode.Uri.file(file));
  }

  folder(): string | undefined {
    if (this.uri.scheme === 'file') return path.dirname(this.uri.fsPath);
    this.notify('error', 'saveFirst');
    return undefined;
  }

  document(): Thenable<vscode.TextDocument> {
    return vscode.workspace.openTextDocument(this.uri);
  }

  editor(): vscode.TextEditor | undefined {
    const editors = vscode.window.visibleTextEditors.filter(({ document }) => this.#isMine(document.uri));
    return editors.find((editor) => editor === vscode.window.activeTextEditor) ?? editors[0];
  }

  shown(picture: string): string {
    return writtenPath(path.dirname(this.uri.fsPath), picture);
  }

  say(key: keyof typeof panelWords, parameters?: Parameters): string {
    return say(panelWords[key], this.dependencies.language, parameters);
  }

  notify(severity: 'information' | 'error', key: keyof typeof panelWords, parameters?: Parameters): void {
    this.#sendWhenReady({ kind: 'notice', severity, text: this.say(key, parameters) });
  }

  tell(outcome: EditOutcome): void {
    const file = path.posix.basename(this.uri.path);
    if (outcome === 'unreadable') this.notify('error', 'frontMatterBroken', { file });
    else if (outcome === 'full') this.notify('error', 'frontMatterFull', { file });
    else if (outcome === 'refused') this.notify('error', 'editRefused', { file });
  }

  #followCaret(editor: vscode.TextEditor | undefined): void {
    const file = this.score?.file;
    if (editor && file) this.caret.follow(editor, file);
  }

  #isMine(uri: vscode.Uri): boolean {
    return uri.toString() === this.uri.toString();
  }
}
