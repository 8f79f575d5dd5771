import path from 'node:path';
import * as vscode from 'vscode';
import { pictureExtensions } from '../../files/resolveImages';

const wildcardExtensions: ReadonlySet<string> = new Set(['.txt', '.yaml', '.yml']);

export function isWildcardFile(file: string): boolean {
  return wildcardExtensions.has(path.extname(file).toLowerCase());
}

/** Tells of pictures and wildcard files of the workspace, and of folders that come and go with such files in them. */
export function watchFiles({
  touched,
  came,
  went,
}: {
  /** A file has other content. */
  readonly touched: (file: string) => void;
  readonly came: (fileOrFolder: string) => void;
  readonly went: (fileOrFolder: string) => void;
}): vscode.Disposable {
  // Not by extension: the name of a folder has none, and its files are not told of when it is moved.
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  const isNamed = ({ fsPath }: vscode.Uri): boolean =>
    isWildcardFile(fsPath) || pictureExtensions.has(path.extname(fsPath).toLowerCase());
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange((uri) => {
      if (isNamed(uri)) touched(uri.fsPath);
    }),
    watcher.onDidCreate(async (uri) => {
      if (isNamed(uri) || (await isFolder(uri))) came(uri.fsPath);
    }),
    watcher.onDidDelete((uri) => {
      // What is gone may have been a folder.
      if (isNamed(uri) || path.extname(uri.fsPath) === '') went(uri.fsPath);
    }),
  );
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  const found = await vscode.workspace.fs.stat(uri).then(
    ({ type }) => type,
    () => vscode.FileType.Unknown,
  );
  return (found & vscode.FileType.Directory) !== 0;
}
