import * as vscode from 'vscode';
import type { Ground } from '../services/places';

/** Begins the path of an address that is not in the workspace's own file system: `/+scheme+host/rest`. */
const elsewhere = /^\/\+([a-z][a-z0-9.+-]*?)\+([^/]*)(\/.*)?$/i;

/**
 * The ground of a window whose extensions run in a browser: the file system of its workspace, be that a repository on
 * another computer (`vscode-vfs`), a folder of a server (`vscode-remote`) or anything else. Paths are those of its
 * addresses; what lies in another, as the extension's own files do, has a path that names it.
 * @param home the workspace's first folder
 */
export function webGround(home: vscode.Uri | undefined): Ground {
  const isHome = (uri: vscode.Uri): boolean =>
    uri.scheme === home?.scheme && uri.authority === home.authority;
  return {
    pathOf: (uri) =>
      isHome(uri) ? uri.path : `/+${uri.scheme}+${encodeURIComponent(uri.authority)}${uri.path}`,
    uriOf: (path) => {
      const [, scheme, authority = '', rest = '/'] = elsewhere.exec(path) ?? [];
      if (scheme !== undefined)
        return vscode.Uri.from({ scheme, authority: decodeURIComponent(authority), path: rest });
      return home ? home.with({ path, query: '', fragment: '' }) : vscode.Uri.from({ scheme: 'file', path });
    },
    isSaved: (uri) => isHome(uri) || (home === undefined && folderSchemes.includes(uri.scheme)),
  };
}

/** Where files lie when no folder is open. */
const folderSchemes = ['file', 'vscode-remote', 'vscode-vfs'];
