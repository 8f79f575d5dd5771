import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { readPanelMessage, type HostMessage } from '../../../protocol/panel';
import { panelWords } from '../../../words/panel';
import { systemReason } from '../../../words/systemReason';
import { say } from '../../../words/words';
import type { EditHistory } from './editHistory';
import type { PanelDependencies } from './panelDependencies';
import { panelHtml } from './panelHtml';
import type { MakeSource, PanelHost, PanelSource } from './panelSource';
import { ShownFile, type PanelFrame } from './shownFile';
import { pathOf, uriOf } from '../../services/places';

/** How long the keyboard may take to come to the panel before the wait for it is given up. */
const FOCUS_MS = 1000;

/** Where the webview finds the panel's program. */
function programFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist');
}

export interface SpellPanelOptions {
  readonly context: vscode.ExtensionContext;
  readonly dependencies: PanelDependencies;
  readonly makeSources: readonly MakeSource[];
  readonly isLocked?: boolean;
  readonly historyOf: (uri: vscode.Uri) => EditHistory;
  /** The file was saved under another name: everything that shows it is to follow. */
  readonly onSavedAs: (from: vscode.Uri, to: vscode.Uri) => void;
}

/** One panel: a webview from its opening to its closing, and the file that it shows now. */
export class SpellPanel implements PanelFrame, vscode.Disposable {
  readonly context: vscode.ExtensionContext;
  readonly dependencies: PanelDependencies;
  readonly makeSources: readonly MakeSource[];
  readonly #lockChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeLock = this.#lockChanged.event;
  readonly #hidden = new vscode.EventEmitter<void>();
  readonly onDidHide = this.#hidden.event;
  readonly #listening: vscode.Disposable;
  #file: ShownFile;
  #isLocked: boolean;

  /** Messages before it are lost: the page is not there yet. */
  #isReady = false;
  #isDisposed = false;
  /** Its page is on its way out: what it is to bring forward is said to the next one too. */
  #isLoadedAgain = false;
  #hasPage = false;
  /** What the page knows of each source. */
  readonly #told = new Map<PanelSource, HostMessage | undefined>();
  /** What somebody is to see when the page is there. */
  readonly #early: HostMessage[] = [];

  constructor(
    readonly panel: vscode.WebviewPanel,
    uri: vscode.Uri,
    private readonly options: SpellPanelOptions,
  ) {
    const { context } = options;
    this.context = context;
    this.dependencies = options.dependencies;
    this.makeSources = options.makeSources;
    this.#isLocked = options.isLocked ?? false;
    panel.iconPath = {
      light: vscode.Uri.joinPath(context.extensionUri, 'media', 'panel-light.svg'),
      dark: vscode.Uri.joinPath(context.extensionUri, 'media', 'panel-dark.svg'),
    };
    this.#file = new ShownFile(this, uri, options.historyOf(uri));
    this.#setTitle();
    this.#listening = vscode.Disposable.from(
      panel.onDidDispose(() => this.dispose()),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#hidden.fire();
      }),
      panel.webview.onDidReceiveMessage((message) => void this.#receive(message)),
    );
    void this.#start();
  }

  /** The page is made when the folders that it may read are known: changing them later loads it again. */
  async #start(): Promise<void> {
    for (let file: ShownFile | undefined; file !== this.#file;) {
      file = this.#file; // it may have turned to another meanwhile
      await Promise.all(file.sources.map(({ prepared }) => prepared));
    }
    if (this.#isDisposed) return;
    const { webview } = this.panel;
    this.#setRoots();
    this.#hasPage = true;
    webview.html = panelHtml({
      cspSource: webview.cspSource,
      script: this.address(
        pathOf(vscode.Uri.joinPath(programFolder(this.context.extensionUri), 'panel.js')),
      ).toString(),
      nonce: randomBytes(18).toString('base64'),
    });
  }

  /** Of the file that is shown. */
  get uri(): vscode.Uri {
    return this.#file.uri;
  }

  /** Turns to another file. */
  show(uri: vscode.Uri): ShownFile {
    if (uri.toString() === this.uri.toString() || this.#isDisposed) return this.#file;
    this.#file.dispose();
    this.#file = new ShownFile(this, uri, this.options.historyOf(uri));
    this.#setTitle();
    if (this.#hasPage) this.#setRoots();
    if (this.#isReady) this.#sendEverything();
    return this.#file;
  }

  /** Whether it stays with its file while others are edited. */
  get isLocked(): boolean {
    return this.#isLocked;
  }

  set isLocked(isLocked: boolean) {
    this.#isLocked = isLocked;
    this.#setTitle();
    this.#lockChanged.fire();
  }

  #setTitle(): void {
    this.panel.title = say(
      panelWords[this.#isLocked ? 'panelTitleLocked' : 'panelTitle'],
      this.dependencies.language,
      { file: path.posix.basename(this.uri.path) },
    );
  }

  /** Brings the panel forward, at a spell when one is named, and says to the page what is to be seen there. */
  reveal(spell?: number, show?: HostMessage): void {
    this.panel.reveal(undefined, true);
    if (spell !== undefined) this.sendWhenReady({ kind: 'reveal', spell });
    if (show) this.sendWhenReady(show);
  }

  /** Settles when the keyboard is in the panel, or after a second: somebody may have taken it elsewhere. */
  async focus(): Promise<void> {
    if (this.#isDisposed) return;
    this.panel.reveal(undefined, false);
    if (this.panel.active) return;
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        listening.dispose();
        resolve();
      };
      const timer = setTimeout(settle, FOCUS_MS);
      const listening = vscode.Disposable.from(
        this.panel.onDidChangeViewState(() => {
          if (this.panel.active) settle();
        }),
        this.panel.onDidDispose(settle),
      );
    });
  }

  /** The history was forgotten. */
  tellHistory(): void {
    for (const source of this.#file.sources) this.tellOf(source);
  }

  /** Asks for pictures with the editor's dialog and adds them. */
  async pickPictures(): Promise<void> {
    await this.#file.obey({ kind: 'pick-pictures' });
  }

  /** Looks for written words in the pictures. */
  async examinePictures(): Promise<void> {
    await this.#file.obey({ kind: 'examine-pictures' });
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    vscode.Disposable.from(
      this.#listening,
      this.#file,
      this.#lockChanged,
      this.#hidden,
      this.panel,
    ).dispose();
  }

  savedAs(from: vscode.Uri, to: vscode.Uri): PanelHost | undefined {
    this.options.onSavedAs(from, to);
    return this.uri.toString() === to.toString() ? this.#file : undefined;
  }

  // ---- To the page ---------------------------------------------------------------------------------------------

  address(file: string): vscode.Uri {
    return this.panel.webview.asWebviewUri(uriOf(file));
  }

  /**
   * The webview may read the panel's program and the folders of the pictures. Setting this anew loads its page again, so
   * a folder that is no longer needed is dropped only with the next one that is: while somebody types a path, the
   * pictures come and go.
   */
  #setRoots(): void {
    const folders = new Set(this.#file.sources.flatMap((source) => source.folders?.() ?? []));
    const roots = [programFolder(this.context.extensionUri), ...[...folders].map((folder) => uriOf(folder))];
    const { webview } = this.panel;
    const allowed = new Set(this.#hasPage ? webview.options.localResourceRoots?.map(String) : []);
    if (roots.every((root) => allowed.has(root.toString()))) return;
    this.#isLoadedAgain = this.#hasPage;
    webview.options = { enableScripts: true, localResourceRoots: roots };
  }

  #send(message: HostMessage | undefined): void {
    if (message && this.#isReady && !this.#isDisposed) void this.panel.webview.postMessage(message);
  }

  sendWhenReady(message: HostMessage): void {
    if (this.#isReady) this.#send(message);
    if (!this.#isReady || this.#isLoadedAgain) this.#early.push(message);
  }

  tellOf(source: PanelSource): void {
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
    this.#isLoadedAgain = false;
    for (const source of this.#file.sources) this.#tell(source, source.message?.());
    for (const message of this.#early.splice(0)) this.#send(message);
  }

  // ---- From the page -------------------------------------------------------------------------------------------

  async #receive(value: unknown): Promise<void> {
    const message = readPanelMessage(value);
    if (!message) return;
    if (message.kind === 'ready') return this.#sendEverything();
    try {
      await this.#file.obey(message);
    } catch (error) {
      const { log, language } = this.dependencies;
      log(`${message.kind}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      this.#file.notify('error', 'notDone', { reason: systemReason(error, language) });
    }
  }
}
