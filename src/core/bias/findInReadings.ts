import { finish, type Steps } from '../score/steps';
import type { Span } from '../spell/spell';
import type { BiasCode, BiasFinding, BiasFix } from './finding';
import { fixesFor } from './fixes';
import type { Lexicon } from './lexicon';
import { match, type Hit } from './match';
import type { Matcher } from './matcher';
import { readText, type Reading } from './reading';
import type { Category, Rule, Severity } from './rule';
import { withoutInner } from './withoutInner';

export interface FindOptions {
  /** The whole text that the readings' offsets point into. */
  readonly source: string;
  readonly negative: boolean;
  /** Whether a slot may be written into the text. */
  readonly slots: boolean;
  /** What the kind of text adds to a finding's own fixes. */
  readonly moreFixes?: (place: FoundPlace) => readonly BiasFix[];
}

/** What a fix that does not touch the term needs to know. */
export type FoundPlace = Pick<BiasFinding, 'span' | 'ruleId'>;

/** Demeaning whatever is asked; everything else in a negative prompt is only what the author does not want to see. */
const ALSO_IN_NEGATIVE: readonly Category[] = ['ethnicity/label', 'disability/term', 'lgbt/term', 'custom'];

/** Hits described between two steps: some 0.2 ms of work. */
const HITS_A_STEP = 100;

/** What is found in the readings of one prompt or paragraph, each place once. A stated gender counts for all of them. */
export function* findInReadings(
  readings: readonly Reading[],
  matcher: Matcher,
  options: FindOptions,
): Steps<BiasFinding[]> {
  const isOn = (rule: Rule) => matcher.severityOf(rule) !== 'off';
  const found: { readonly reading: Reading; readonly hit: Hit; readonly lexicon: Lexicon }[] = [];
  let genderStated = false;
  for (const reading of readings) {
    for (const lexicon of matcher.lexicons) {
      const matches = yield* match(reading, lexicon, isOn);
      genderStated ||= matches.genderStated;
      for (const hit of matches.hits) found.push({ reading, hit, lexicon });
    }
  }
  const findings = new Map<string, BiasFinding>();
  for (const [index, { reading, hit, lexicon }] of found.entries()) {
    if (index % HITS_A_STEP === 0) yield;
    const { rule } = hit;
    if (genderStated && rule.category === 'gender/unspecified-person' && hit.besideStated !== true) continue;
    if (options.negative && !ALSO_IN_NEGATIVE.includes(rule.category)) continue;
    if (matcher.ignores(reading.folded.slice(hit.start, hit.end))) continue;
    const span = sourceSpan(reading, hit);
    const key = `${rule.id} ${span.start} ${span.end}`;
    if (!findings.has(key)) {
      const stated = genderStated;
      findings.set(key, describe(hit, span, reading, lexicon, matcher, { ...options, genderStated: stated }));
    }
  }
  // A place found together with the text around its slot says more than the same place alone.
  return withoutInner([...findings.values()], ({ span }) => span);
}

function describe(
  hit: Hit,
  span: Span,
  reading: Reading,
  lexicon: Lexicon,
  matcher: Matcher,
  options: FindOptions & { readonly genderStated: boolean },
): BiasFinding {
  const { rule, term } = hit;
  const { language } = lexicon;
  const asWritten = isContiguous(reading, hit);
  const text = asWritten
    ? options.source.slice(span.start, span.end).replace(/\s+/g, ' ')
    : reading.text.slice(hit.start, hit.end);
  const evidence =
    rule.evidence === undefined ? undefined : matcher.rules.evidence.occupations[rule.evidence];
  let fixes: readonly BiasFix[] | undefined;
  // A term that brackets cut can't be replaced without guessing where they belong.
  const ownFixes = () =>
    asWritten
      ? fixesFor(rule, term, span, matcher.choices(language), language, {
          ...options,
          leftOpen: (replacement) =>
            options.genderStated && staysStated(reading, hit, lexicon)
              ? undefined
              : openPerson(replacement, matcher),
          isPerson: (word) => matcher.isPerson(word, language),
        })
      : [];
  return {
    ruleId: rule.id,
    category: rule.category,
    severity:
      options.negative || hit.drawsNobody ? 'hint' : (matcher.severityOf(rule) as Exclude<Severity, 'off'>),
    code: codeOf(rule.category),
    language,
    span,
    text,
    parameters: { term: text, ...(hit.group !== undefined && { group: hit.group }) },
    rule,
    ...(evidence && { evidence }),
    negative: options.negative,
    /** Made when asked for: a long text has thousands of findings, and few are looked at. */
    get fixes() {
      return (fixes ??= [...ownFixes(), ...(options.moreFixes?.({ span, ruleId: rule.id }) ?? [])]);
    },
  };
}

/** How far from a term a gender has to be stated for its replacement too, in UTF-16 units. */
const NEAR = 200;

/** Whether a gender that a prompt states is stated without the term as well: "working man" takes it along when it goes. */
function staysStated(reading: Reading, { start, end }: Hit, lexicon: Lexicon): boolean {
  const states = (text: string) => finish(match(readText(text), lexicon, () => true)).genderStated;
  const { text } = reading;
  if (!states(text.slice(start, end))) return true;
  return states(`${text.slice(Math.max(0, start - NEAR), start)}\n${text.slice(end, end + NEAR)}`);
}

/** The first person in a text whose gender is left to the model. */
function openPerson(text: string, matcher: Matcher): BiasFinding | undefined {
  const options = { source: text, negative: false, slots: false };
  return finish(findInReadings([readText(text)], matcher, options)).find(
    ({ category }) => category === 'gender/unspecified-person',
  );
}

function sourceSpan({ starts, ends }: Reading, { start, end }: Span): Span {
  return { start: starts[start]!, end: ends[end - 1]! };
}

/** Whether no bracket stands between. */
function isContiguous({ starts, ends }: Reading, { start, end }: Span): boolean {
  for (let at = start + 1; at < end; at++) {
    if (starts[at]! > ends[at - 1]!) return false;
  }
  return true;
}

function codeOf(category: Category): BiasCode {
  if (category.startsWith('safety/')) return 'safety';
  if (category === 'custom' || category === 'age-class-body') return category;
  if (category === 'ethnicity/label') return 'ethnicity-label';
  if (category === 'disability/term') return 'disability-term';
  if (category === 'lgbt/term') return 'lgbt-term';
  return category.split('/')[1] as BiasCode;
}
