import * as vscode from 'vscode';
import type { Ground } from '../services/places';
import { addressOfPath, isIn, pathOfAddress } from './addresses';

/** Where files lie when no folder is open. */
const folderSchemes = ['file', 'vscode-remote', 'vscode-vfs'];

/**
 * The ground of a window whose extensions run in a browser: the file system of its workspace, be that a repository on
 * another computer (`vscode-vfs`), a folder of a server (`vscode-remote`) or anything else that the editor can read.
 * @param home the workspace's first folder
 */
export function webGround(home: vscode.Uri | undefined): Ground {
  return {
    pathOf: (uri) => pathOfAddress(home, uri),
    uriOf: (path) => vscode.Uri.from(addressOfPath(home, path)),
    isSaved: (uri) => isIn(home, uri) || (home === undefined && folderSchemes.includes(uri.scheme)),
  };
}
