import path from 'node:path';
import type * as vscode from 'vscode';
import type { Configuration } from './configuration';
import { firstFolder, pathOf } from './places';

/** The wildcard folders of the settings, absolute: relative ones start at the first workspace folder, or beside the file. */
export function configuredWildcardFolders(configuration: Configuration, uri: vscode.Uri): string[] {
  return absolute(configuration.wildcardFolders.value, uri);
}

/** The lists of phrases of the settings, files and folders, likewise. */
export function configuredPhraseLists(configuration: Configuration, uri: vscode.Uri): string[] {
  return absolute(configuration.phraseLists.value, uri);
}

function absolute(paths: readonly string[], uri: vscode.Uri): string[] {
  const base = firstFolder() ?? path.dirname(pathOf(uri));
  return paths.filter((each) => each.trim() !== '').map((each) => path.resolve(base, each));
}
