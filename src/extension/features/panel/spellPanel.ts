import { randomBytes } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { pictureFormat } from '../../../core/clip/pictureFormat';
import type { FileScore } from '../../../core/score/fileScore';
import type { SpellFile } from '../../../core/spell/spell';
import { spellAt } from '../../../core/spell/places';
import type { Reach } from '../../../files/reach';
import { resolveImages, type ResolvedImages } from '../../../files/resolveImages';
import { readPanelMessage, type HostMessage, type PanelMessage } from '../../../protocol/panel';
import type { ExportFormat } from '../../../protocol/panel/scores';
import type { IncomingFile } from '../../../protocol/panel/pictures';
import type { PanelPhase } from '../../../protocol/panel/shell';
import { stallText } from '../../../words/engine';
import { panelWords } from '../../../words/panel';
import { say, type Parameters } from '../../../words/words';
import type { DocumentScore } from '../../services/scores';
import { applyToDocument, type EditOutcome } from './documentEdit';
import { firstBytes, pathOfDropped } from './droppedFile';
import type { EditHistory } from './editHistory';
import { askWhereToSave, exportText } from './exportScores';
import { leanMessage } from './leanMessage';
import type { PanelDependencies } from './panelFeature';
import { panelHtml } from './panelHtml';
import { scoresMessage } from './panelScores';
import { addPictures, removePicture, whyNoPicture } from './pictureEdits';
import { pictureList } from './pictureList';
import { writtenPath } from './picturePath';
import { savePicture } from './savePicture';

/** Where the webview finds the panel's program. */
function programFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist');
}

/** Whether the user has been told, and wants to hear no more, what the bundled checkpoint cannot judge. */
const noteKey = 'spellwright.firstRunNoteDismissed';

/** One panel: the webview of one spell file, from its opening to its closing. */
export class SpellPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #uri: vscode.Uri;
  readonly #context: vscode.ExtensionContext;
  readonly #dependencies: PanelDependencies;
  readonly #disposables: vscode.Disposable[] = [];
  readonly #history: EditHistory;

  /** Messages before it are lost: the page is not there yet. */
  #isReady = false;
  #isDisposed = false;
  #hasPage = false;
  #pictures: Pick<ResolvedImages, 'paths' | 'problems'> = { paths: [], problems: [] };
  #resolving?: AbortController;
  /** What the pictures were resolved for. */
  #resolvedFor?: string;
  #resolvedScore?: FileScore;
  /** What the page shows. */
  #sent?: { readonly file: SpellFile; readonly score: FileScore };
  #pendingReveal?: number;
  #caret?: number;
  readonly #earlyNotices: HostMessage[] = [];

  constructor(
    panel: vscode.WebviewPanel,
    uri: vscode.Uri,
    context: vscode.ExtensionContext,
    dependencies: PanelDependencies,
    history: EditHistory,
  ) {
    this.#panel = panel;
    this.#history = history;
    this.#uri = uri;
    this.#context = context;
    this.#dependencies = dependencies;
    const { scores, engine, leans } = dependencies;
    panel.title = this.#say('panelTitle', { file: path.posix.basename(uri.path) });
    panel.iconPath = {
      light: vscode.Uri.joinPath(context.extensionUri, 'media', 'panel-light.svg'),
      dark: vscode.Uri.joinPath(context.extensionUri, 'media', 'panel-dark.svg'),
    };
    this.#disposables.push(
      panel.onDidDispose(() => this.dispose()),
      panel.webview.onDidReceiveMessage((message) => void this.#receive(message)),
      scores.onDidChange((score) => {
        if (this.#isMine(score.uri)) this.#update(score);
      }),
      engine.onDidChangeStall(() => this.#sendStatus()),
      leans.onDidChange(({ uri }) => {
        if (this.#isMine(uri)) this.#sendLean();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (this.#isMine(textEditor.document.uri)) this.#followCaret(textEditor);
      }),
    );
    void this.#start();
  }

  /** The page is made when the folders that it may read are known: changing them later loads it again. */
  async #start(): Promise<void> {
    try {
      const file = this.#dependencies.documents.parse((await this.#document()).getText());
      await this.#resolvePictures(file, this.#dependencies.scores.get(this.#uri)?.score);
    } catch (error) {
      this.#dependencies.log(`${this.#uri.toString()}: ${reasonOf(error)}`);
    }
    if (this.#isDisposed) return;
    const { webview } = this.#panel;
    this.#setRoots();
    this.#hasPage = true;
    webview.html = panelHtml({
      cspSource: webview.cspSource,
      script: webview
        .asWebviewUri(vscode.Uri.joinPath(programFolder(this.#context.extensionUri), 'panel.js'))
        .toString(),
      nonce: randomBytes(18).toString('base64url'),
    });
  }

  /** Brings the panel forward, at a spell when one is named. */
  reveal(spell?: number): void {
    this.#panel.reveal(undefined, true);
    if (spell === undefined) return;
    this.#pendingReveal = spell;
    this.#sendReveal();
  }

  /** Asks for pictures with the editor's dialog and adds them. */
  async pickPictures(): Promise<void> {
    const folder = this.#folder();
    if (folder === undefined) return;
    const picked = await vscode.window.showOpenDialog({
      title: this.#say('pickTitle'),
      openLabel: this.#say('pickButton'),
      canSelectMany: true,
      defaultUri: vscode.Uri.file(folder),
      filters: { [this.#say('pickFilter')]: ['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif'] },
    });
    if (picked) await this.#addUris(picked.map((uri) => uri.toString()));
  }

  dispose(): void {
    if (!this.#isDisposed) this.release().dispose();
  }

  /** Lets go of the editor's panel, for another file to be shown in it. */
  release(): vscode.WebviewPanel {
    this.#isDisposed = true;
    this.#resolving?.abort();
    vscode.Disposable.from(...this.#disposables).dispose();
    return this.#panel;
  }

  // ---- To the panel --------------------------------------------------------------------------------------------

  /**
   * The webview may read the panel's program and the folders of the pictures. Setting this anew loads its page again, so
   * a folder that is no longer needed is dropped only with the next one that is: while somebody types a path, the
   * pictures come and go.
   */
  #setRoots(): void {
    const folders = new Set(this.#pictures.paths.map((picture) => path.dirname(picture)));
    const roots = [
      programFolder(this.#context.extensionUri),
      ...[...folders].sort().map((folder) => vscode.Uri.file(folder)),
    ];
    const { webview } = this.#panel;
    const allowed = new Set(this.#hasPage ? webview.options.localResourceRoots?.map(String) : []);
    if (roots.every((root) => allowed.has(root.toString()))) return;
    webview.options = { enableScripts: true, localResourceRoots: roots };
  }

  #send(message: HostMessage): void {
    if (this.#isReady && !this.#isDisposed) void this.#panel.webview.postMessage(message);
  }

  #sendEverything(): void {
    this.#isReady = true;
    this.#sent = undefined;
    this.#sendWelcome();
    this.#sendPictures();
    const score = this.#dependencies.scores.get(this.#uri);
    if (score) this.#update(score);
    this.#send({ kind: 'caret', spell: this.#caret });
    this.#sendLean();
    this.#sendReveal();
    for (const notice of this.#earlyNotices.splice(0)) this.#send(notice);
  }

  #sendWelcome(): void {
    const firstRunNote = !this.#context.globalState.get(noteKey, false);
    const { language } = this.#dependencies;
    const welcome = { kind: 'welcome', uri: this.#uri.toString(), language, firstRunNote } as const;
    this.#send(welcome);
    if (!firstRunNote) return;
    void this.#dependencies.offer().then((offer) => {
      if (offer && !this.#context.globalState.get(noteKey, false)) this.#send({ ...welcome, offer });
    });
  }

  #sendReveal(): void {
    if (!this.#isReady || this.#pendingReveal === undefined || !this.#sent) return;
    this.#send({ kind: 'reveal', spell: this.#pendingReveal });
    this.#pendingReveal = undefined;
  }

  #sendStatus(current = this.#dependencies.scores.get(this.#uri)): void {
    if (!current) return;
    const { error, missingModel, progress } = current;
    const { scores, engine, language } = this.#dependencies;
    this.#send({
      kind: 'status',
      phase: scores.get(this.#uri) === undefined ? 'closed' : phaseOf(current),
      error,
      missingModel,
      stuck: engine.stall && stallText(engine.stall, language),
      progress: progress && { done: progress.done, total: progress.total },
    });
  }

  #update(current: DocumentScore): void {
    const { phase, score, scoreVersion, version, file } = current;
    // A file that was closed keeps its last scores on show.
    if (score === undefined && phase !== 'stopped' && this.#sent) {
      this.#sent = undefined;
      this.#send({ kind: 'forget' });
    }
    this.#sendStatus(current);
    if (score && scoreVersion === version) {
      if (score !== this.#sent?.score && this.#isReady) {
        this.#sent = { file, score };
        this.#send(scoresMessage(score, file, (picture) => this.#shown(picture)));
        this.#sendReveal();
      }
    }
    if (this.#hasPage) void this.#resolvePictures(file, current.score);
    const editor = this.#editor();
    if (editor) this.#followCaret(editor);
    this.#sendHistory();
  }

  /** Which pictures the file names, again when the entries or the scored files changed. */
  async #resolvePictures(file: SpellFile, score: FileScore | undefined): Promise<void> {
    const entries = JSON.stringify(file.frontMatter.images.map(({ value }) => value));
    if (entries === this.#resolvedFor && score === this.#resolvedScore) return;
    this.#resolvedFor = entries;
    this.#resolvedScore = score;
    this.#resolving?.abort();
    const abort = (this.#resolving = new AbortController());
    if (this.#uri.scheme !== 'file') return; // never saved: relative to nothing
    try {
      const pictures = await resolveImages(file, this.#uri.fsPath, {
        reach: await this.#reach(),
        signal: abort.signal,
      });
      if (abort.signal.aborted) return;
      this.#pictures = pictures;
      if (this.#hasPage) this.#setRoots();
      this.#sendPictures();
    } catch (error) {
      if (!abort.signal.aborted) this.#dependencies.log(`${this.#uri.toString()}: ${reasonOf(error)}`);
    }
  }

  #sendPictures(): void {
    const { webview } = this.#panel;
    this.#send({
      kind: 'pictures',
      pictures: pictureList(this.#pictures, this.#dependencies.scores.get(this.#uri)?.score, {
        language: this.#dependencies.language,
        shown: (picture) => this.#shown(picture),
        address: (picture, version) =>
          webview
            .asWebviewUri(vscode.Uri.file(picture))
            .with({ query: version.slice(0, 12) })
            .toString(),
      }),
    });
  }

  #followCaret(editor: vscode.TextEditor): void {
    const file = this.#dependencies.scores.get(this.#uri)?.file;
    if (!file) return;
    const spell = spellAt(file, editor.document.offsetAt(editor.selection.active))?.index;
    if (spell === this.#caret) return;
    this.#caret = spell;
    this.#send({ kind: 'caret', spell });
    this.#sendHistory();
  }

  #sendHistory(): void {
    const file = this.#dependencies.scores.get(this.#uri)?.file;
    if (!file) return;
    const entries = this.#caret === undefined ? [] : this.#history.of(file, this.#caret);
    this.#send({ kind: 'history', spell: this.#caret, entries });
  }

  #sendLean(): void {
    this.#send(leanMessage(this.#dependencies.leans.get(this.#uri)));
  }

  #notify(severity: 'information' | 'error', key: keyof typeof panelWords, parameters?: Parameters): void {
    const notice = { kind: 'notice', severity, text: this.#say(key, parameters) } as const;
    if (this.#isReady) this.#send(notice);
    else this.#earlyNotices.push(notice);
  }

  // ---- From the panel ------------------------------------------------------------------------------------------

  async #receive(value: unknown): Promise<void> {
    const message = readPanelMessage(value);
    if (!message) return;
    try {
      await this.#obey(message);
    } catch (error) {
      this.#dependencies.log(`${message.kind}: ${reasonOf(error)}`);
      this.#send({ kind: 'notice', severity: 'error', text: reasonOf(error) });
    }
  }

  async #obey(message: PanelMessage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return this.#sendEverything();
      case 'dismiss-note':
        await this.#context.globalState.update(noteKey, true);
        return this.#sendWelcome();
      case 'choose-model':
        await vscode.commands.executeCommand('spellwright.chooseModel', message.model, this.#uri.toString());
        return;
      case 'jump':
        return this.#jump(message.spell);
      case 'pick-pictures':
        return this.pickPictures();
      case 'add-files':
        return this.#addFiles(message.files);
      case 'add-uris':
        return this.#addUris(message.uris);
      case 'remove-picture':
        return this.#tell(await removePicture(await this.#document(), message.path, await this.#reach()));
      case 'open-picture':
        return this.#openPicture(message.path);
      case 'restore':
        return this.#restore(message.entry);
      case 'export':
        return this.#export(message.format, message.to);
      case 'retry':
        return this.#retry();
      case 'cancel':
        return this.#dependencies.scores.cancel(this.#uri);
    }
  }

  /** A file that was closed is opened again, which scores it. */
  async #retry(): Promise<void> {
    const { scores } = this.#dependencies;
    if (scores.get(this.#uri)) scores.refresh(this.#uri);
    else await vscode.window.showTextDocument(await this.#document(), { viewColumn: vscode.ViewColumn.One });
  }

  async #jump(spell: number): Promise<void> {
    const document = await this.#document();
    const target = this.#dependencies.documents.parse(document.getText()).spells[spell];
    if (!target) return;
    const start = document.positionAt(target.positive.span.start);
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: this.#editor()?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(start, start),
    });
    editor.revealRange(
      new vscode.Range(document.positionAt(target.span.start), document.positionAt(target.span.end)),
      vscode.TextEditorRevealType.InCenterIfOutsideViewport,
    );
  }

  async #addFiles(files: readonly IncomingFile[]): Promise<void> {
    const folder = this.#folder();
    if (folder === undefined) return;
    const refusal = whyNoPicture(await this.#document());
    if (refusal) return this.#tell(refusal);
    const saved: string[] = [];
    for (const { name, bytes } of files) {
      const format = pictureFormat(bytes);
      if (!format) {
        this.#notify('error', 'notAPicture', { file: name || this.#say('picture') });
        continue;
      }
      try {
        saved.push(await savePicture(folder, await this.#reach(), name, format, bytes));
      } catch (error) {
        this.#notify('error', 'pictureSaveFailed', { file: name, reason: reasonOf(error) });
      }
    }
    if (saved.length > 0) await this.#add(saved);
  }

  async #addUris(uris: readonly string[]): Promise<void> {
    if (this.#folder() === undefined) return;
    const found: string[] = [];
    for (const uri of uris) {
      const picture = pathOfDropped(uri);
      const file = decodeURIComponent(uri.split('/').at(-1) ?? uri);
      const bytes = picture === undefined ? undefined : await firstBytes(picture);
      if (picture === undefined || bytes === undefined) this.#notify('error', 'pictureElsewhere', { file });
      else if (!pictureFormat(bytes)) this.#notify('error', 'notAPicture', { file });
      else found.push(picture);
    }
    if (found.length > 0) await this.#add(found);
  }

  async #add(pictures: readonly string[]): Promise<void> {
    const outcome = await addPictures(await this.#document(), pictures, await this.#reach());
    // A glob may name them already: then the file stays as it is, and only the pictures are new.
    if (outcome === 'nothing-to-do') this.#dependencies.scores.refresh(this.#uri);
    else this.#tell(outcome);
  }

  async #openPicture(picture: string): Promise<void> {
    const file = this.#pictures.paths.find((each) => this.#shown(each) === picture);
    if (file !== undefined)
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), this.#editor()?.viewColumn);
  }

  async #restore(entry: number): Promise<void> {
    const document = await this.#document();
    let isThere = true;
    const outcome = await applyToDocument(document, (text) => {
      const edit = this.#history.restore(this.#dependencies.documents.parse(text), entry);
      isThere = edit !== undefined;
      return edit ? [edit] : [];
    });
    if (!isThere) this.#notify('error', 'historyGone');
    else this.#tell(outcome);
  }

  async #export(format: ExportFormat, to: 'file' | 'clipboard'): Promise<void> {
    const current = this.#dependencies.scores.get(this.#uri);
    const shown = this.#sent;
    // Of a file that was closed, what is on show.
    if (!shown || (current && (current.score !== shown.score || current.scoreVersion !== current.version))) {
      this.#notify('error', 'nothingToExport');
      return;
    }
    const { language } = this.#dependencies;
    const version = String((this.#context.extension.packageJSON as { version?: unknown }).version);
    const exported = {
      path: vscode.workspace.asRelativePath(this.#uri),
      ...shown,
      problems: [],
    };
    const text = exportText(exported, format, language, version);
    if (to === 'clipboard') {
      await vscode.env.clipboard.writeText(text);
      this.#notify('information', 'copied');
      return;
    }
    const target = await askWhereToSave(this.#uri, format, this.#say('exportTitle'));
    if (!target) return;
    const file = path.posix.basename(target.path);
    try {
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
      this.#notify('information', 'exported', { file });
    } catch (error) {
      this.#notify('error', 'exportFailed', { file, reason: reasonOf(error) });
    }
  }

  #tell(outcome: EditOutcome): void {
    const file = path.posix.basename(this.#uri.path);
    if (outcome === 'unreadable') this.#notify('error', 'frontMatterBroken', { file });
    else if (outcome === 'full') this.#notify('error', 'frontMatterFull', { file });
    else if (outcome === 'refused') this.#notify('error', 'editRefused', { file });
  }

  // ---- Around it -----------------------------------------------------------------------------------------------

  /** The spell file's folder; undefined, after saying so, for a file that was never saved. */
  #folder(): string | undefined {
    if (this.#uri.scheme === 'file') return path.dirname(this.#uri.fsPath);
    this.#notify('error', 'saveFirst');
    return undefined;
  }

  #reach(): Promise<Reach> {
    return this.#dependencies.pictureFolders.reach(this.#uri);
  }

  #document(): Thenable<vscode.TextDocument> {
    return vscode.workspace.openTextDocument(this.#uri);
  }

  #editor(): vscode.TextEditor | undefined {
    const editors = vscode.window.visibleTextEditors.filter(({ document }) => this.#isMine(document.uri));
    return editors.find((editor) => editor === vscode.window.activeTextEditor) ?? editors[0];
  }

  #isMine(uri: vscode.Uri): boolean {
    return uri.toString() === this.#uri.toString();
  }

  #shown(picture: string): string {
    return writtenPath(path.dirname(this.#uri.fsPath), picture);
  }

  #say(key: keyof typeof panelWords, parameters?: Parameters): string {
    return say(panelWords[key], this.#dependencies.language, parameters);
  }
}

function phaseOf({ phase, file }: DocumentScore): PanelPhase {
  // A file that waits has perhaps not been read yet.
  const isKnown = phase !== 'failed' && phase !== 'loading' && phase !== 'waiting';
  return file.spells.length === 0 && isKnown ? 'no-spells' : phase;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
