import path from 'node:path';
import * as vscode from 'vscode';
import { isPictureName } from '../../core/clip/pictureFormat';
import type { DocumentScore, Scores } from '../services/scores';

/** Several events of one move are one. */
const pauseMs = 300;

/**
 * Has spell files scored again when a folder that holds some of their pictures goes, or one comes below theirs. Of a folder
 * that is renamed nobody tells the files, which the service watches itself.
 */
export function registerFolderWatch({
  scores,
}: {
  readonly scores: Scores & { all(): readonly DocumentScore[] };
}): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
  const waiting = new Map<string, NodeJS.Timeout>();
  const again = (uri: vscode.Uri): void => {
    const key = uri.toString();
    clearTimeout(waiting.get(key));
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key);
        scores.refresh(uri);
      }, pauseMs),
    );
  };
  const gone = ({ fsPath }: vscode.Uri): void => {
    for (const { uri, images } of scores.all()) {
      if (images?.paths.some((picture) => picture.startsWith(fsPath + path.sep))) again(uri);
    }
  };
  const come = async (found: vscode.Uri): Promise<void> => {
    const concerned = scores
      .all()
      .filter(({ uri }) => found.fsPath.startsWith(path.dirname(uri.fsPath) + path.sep));
    // The service has seen pictures already; asking the disk about each of a thousand files would cost.
    if (concerned.length === 0 || isPictureName(found.path)) return;
    const stat = await vscode.workspace.fs.stat(found).then(
      ({ type }) => type,
      () => vscode.FileType.Unknown,
    );
    if ((stat & vscode.FileType.Directory) !== 0) for (const { uri } of concerned) again(uri);
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidDelete(gone),
    watcher.onDidCreate((uri) => void come(uri)),
    { dispose: () => waiting.forEach((timer) => clearTimeout(timer)) },
  );
}
