import path from 'node:path';
import * as vscode from 'vscode';
import type { Configuration } from './configuration';

/** The wildcard folders of the settings, absolute: relative ones start at the first workspace folder, or beside the file. */
export function configuredWildcardFolders(configuration: Configuration, uri: vscode.Uri): string[] {
  const base = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? path.dirname(uri.fsPath);
  return configuration.wildcardFolders.value.map((folder) => path.resolve(base, folder));
}
