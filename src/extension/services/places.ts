import * as vscode from 'vscode';

/**
 * How the editor's addresses and the paths that everything else works with become each other. Paths are what people write
 * into spell files and what `files/` reads; addresses are what the editor opens, watches and underlines.
 */
export interface Ground {
  /** The path of an address, absolute. One that is not on this ground has one too, that nothing can be read at. */
  pathOf(uri: vscode.Uri): string;
  /** The address of an absolute path. */
  uriOf(path: string): vscode.Uri;
  /** Whether an address is of a file that may have others beside it: neither new nor an old version of one. */
  isSaved(uri: vscode.Uri): boolean;
}

/** The disks of the machine on which the extension runs. */
const disks: Ground = {
  pathOf: (uri) => uri.fsPath,
  uriOf: (path) => vscode.Uri.file(path),
  isSaved: (uri) => uri.scheme === 'file',
};

let ground = disks;

/** The ground of a window whose extensions do not run on a machine with disks. Called before anything else. */
export function standOn(other: Ground): void {
  ground = other;
}

/** See `Ground`. The one way from an address to a path. */
export function pathOf(uri: vscode.Uri): string {
  return ground.pathOf(uri);
}

/** See `Ground`. The one way from a path to an address. */
export function uriOf(path: string): vscode.Uri {
  return ground.uriOf(path);
}

/** See `Ground`. */
export function isSaved(uri: vscode.Uri): boolean {
  return ground.isSaved(uri);
}

/** Whether an address is of a file that somebody writes: saved or new. Others are old versions, as a diff's left side. */
export function isWritten(uri: vscode.Uri): boolean {
  return uri.scheme === 'untitled' || isSaved(uri);
}

/** The workspace's first folder. */
export function firstFolder(): string | undefined {
  const first = vscode.workspace.workspaceFolders?.[0];
  return first && pathOf(first.uri);
}

/** The path of a file or folder that comes with the extension. */
export function installedPath({ extensionUri }: vscode.ExtensionContext, ...names: string[]): string {
  return pathOf(vscode.Uri.joinPath(extensionUri, ...names));
}
