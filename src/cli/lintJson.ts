import type { RuleSet } from '../core/bias/rule';
import { sayEvidence, sayFinding } from '../words/bias';
import type { Language } from '../words/words';
import type { LintedFile } from './lint';

/** Every finding with its place, message and fixes. Lines and columns count from 1, columns and offsets in UTF-16 units. */
export function lintJson(
  files: readonly LintedFile[],
  rules: RuleSet,
  version: string,
  language: Language,
): string {
  const report = {
    version,
    files: files.map(({ path, lines, findings }) => ({
      path,
      findings: findings.map((finding) => ({
        rule: finding.ruleId,
        category: finding.category,
        severity: finding.severity,
        message: sayFinding(finding, language),
        evidence: sayEvidence(finding, rules.evidence, language),
        text: finding.text,
        negative: finding.negative,
        start: { offset: finding.span.start, ...lines.positionAt(finding.span.start) },
        end: { offset: finding.span.end, ...lines.positionAt(finding.span.end) },
        fixes: finding.fixes.map(({ kind, choice, edits }) => ({ kind, choice, edits })),
        source: finding.rule.source,
      })),
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
