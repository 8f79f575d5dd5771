import { finish, type Steps } from '../steps';
import type { Span } from '../spell/spell';
import { CODES, type BiasCode, type BiasFinding, type BiasFix } from './finding';
import { fixesFor } from './fixes';
import type { Lexicon } from './lexicon';
import type { Hit } from './hit';
import { match } from './match';
import type { Matcher } from './matcher';
import { readText, type Reading } from './reading';
import type { Category, Rule, RuleLanguage } from './rule';
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

/** Hits described between two steps: some 0.1 ms of work. */
const HITS_A_STEP = 200;

/** More than any term holds, so that one place of them lies outside any term. */
const MOST_PLACES = 8;

/** What the findings of one reading have in common. */
interface Place {
  /** Where the prompt states a gender, the first few places; fixes ask what is left of it without their term. */
  readonly genderAt: ReadonlySet<number>;
  readonly lexicon: Lexicon;
  readonly matcher: Matcher;
  readonly options: FindOptions;
}

/** What is found in the readings of one prompt or paragraph, each place once. A stated gender counts for all of them. */
export function* findInReadings(
  readings: readonly Reading[],
  matcher: Matcher,
  options: FindOptions,
): Steps<BiasFinding[]> {
  const isOn = (rule: Rule) => matcher.severityOf(rule) !== 'off';
  const found: { readonly reading: Reading; readonly lexicon: Lexicon; readonly hits: readonly Hit[] }[] = [];
  const genderAt = new Set<number>();
  for (const reading of readings) {
    for (const lexicon of matcher.lexicons) {
      const matches = yield* match(reading, lexicon, isOn);
      for (const at of matches.genderAt) {
        if (genderAt.size < MOST_PLACES) genderAt.add(reading.starts[at]!);
      }
      if (matches.hits.length > 0) found.push({ reading, lexicon, hits: matches.hits });
    }
  }
  const genderStated = genderAt.size > 0;
  const findings: Finding[] = [];
  let described = 0;
  for (const { reading, lexicon, hits } of found) {
    const place = { lexicon, matcher, options, genderAt };
    for (const hit of hits) {
      if (++described % HITS_A_STEP === 0) yield;
      const { category } = hit.rule;
      if (genderStated && category === 'gender/unspecified-person' && hit.besideStated !== true) continue;
      if (options.negative && !ALSO_IN_NEGATIVE.includes(category)) continue;
      if (matcher.ignores(reading.folded.slice(hit.start, hit.end))) continue;
      const cut = isContiguous(reading, hit) ? undefined : reading.text.slice(hit.start, hit.end);
      findings.push(new Finding(hit, sourceSpan(reading, hit), cut, place));
    }
  }
  // A place found together with the text around its slot says more than the same place alone.
  return eachOnce(withoutInner(findings, ({ span }) => span));
}

/** A slot's option is read by itself and with what stands beside it. */
function eachOnce(findings: readonly Finding[]): Finding[] {
  let same: Finding[] = [];
  return findings.filter((finding) => {
    const first = same[0]?.span;
    if (first?.start !== finding.span.start || first.end !== finding.span.end) same = [];
    if (same.some(({ ruleId }) => ruleId === finding.ruleId)) return false;
    same.push(finding);
    return true;
  });
}

/** Only where it stands is kept; the rest is made when asked for. A long text has a million findings, and few are looked at. */
class Finding implements BiasFinding {
  constructor(
    private readonly hit: Hit,
    readonly span: Span,
    /** The text where brackets or blanks cut it in the source. */
    private readonly cut: string | undefined,
    private readonly place: Place,
  ) {}

  get rule(): Rule {
    return this.hit.rule;
  }

  get ruleId(): string {
    return this.hit.rule.id;
  }

  get category(): Category {
    return this.hit.rule.category;
  }

  get severity(): BiasFinding['severity'] {
    const { matcher, options } = this.place;
    return options.negative || this.hit.drawsNobody
      ? 'hint'
      : (matcher.severityOf(this.hit.rule) as BiasFinding['severity']);
  }

  get code(): BiasCode {
    return CODES[this.hit.rule.category];
  }

  get language(): RuleLanguage {
    return this.place.lexicon.language;
  }

  get negative(): boolean {
    return this.place.options.negative;
  }

  get text(): string {
    const { source } = this.place.options;
    return this.cut ?? source.slice(this.span.start, this.span.end).replace(/\s+/g, ' ');
  }

  get parameters(): BiasFinding['parameters'] {
    const { group } = this.hit;
    return { term: this.text, ...(group !== undefined && { group }) };
  }

  get evidence(): BiasFinding['evidence'] {
    const { evidence } = this.hit.rule;
    return evidence === undefined ? undefined : this.place.matcher.rules.evidence.occupations[evidence];
  }

  get fixes(): readonly BiasFix[] {
    const { span, ruleId } = this;
    return [...this.ownFixes(), ...(this.place.options.moreFixes?.({ span, ruleId }) ?? [])];
  }

  /** A term that brackets cut can't be replaced without guessing where they belong. */
  private ownFixes(): readonly BiasFix[] {
    if (this.cut !== undefined) return [];
    const { genderAt, lexicon, matcher, options } = this.place;
    const { language } = lexicon;
    const { start, end } = this.span;
    // "working man" takes its gender along when it goes.
    const staysStated = [...genderAt].some((at) => at < start || at >= end);
    return fixesFor(this.hit.rule, this.hit.term, this.span, matcher.choices(language), language, {
      ...options,
      leftOpen: (replacement) => (staysStated ? undefined : openPerson(replacement, matcher)),
      isPerson: (word) => matcher.isPerson(word, language),
    });
  }
}

/** What `openPerson` said of replacements: the same few, asked for each finding. */
const openPersons = new WeakMap<Matcher, Map<string, BiasFinding | undefined>>();

const MOST_KNOWN = 5000;

/** The first person in a replacement whose gender is left to the model. */
function openPerson(text: string, matcher: Matcher): BiasFinding | undefined {
  let known = openPersons.get(matcher);
  if (!known) openPersons.set(matcher, (known = new Map()));
  if (known.has(text)) return known.get(text);
  const options = { source: text, negative: false, slots: false };
  const open = finish(findInReadings([readText(text)], matcher, options)).find(
    ({ category }) => category === 'gender/unspecified-person',
  );
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, open);
  return open;
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
