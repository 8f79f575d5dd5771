import * as vscode from 'vscode';
import type { BiasFinding } from '../../../core/bias/finding';
import type { EvidenceTable } from '../../../core/bias/rule';
import { sayEvidence, WORKSPACE_FIX_WORDING } from '../../../words/bias';
import { BIAS_EDITOR_WORDING } from '../../../words/biasEditor';
import { say, type Language } from '../../../words/words';
import { appendPlain } from '../appendPlain';
import { openRuleCommand, openRuleLink } from './openRule';

/**
 * What stands behind a finding: the evidence with its sources, what was measured of the checkpoint, and the way to the
 * rule. Its message is not repeated: the editor shows the diagnostic's own above it.
 * @param lean sentences about the lean of the loaded checkpoint
 */
export function biasHover(
  finding: BiasFinding,
  table: EvidenceTable,
  lean: readonly string[],
  language: Language,
): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: [openRuleCommand] };
  const paragraph = (sentences: readonly string[]): void => {
    if (sentences.length === 0) return;
    appendPlain(markdown, sentences.join(language === 'ja' ? '' : ' ')).appendMarkdown('\n\n');
  };
  const evidence = sayEvidence(finding, table, language);
  if (evidence.length > 0) {
    paragraph([
      ...evidence,
      say(BIAS_EDITOR_WORDING.aboutGenerator, language, { generator: table.generator }),
    ]);
    const used =
      finding.evidence?.labourYear === undefined ? [table.pictures] : [table.pictures, table.labour];
    for (const { title, published, url } of used) {
      markdown.appendMarkdown('[');
      appendPlain(markdown, say(BIAS_EDITOR_WORDING.source, language, { title, published }));
      markdown.appendMarkdown(`](${url})\n\n`);
    }
  }
  paragraph(lean);
  const { ruleId, rule } = finding;
  if (finding.category !== 'custom') {
    const read = say(WORKSPACE_FIX_WORDING['open-rule'], language);
    markdown.appendMarkdown(`[${read}](${openRuleLink(ruleId).toString()})`);
    if (rule.source !== '') markdown.appendMarkdown(` · <${rule.source}>`);
  }
  return markdown;
}
