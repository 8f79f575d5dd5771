import * as vscode from 'vscode';
import { rulePage } from '../../../core/bias/rulePage';
import type { RuleSet } from '../../../core/bias/rule';

export const openRuleCommand = 'spellwright.openRule';

/** A link that shows a rule's page. A command, because the pages lie in the installation: they open without a network. */
export function openRuleLink(ruleId: string): vscode.Uri {
  return vscode.Uri.from({
    scheme: 'command',
    path: openRuleCommand,
    query: JSON.stringify([ruleId]),
  });
}

/**
 * Shows the page that explains a rule, at its place, or the list of all rules.
 * @param extension the folder of the installation
 */
export async function openRule(extension: vscode.Uri, rules: RuleSet, ruleId: unknown): Promise<void> {
  const rule = [...rules.languages.en.rules, ...rules.languages.ja.rules].find(({ id }) => id === ruleId);
  const [name = 'README.md', fragment = ''] = (rule && rulePage(rule))?.split('#') ?? [];
  const page = vscode.Uri.joinPath(extension, 'docs', 'rules', name).with({ fragment });
  try {
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } catch {
    await vscode.commands.executeCommand('vscode.open', page.with({ fragment: '' })); // its previews are disabled
  }
}
