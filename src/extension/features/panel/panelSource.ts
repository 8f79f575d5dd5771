import type * as vscode from 'vscode';
import type { HostMessage, PanelMessage } from '../../../protocol/panel';
import type { panelWords } from '../../../words/panel';
import type { Parameters } from '../../../words/words';
import type { DocumentScore } from '../../services/scores';
import type { EditOutcome } from '../../services/documentEdit';
import type { EditHistory } from './editHistory';
import type { PanelCaret } from './panelCaret';
import type { PanelDependencies } from './panelDependencies';

/** What a kind of message asks for, by its kind. */
export type Obeys = {
  readonly [K in PanelMessage['kind']]?: (message: Extract<PanelMessage, { kind: K }>) => unknown;
};

/** The host's side of a part of the panel: what the page is told of it, and which wishes it obeys. */
export interface PanelSource extends vscode.Disposable {
  /** Fires when `message` gives another one than before. */
  readonly onDidChange?: vscode.Event<void>;
  /** What the page is to know now; undefined for nothing. */
  message?(): HostMessage | undefined;
  readonly obeys?: Obeys;
  /** Folders whose files the page shows, absolute. */
  folders?(): readonly string[];
  /** Settles when the page can be made: when `folders` is known. */
  readonly prepared?: Promise<unknown>;
}

/** The file that a panel shows, as its sources see it. */
export interface PanelHost {
  /** Of the spell file. */
  readonly uri: vscode.Uri;
  readonly context: vscode.ExtensionContext;
  readonly dependencies: PanelDependencies;
  readonly history: EditHistory;
  readonly caret: PanelCaret;
  /** Scores of this file, whenever anything about them changes. */
  readonly onDidScore: vscode.Event<DocumentScore>;
  /** undefined for a file that is closed. */
  readonly score: DocumentScore | undefined;
  /** Address of a file for the page. */
  address(file: string): vscode.Uri;
  /** Whether the panel stays with this file while others are edited. */
  readonly isLocked: boolean;
  readonly onDidChangeLock: vscode.Event<void>;
  /** Fires when the page is gone as nobody sees the panel; it comes again, and asks for what it needs. */
  readonly onDidHide: vscode.Event<void>;
  /**
   * The file with a place on the disk: itself, or what a new file was saved as after asking where. undefined, after saying
   * so, when it was not saved.
   */
  saved(): Promise<PanelHost | undefined>;
  document(): Thenable<vscode.TextDocument>;
  /** An editor that shows the file. */
  editor(): vscode.TextEditor | undefined;
  /** Brings an editor of the file forward, where it is open, with the keyboard in it. */
  showEditor(selection?: vscode.Range): Promise<vscode.TextEditor>;
  /** Where editors of the file are, or would be opened. */
  column(): vscode.ViewColumn;
  /** Brings the panel forward with the keyboard in it, and settles when it has it or the editor did not give it. */
  focus(): Promise<void>;
  /** An absolute picture path as it is written in the file. */
  shown(picture: string): string;
  say(key: keyof typeof panelWords, parameters?: Parameters): string;
  notify(severity: 'information' | 'error', key: keyof typeof panelWords, parameters?: Parameters): void;
  /** Says why an edit was not made; nothing where it was. */
  tell(outcome: EditOutcome): void;
}

export type MakeSource = (host: PanelHost) => PanelSource;
