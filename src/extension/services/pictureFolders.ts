import path from 'node:path';
import * as vscode from 'vscode';
import { isWithin, reachOf, type Reach } from '../../files/reach';
import { isSaved, pathOf } from './places';

/** In the storage of a workspace: folders by path, true where pictures may be looked for in them. */
const key = 'spellwright.pictureFolders';

/**
 * How far spell files may reach: their workspace, and folders outside of it that the user allowed. What the user decided is
 * kept with the workspace, and counts only while that is trusted.
 */
export class PictureFolders implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when the user has decided. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly storage: vscode.Memento) {}

  /**
   * Of the pictures and wildcards of a spell file.
   * @param own further folders that the user has chosen, absolute: those of the settings
   */
  reach(uri: vscode.Uri, own: readonly string[] = []): Promise<Reach> {
    const { folders, isTrusted } = this.bounds(uri, own);
    return reachOf(folders, { namedOutside: isTrusted, linksOutside: isTrusted });
  }

  /** What `reach` follows from, told without asking the disk: while it stays the same, so does the reach. */
  bounds(
    uri: vscode.Uri,
    own: readonly string[] = [],
  ): { readonly folders: readonly string[]; readonly isTrusted: boolean } {
    const { isTrusted } = vscode.workspace;
    const allowed = isTrusted ? this.allowed : [];
    return { folders: [...workspaceFoldersOf(uri), ...own, ...allowed], isTrusted };
  }

  get allowed(): readonly string[] {
    return Object.entries(this.#decisions).flatMap(([folder, isAllowed]) => (isAllowed ? [folder] : []));
  }

  /** What the user said of a folder; a folder in one that is allowed is allowed. */
  decisionOn(folder: string): boolean | undefined {
    return isWithin(folder, this.allowed) || this.#decisions[folder];
  }

  async decide(folder: string, isAllowed: boolean): Promise<void> {
    await this.storage.update(key, { ...this.#decisions, [folder]: isAllowed });
    this.#changed.fire();
  }

  async forget(): Promise<void> {
    await this.storage.update(key, undefined);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  get #decisions(): Readonly<Record<string, boolean>> {
    return this.storage.get<Record<string, boolean>>(key, {});
  }
}

/** All folders of the workspace, and the spell file's own, which may lie in none of them or behind a link. */
export function workspaceFoldersOf(uri: vscode.Uri): string[] {
  const folders = (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => isSaved(folder.uri))
    .map((folder) => pathOf(folder.uri));
  return isSaved(uri) ? [...folders, path.dirname(pathOf(uri))] : folders;
}
