import * as vscode from 'vscode';
import type { FoundPicture } from '../../core/judge/gallery';

/** What is known of the folders in which pictures are made elsewhere. */
export interface WatchedState {
  readonly folders: readonly WatchedFolder[];
  /** Pictures that are read just then. */
  readonly progress?: { readonly done: number; readonly total: number };
}

export interface WatchedFolder {
  /** Absolute. */
  readonly folder: string;
  /** How many pictures were looked at. */
  readonly pictures: number;
  /** It has more: the newest were looked at. */
  readonly isCut: boolean;
  /** It is not there, or can't be read. */
  readonly isMissing: boolean;
}

/** The pictures of the folders that the user has watched; looked for while somebody holds them. */
export class WatchedFolders implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  pictures: readonly FoundPicture[] = [];
  state: WatchedState = { folders: [] };

  /** Has them looked for until disposed. */
  hold(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
