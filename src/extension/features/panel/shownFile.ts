import path from 'node:path';
import * as vscode from 'vscode';
import type { HostMessage, PanelMessage } from '../../../protocol/panel';
import { panelWords } from '../../../words/panel';
import { say, type Parameters } from '../../../words/words';
import { belongsTo } from '../../services/liveDocuments';
import type { DocumentScore } from '../../services/scores';
import type { EditOutcome } from '../../services/documentEdit';
import type { EditHistory } from './editHistory';
import { PanelCaret } from './panelCaret';
import type { PanelDependencies } from './panelDependencies';
import type { MakeSource, PanelHost, PanelSource } from './panelSource';
import { writtenPath } from './picturePath';
import { isSaved, pathOf } from '../../services/places';

/** What a shown file asks of the panel that it is shown in. */
export interface PanelFrame {
  readonly context: vscode.ExtensionContext;
  readonly dependencies: PanelDependencies;
  /** Of what is shown, in the order in which a new page hears of them. */
  readonly makeSources: readonly MakeSource[];
  readonly isLocked: boolean;
  /** Fires when the panel was locked, or let follow the active editor. */
  readonly onDidChangeLock: vscode.Event<void>;
  /** Fires when the panel is seen no more. */
  readonly onDidHide: vscode.Event<void>;
  /** Address of a file for the page. */
  address(file: string): vscode.Uri;
  /** Tells the page anew what a source says. */
  tellOf(source: PanelSource): void;
  /** Sends now, or when the page is there. */
  sendWhenReady(message: HostMessage): void;
  /** The same file under its other name; undefined when it is not shown any more. */
  savedAs(from: vscode.Uri, to: vscode.Uri): PanelHost | undefined;
  /** Brings the panel forward with the keyboard in it. */
  focus(): Promise<void>;
}

/**
 * One file as a panel shows it, from when the panel turned to it until it turns to another. Wishes that take longer than
 * that stay with their file. What is shown comes from its sources, of which it knows no more than their list.
 */
export class ShownFile implements PanelHost, vscode.Disposable {
  readonly caret = new PanelCaret();
  readonly context: vscode.ExtensionContext;
  readonly dependencies: PanelDependencies;
  readonly onDidChangeLock: vscode.Event<void>;
  readonly onDidHide: vscode.Event<void>;
  readonly #scored = new vscode.EventEmitter<DocumentScore>();
  readonly onDidScore = this.#scored.event;
  readonly sources: readonly PanelSource[];
  readonly #disposables: vscode.Disposable[];

  constructor(
    private readonly frame: PanelFrame,
    readonly uri: vscode.Uri,
    readonly history: EditHistory,
  ) {
    this.context = frame.context;
    this.dependencies = frame.dependencies;
    this.onDidChangeLock = frame.onDidChangeLock;
    this.onDidHide = frame.onDidHide;
    this.sources = frame.makeSources.map((make) => make(this));
    this.#disposables = [
      this.caret,
      this.#scored,
      ...this.sources,
      ...this.sources.flatMap((source) => source.onDidChange?.(() => frame.tellOf(source)) ?? []),
      this.dependencies.scores.onDidChange((score) => {
        if (!this.#isMine(score.uri)) return;
        this.#scored.fire(score);
        void this.#followCaret(this.editor());
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (this.#isMine(textEditor.document.uri)) void this.#followCaret(textEditor);
      }),
    ];
    void this.#followCaret(this.editor());
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** Does what the page, or a command, wishes. */
  async obey(message: PanelMessage): Promise<void> {
    for (const { obeys } of this.sources)
      await (obeys?.[message.kind] as ((message: PanelMessage) => unknown) | undefined)?.(message);
  }

  // ---- What its sources see ------------------------------------------------------------------------------------

  get score(): DocumentScore | undefined {
    return this.dependencies.scores.get(this.uri);
  }

  get isLocked(): boolean {
    return this.frame.isLocked;
  }

  address(file: string): vscode.Uri {
    return this.frame.address(file);
  }

  async saved(): Promise<PanelHost | undefined> {
    if (isSaved(this.uri)) return this;
    const to = await vscode.workspace.save(this.uri);
    const host = to && isSaved(to) ? this.frame.savedAs(this.uri, to) : undefined;
    if (!host) this.notify('error', 'saveFirst');
    return host;
  }

  document(): Thenable<vscode.TextDocument> {
    return vscode.workspace.openTextDocument(this.uri);
  }

  editor(): vscode.TextEditor | undefined {
    const editors = vscode.window.visibleTextEditors.filter(({ document }) => this.#isMine(document.uri));
    return editors.find((editor) => editor === vscode.window.activeTextEditor) ?? editors[0];
  }

  async showEditor(selection?: vscode.Range): Promise<vscode.TextEditor> {
    return vscode.window.showTextDocument(await this.document(), { viewColumn: this.column(), selection });
  }

  column(): vscode.ViewColumn {
    const inTab = vscode.window.tabGroups.all.find(({ tabs }) =>
      tabs.some(({ input }) => input instanceof vscode.TabInputText && this.#isMine(input.uri)),
    );
    return this.editor()?.viewColumn ?? inTab?.viewColumn ?? vscode.ViewColumn.One;
  }

  focus(): Promise<void> {
    return this.frame.focus();
  }

  shown(picture: string): string {
    return writtenPath(path.dirname(pathOf(this.uri)), picture);
  }

  say(key: keyof typeof panelWords, parameters?: Parameters): string {
    return say(panelWords[key], this.dependencies.language, parameters);
  }

  notify(severity: 'information' | 'error', key: keyof typeof panelWords, parameters?: Parameters): void {
    this.frame.sendWhenReady({ kind: 'notice', severity, text: this.say(key, parameters) });
  }

  tell(outcome: EditOutcome): void {
    const file = path.posix.basename(this.uri.path);
    if (outcome === 'unreadable') this.notify('error', 'frontMatterBroken', { file });
    else if (outcome === 'full') this.notify('error', 'frontMatterFull', { file });
    else if (outcome === 'refused') this.notify('error', 'editRefused', { file });
  }

  /** The text goes ahead of the scores: a place in it is looked up in what it says now. */
  async #followCaret(editor: vscode.TextEditor | undefined): Promise<void> {
    if (!editor || !this.score) return;
    const { version } = editor.document;
    const file = belongsTo(this.score.version, editor.document)
      ? this.score.file
      : await this.dependencies.documents.read(editor.document);
    if (file && belongsTo(version, editor.document)) this.caret.follow(editor, file);
  }

  #isMine(uri: vscode.Uri): boolean {
    return uri.toString() === this.uri.toString();
  }
}
