import type * as vscode from 'vscode';
import type { HostMessage } from '../../protocol/panel';

/** All panels: one that follows the active editor, and those that were locked to their files. */
export interface Panels extends vscode.Disposable {
  /**
   * Opens the panel beside the editor of a spell file, or brings it forward; at a spell when one is named, and with what
   * `show` has its page bring forward.
   */
  openPanel(uri: vscode.Uri, options?: { readonly spell?: number; readonly show?: HostMessage }): void;
  /** The spell file that a command means; undefined, after saying so, when there is none. */
  target(argument?: unknown): vscode.Uri | undefined;
}
