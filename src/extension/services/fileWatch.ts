import path from 'node:path';
import * as vscode from 'vscode';
import { watchedFiles } from './watchedFiles';

/** Whether a watched file is one of wildcards. */
export function isWildcardFile(file: string): boolean {
  return /\.(?:txt|ya?ml)$/i.test(file);
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
  const files = vscode.workspace.createFileSystemWatcher(watchedFiles);
  // The files in a folder that is moved are not told of, only the folder.
  const folders = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
  return vscode.Disposable.from(
    files,
    folders,
    files.onDidChange(({ fsPath }) => touched(fsPath)),
    files.onDidCreate(({ fsPath }) => came(fsPath)),
    files.onDidDelete(({ fsPath }) => went(fsPath)),
    folders.onDidCreate(async (uri) => {
      if (await isFolder(uri)) came(uri.fsPath);
    }),
    folders.onDidDelete(({ fsPath }) => {
      // What is gone may have been a folder.
      if (path.extname(fsPath) === '') went(fsPath);
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
