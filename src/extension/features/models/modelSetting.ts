import * as vscode from 'vscode';
import { scopeOf, valueOf } from './modelScope';

const targets = {
  user: vscode.ConfigurationTarget.Global,
  workspace: vscode.ConfigurationTarget.Workspace,
} as const;

/**
 * Makes a model the one that scores.
 * @param model `bundledModel`, an id or a folder
 * @throws what the editor says when the settings file cannot be written
 */
export async function writeModelSetting(model: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('spellwright');
  const scope = scopeOf(settings.inspect<string>('model'), vscode.workspace.isTrusted);
  await settings.update('model', valueOf(model, scope), targets[scope]);
}

/** Takes a model that goes out of every setting that names it. */
export async function forgetModelSetting(model: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('spellwright');
  const found = settings.inspect<string>('model');
  if (found?.workspaceValue === model) await settings.update('model', undefined, targets.workspace);
  if (found?.globalValue === model) await settings.update('model', undefined, targets.user);
}
