import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Fix, Region, ReportingDescriptor, Result, ToolComponent } from 'sarif';
import type { BiasFinding } from '../core/bias/finding';
import type { Rule, RuleSet } from '../core/bias/rule';
import { sayFix, sayEvidence, sayFinding } from '../words/bias';
import { type Language } from '../words/words';
import { Items, jsonPieces, Members } from './jsonPieces';
import type { LintedFile } from './lintedFile';

/**
 * SARIF 2.1.0 (OASIS standard), as code hosts take it, as pieces of one text. Hints are results of kind "informational", which
 * fail nothing.
 */
export function* lintSarif(
  files: readonly LintedFile[],
  rules: RuleSet,
  version: string,
  language: Language,
): Generator<string> {
  const broken = new Map<string, Rule>();
  for (const { findings } of files) for (const { rule } of findings) broken.set(rule.id, rule);
  const ruleIds = [...broken.keys()].sort();
  const indexes = new Map(ruleIds.map((id, index) => [id, index]));
  const driver = {
    name: 'Spellwright',
    semanticVersion: version,
    language: language === 'ja' ? 'ja' : 'en',
    rules: ruleIds.map((id) => descriptor(broken.get(id)!)),
  } satisfies ToolComponent;
  function* results(): Generator<Result> {
    for (const file of files)
      for (const finding of file.findings)
        yield result(file, finding, indexes.get(finding.ruleId)!, rules, language);
  }
  yield* jsonPieces({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: new Items([
      new Members({ tool: { driver }, columnKind: 'utf16CodeUnits', results: new Items(results()) }),
    ]),
  });
  yield '\n';
}

function descriptor({ id, source, terms, note }: Rule): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: withoutLinks(terms.map(({ text }) => text).join(', ')) },
    ...(note && { fullDescription: { text: withoutLinks(note.en) } }),
    ...(source !== '' && { helpUri: source }),
  };
}

function result(
  file: LintedFile,
  finding: BiasFinding,
  ruleIndex: number,
  rules: RuleSet,
  language: Language,
): Result {
  const artifactLocation = { uri: uriOf(file.path) };
  const evidence = sayEvidence(finding, rules.evidence, language);
  const fixes = finding.fixes.filter(({ kind }) => kind === 'replace' || kind === 'balance-it');
  const level = { hint: 'none', information: 'note', warning: 'warning', error: 'error' } as const;
  return {
    ruleId: finding.ruleId,
    ruleIndex,
    kind: finding.severity === 'hint' ? 'informational' : 'fail',
    level: level[finding.severity],
    message: { text: withoutLinks([sayFinding(finding, language), ...evidence].join(' ')) },
    locations: [{ physicalLocation: { artifactLocation, region: region(file, finding.span) } }],
    ...(fixes.length > 0 && {
      fixes: fixes.map((fix): Fix => ({
        description: { text: withoutLinks(sayFix(fix, language)) },
        artifactChanges: [
          {
            artifactLocation,
            replacements: fix.edits.map(({ span, text }) => ({
              deletedRegion: region(file, span),
              insertedContent: { text },
            })),
          },
        ],
      })),
    }),
    properties: { category: finding.category, negative: finding.negative },
  };
}

/** SARIF makes links of `[x](y)` in messages; backslashes make them text again (3.11.6). */
function withoutLinks(text: string): string {
  return text.includes('](') ? text.replace(/[\\[\]]/g, '\\$&') : text;
}

function region({ lines }: LintedFile, { start, end }: { start: number; end: number }): Region {
  const from = lines.positionAt(start);
  const to = lines.positionAt(end);
  return {
    startLine: from.line,
    startColumn: from.column,
    endLine: to.line,
    endColumn: to.column,
    charOffset: start - lines.mark,
    charLength: end - start,
  };
}

function uriOf(path: string): string {
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split(sep)
    .map(encodeURIComponent)
    .join('/');
}
