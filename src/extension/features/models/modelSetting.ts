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

/**
 * Makes a model the second one, which judges; none by an empty name.
 * @throws what the editor says when the settings file cannot be written
 */
export async function writeJudgeSetting(judge: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('spellwright');
  const scope = scopeOf(settings.inspect<string>('judge'), vscode.workspace.isTrusted);
  await settings.update('judge', judge === '' && scope === 'user' ? undefined : judge, targets[scope]);
}

/** Takes a model that goes out of every setting that names it. */
export async function forgetModelSetting(model: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('spellwright');
  for (const name of ['model', 'judge']) {
    const found = settings.inspect<string>(name);
    if (found?.workspaceValue === model) await settings.update(name, undefined, targets.workspace);
    if (found?.globalValue === model) await settings.update(name, undefined, targets.user);
  }
}
