import * as vscode from 'vscode';
import type { RuleSet } from '../../../core/bias/rule';
import type { Language } from '../../../words/words';
import { pageToRead } from './pageToRead';

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
export async function openRule(
  extension: vscode.Uri,
  rules: RuleSet,
  ruleId: unknown,
  language: Language,
): Promise<void> {
  const [file = '', fragment = ''] = pageToRead(rules, ruleId, language).split('#');
  const page = vscode.Uri.joinPath(extension, file).with({ fragment });
  try {
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } catch {
    await vscode.commands.executeCommand('vscode.open', page.with({ fragment: '' })); // its previews are disabled
  }
}
