import * as vscode from 'vscode';
import { isWatchedFile, watchedFiles } from './watchedFiles';
import { pathOf } from './places';

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
    files.onDidChange((uri) => touched(pathOf(uri))),
    files.onDidCreate((uri) => came(pathOf(uri))),
    files.onDidDelete((uri) => went(pathOf(uri))),
    folders.onDidCreate(async (uri) => {
      // Files that are watched are told of already: thousands of new pictures need not be looked at.
      if (!isWatchedFile(pathOf(uri)) && (await isFolder(uri))) came(pathOf(uri));
    }),
    folders.onDidDelete((uri) => {
      // What is gone may have been a folder, whatever its name.
      const gone = pathOf(uri);
      if (!isWatchedFile(gone)) went(gone);
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
