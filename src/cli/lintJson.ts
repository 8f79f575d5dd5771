import type { BiasFinding } from '../core/bias/finding';
import type { RuleSet } from '../core/bias/rule';
import type { LineStarts } from '../core/lineStarts';
import { sayEvidence, sayFinding } from '../words/bias';
import type { Language } from '../words/words';
import { Items, jsonPieces, Members } from './jsonPieces';
import type { LintedFile } from './lintedFile';

/**
 * Every finding with its place, message and fixes, as pieces of one text. Lines and columns count from 1, columns and offsets
 * in UTF-16 units.
 */
export function* lintJson(
  files: readonly LintedFile[],
  rules: RuleSet,
  version: string,
  language: Language,
): Generator<string> {
  yield* jsonPieces({
    version,
    files: new Items(
      files.map(
        ({ path, lines, findings }) =>
          new Members({
            path,
            findings: new Items(each(findings, (finding) => written(finding, lines, rules, language))),
          }),
      ),
    ),
  });
  yield '\n';
}

function written(finding: BiasFinding, lines: LineStarts, rules: RuleSet, language: Language) {
  return {
    rule: finding.ruleId,
    category: finding.category,
    severity: finding.severity,
    message: sayFinding(finding, language),
    evidence: sayEvidence(finding, rules.evidence, language),
    text: finding.text,
    negative: finding.negative,
    start: { offset: finding.span.start, ...lines.positionAt(finding.span.start) },
    end: { offset: finding.span.end, ...lines.positionAt(finding.span.end) },
    fixes: finding.fixes.map(({ kind, choice, edits, leavesOpen }) => ({
      kind,
      choice,
      ...(leavesOpen && { leavesGenderOpen: true }),
      edits,
    })),
    source: finding.rule.source,
  };
}

function* each<From, To>(items: Iterable<From>, change: (item: From) => To): Generator<To> {
  for (const item of items) yield change(item);
}
