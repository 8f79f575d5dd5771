import * as vscode from 'vscode';
import { rulePage } from '../../../core/bias/rulePage';
import type { RuleSet } from '../../../core/bias/rule';

export const openRuleCommand = 'spellwright.openRule';

/** The code of hints about the checkpoint: it has a page, as a rule has. */
export const leanRule = 'lean-of-checkpoint';

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
  const [name = '', fragment = ''] = pageOf(rules, ruleId).split('#');
  const page = vscode.Uri.joinPath(extension, 'docs', name).with({ fragment });
  try {
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } catch {
    await vscode.commands.executeCommand('vscode.open', page.with({ fragment: '' })); // its previews are disabled
  }
}

function pageOf(rules: RuleSet, ruleId: unknown): string {
  if (ruleId === leanRule) return 'bias.md#the-lean-of-a-checkpoint';
  const rule = [...rules.languages.en.rules, ...rules.languages.ja.rules].find(({ id }) => id === ruleId);
  return `rules/${(rule && rulePage(rule)) ?? 'README.md'}`;
}
