import { dirname } from 'node:path';
import { spellFileSteps } from '../core/bias/checkSpellFile';
import { textSteps } from '../core/bias/checkText';
import type { BiasFinding, TextEdit } from '../core/bias/finding';
import { matcherSteps, type Matcher } from '../core/bias/matcher';
import type { RuleSet } from '../core/bias/rule';
import { NO_SETTINGS } from '../core/bias/settings';
import { LineStarts } from '../core/lineStarts';
import { parseSteps } from '../core/spell/parseSpellFile';
import { paced } from '../core/steps';
import { findBiasSettings, readSettingsFile } from '../files/biasSettings';
import { FileError } from '../files/fileError';
import { pauses } from '../files/pauses';
import { isWithin } from '../files/reach';
import { readTextFile } from '../files/readTextFile';
import { sayFinding } from '../words/bias';
import { count, dataNotice, notice, summary } from './answers';
import { insidePath, placesOf } from './places';
import { choice, list, optional, record, text, whole } from './schema';
import { pathText } from './subject';
import { onlyReads, tool, ToolError, type ToolCall, type ToolContext } from './tool';

const input = record({
  text: optional(text({ most: 100_000, description: 'A prompt, or any text in English or Japanese.' })),
  file: optional(
    pathText('A spell file, Markdown or another text instead; the .spellwright.yml around it is obeyed.'),
  ),
  most: optional(whole({ least: 1, most: 100, description: 'Findings in the answer at most (50).' })),
});

const output = record({
  summary,
  findings: list(
    record({
      text: text(),
      line: whole(),
      column: whole(),
      severity: choice(['hint', 'information', 'warning', 'error']),
      rule: text(),
      category: text(),
      message: text(),
      fixes: list(
        record({
          kind: choice(
            ['replace', 'say-it', 'balance-it'],
            'say-it names who is drawn; balance-it varies it with a slot.',
          ),
          choice: text(),
          result: text({ description: 'The line with the fix.' }),
        }),
      ),
    }),
  ),
  left: whole({ description: 'Findings that are not in this answer.' }),
  notice: optional(notice),
});

const usually = 50;
const mostFixes = 6;
/** Of each finding where there are many, so that the answer stays short. */
const fewFixes = 2;
const many = 20;

export const checkWording = tool({
  name: 'check_wording',
  description:
    'Finds biased or loaded wording in a prompt or text (English and Japanese): gendered job titles, persons whose gender or ethnicity a model will choose by stereotype, demeaning terms; with replacements that fit. Suggestions, not verdicts: the author decides.',
  ...{ input, output, annotations: onlyReads },
  async run({ text: given, file, most = usually }, context, call) {
    if ((given === undefined) === (file === undefined))
      throw new ToolError('input-invalid', 'Give either text or file, and not both.');
    const { source, matcher, name } =
      file === undefined
        ? { source: given!, matcher: await plainMatcher(context.rules(), call), name: '' }
        : await fromFile(file, context, call);
    const pause = pauses(call.signal);
    const findings = name.endsWith('.spell')
      ? await paced(spellFileSteps(await paced(parseSteps(source), pause), matcher), pause)
      : await paced(textSteps(source, name.endsWith('.md') ? 'markdown' : 'plaintext', matcher), pause);
    const lines = new LineStarts(source);
    const shown = findings.slice(0, most);
    const fixesOfEach = shown.length > many ? fewFixes : mostFixes;
    const loud = findings.filter(({ severity }) => severity !== 'hint').length;
    return {
      summary:
        findings.length === 0
          ? 'No finding. That is no proof that the wording is fair.'
          : `${count(findings.length, 'finding')}, ${loud} above a hint.`,
      findings: shown.map((finding) => ({
        text: finding.text,
        ...lines.positionAt(finding.span.start),
        severity: finding.severity,
        rule: finding.ruleId,
        category: finding.category,
        message: sayFinding(finding, 'en'),
        fixes: fixesOf(finding, source).slice(0, fixesOfEach),
      })),
      left: Math.max(0, findings.length - most),
      ...(file !== undefined && { notice: dataNotice }),
    };
  },
});

/** That of no settings: a second's work, which every text without a file asks for. */
const plainMatchers = new WeakMap<RuleSet, Matcher>();

async function plainMatcher(rules: RuleSet, { signal }: ToolCall): Promise<Matcher> {
  const known = plainMatchers.get(rules);
  if (known) return known;
  const matcher = await paced(matcherSteps(rules, NO_SETTINGS), pauses(signal));
  plainMatchers.set(rules, matcher);
  return matcher;
}

async function fromFile(
  named: string,
  context: ToolContext,
  { signal }: ToolCall,
): Promise<{ readonly source: string; readonly matcher: Matcher; readonly name: string }> {
  const places = await placesOf(context);
  const { reach } = places;
  const path = await insidePath(named, places);
  const source = await readTextFile(path, { within: reach.folders });
  // Settings above the allowed folders are as if they were not there.
  const read = async (at: string): Promise<string> => {
    if (!isWithin(at, reach.folders)) throw new FileError('file-missing', at);
    return readSettingsFile(at, reach);
  };
  const { settings } = await findBiasSettings(dirname(path), context.rules(), read);
  const matcher = await paced(matcherSteps(context.rules(), settings), pauses(signal));
  return { source, matcher, name: path };
}

function fixesOf({ fixes, span }: BiasFinding, source: string) {
  return fixes.flatMap(({ kind, choice: said, edits }) =>
    kind === 'replace' || kind === 'say-it' || kind === 'balance-it'
      ? [{ kind, choice: said, result: fixedLine(source, span.start, edits) }]
      : [],
  );
}

/** UTF-16 units of a line before and behind a finding that are shown. */
const beside = 200;

function fixedLine(source: string, at: number, edits: readonly TextEdit[]): string {
  const from = Math.max(source.lastIndexOf('\n', at - 1) + 1, at - beside);
  const last = Math.max(at, ...edits.map(({ span }) => span.end));
  const end = source.indexOf('\n', last);
  const to = Math.min(end < 0 ? source.length : end, last + beside);
  let fixed = '';
  let done = from;
  for (const { span, text: put } of [...edits].sort((x, y) => x.span.start - y.span.start)) {
    if (span.start < done) continue;
    fixed += source.slice(done, span.start) + put;
    done = span.end;
  }
  return (fixed + source.slice(done, to)).trim();
}
