import type { BiasFinding } from '../bias/finding';
import { SEVERITIES } from '../bias/rule';
import type { FileScore } from '../score/fileScore';
import type { Span, Spanned, SpellFile, Wildcards } from '../spell/spell';
import { mean, moments } from '../statistics/moments';
import { fitPrior } from '../statistics/moderation';
import { fewestObservations, intervalOf, yardstick, type Interval } from '../statistics/pairedDifference';
import { measuredByMeans, rankRanges, type Measured } from '../statistics/rankRanges';
import type { Steps } from '../steps';
import { slotTests, textsByOption, type SlotTest } from '../why/slotTest';
import type { Beats, BiasAtMost, ExpectCode, FirstFor, Keeps, Winner } from './expectation';
import type { LockedFile, LockedSpell } from './lock';
import { cosinesOf, everyPicture, sampleOf, textsOf, worthOf, type Sample } from './measure';
import type { Check } from './plan';

/**
 * A difference of mean cosine that shows as 0.0000 is none: engines, threads and decoders disagree by less, and two texts
 * that read the same must not differ by their rounding.
 */
export const negligible = 5e-5;

/**
 * `failed` and `passed` are beyond doubt; `unsure` is what these pictures cannot tell; `wrong` could not be tested, as what
 * it names is not there.
 */
export type Outcome = 'passed' | 'failed' | 'unsure' | 'wrong';

/** What was found; `words/check.ts` makes a sentence of it. */
export type CheckCode =
  | 'beats'
  | 'beats-not'
  | 'beats-open'
  | 'beats-same'
  | 'keeps'
  | 'keeps-same'
  | 'keeps-better'
  | 'keeps-worse'
  /** There is no baseline for it. */
  | 'keeps-none'
  /** The baseline is of another checkpoint: never compared. */
  | 'keeps-checkpoint'
  /** The baseline is of other pictures, and that of several texts cannot be taken apart. */
  | 'keeps-pictures'
  /** Too few of the pictures of the baseline are still there as they were. */
  | 'keeps-few'
  | 'first'
  | 'first-not'
  /** No other spell is there to be before. */
  | 'first-alone'
  | 'bias-at-most'
  | 'bias-above'
  | 'fits'
  | 'fits-not'
  | 'winner'
  | 'winner-not'
  | 'winner-open'
  /** Fewer than 5 different pictures. */
  | 'too-few'
  | 'no-prompt'
  /** Nothing could be scored; the problems of the file say why. */
  | 'not-scored';

export interface CheckResult {
  readonly check: Check;
  readonly outcome: Outcome;
  readonly code: CheckCode | ExpectCode;
  /** Numbers are cosines but for counts (`pictures`, `pairs`, `tokens`, `limit`, `count`, `wins`). */
  readonly parameters: Readonly<Record<string, string | number>>;
  /** Of mean cosine: how much better (above 0) or worse it is. */
  readonly difference?: number;
  /** 95 %, for all comparisons of its kind in the file together. */
  readonly interval?: Interval;
  /** Different pictures that it was judged on. */
  readonly pictures?: number;
  /** Where in the spell file the reason stands: a word that is lost, a finding. */
  readonly at?: Span;
}

export interface Evidence {
  readonly file: SpellFile;
  /** Absent where nothing could be scored. */
  readonly score?: FileScore;
  readonly wildcards?: Wildcards;
  /** What the lock remembers of this file. */
  readonly baseline?: LockedFile;
  /** Of biased wording, in the whole file. */
  readonly findings: readonly BiasFinding[];
  /** Indices of the scored pictures that a path or glob of an expectation names. */
  readonly picturesOf: (pattern: Spanned<string>, check: Check) => readonly number[];
}

/**
 * Tests expectations. All of a file's are handed in, whichever are wanted, because the intervals of all comparisons of a kind
 * hold together: which of them somebody looks at must not change what they say. One comparison a step.
 * @param isWanted all when undefined
 */
export function* judge(
  checks: readonly Check[],
  evidence: Evidence,
  isWanted: (check: Check) => boolean = () => true,
): Steps<CheckResult[]> {
  const court = new Court(checks, evidence);
  yield* court.prepare();
  const results: CheckResult[] = [];
  for (const check of checks) {
    if (isWanted(check)) results.push(yield* court.judge(check));
    yield;
  }
  return results;
}

type Found = Omit<CheckResult, 'check'>;

/** A check against the baseline, as far as it goes without an interval. */
interface Kept {
  readonly differences: Float64Array;
  readonly difference: number;
  readonly sample: Sample;
  /** Different pictures that were asked for, of the baseline or not. */
  readonly asked: number;
}

class Court {
  /** Comparisons that expectations ask for: their intervals hold together. */
  private stated = 0;
  /** Of spells that changed, those by check. */
  private readonly kept = new Map<Check, Kept | Found>();
  private readonly tests = new Map<number, readonly SlotTest[]>();
  private readonly ranked = new Map<string, Measured>();

  constructor(
    private readonly checks: readonly Check[],
    private readonly evidence: Evidence,
  ) {}

  *prepare(): Steps<void> {
    for (const check of this.checks) {
      if (check.kind === 'beats') this.stated++;
      if (check.kind === 'winner') {
        const slot = this.slotOf(check);
        this.stated += slot && 'options' in slot ? slot.options.length - 1 : 0;
      }
      if (check.kind === 'keeps') this.kept.set(check, yield* this.againstBaseline(check));
      yield;
    }
  }

  *judge(check: Check): Steps<CheckResult> {
    const found = yield* this.find(check);
    return { check, ...found };
  }

  private *find(check: Check): Steps<Found> {
    const { score } = this.evidence;
    const { expectation, spell } = check;
    if (expectation.kind === 'bias-at-most') return this.bias(expectation, spell);
    if (!score) return { outcome: 'unsure', code: 'not-scored', parameters: {} };
    if (textsOf(score, spell).length === 0) return { outcome: 'failed', code: 'no-prompt', parameters: {} };
    switch (expectation.kind) {
      case 'fits':
        return this.fits(score, spell);
      case 'keeps':
        return this.keeps(expectation, this.kept.get(check)!);
      case 'beats':
        return yield* this.beats(expectation, check, score);
      case 'first-for':
        return this.first(expectation, check, score);
      case 'winner':
        return yield* this.winner(expectation, check, score);
    }
  }

  private bias({ level }: BiasAtMost, spell: number): Found {
    const { span } = this.evidence.file.spells[spell]!;
    const most = level === 'none' ? 0 : SEVERITIES.indexOf(level);
    const above = this.evidence.findings.filter(
      (finding) =>
        finding.span.start >= span.start &&
        finding.span.end <= span.end &&
        SEVERITIES.indexOf(finding.severity) > most,
    );
    const [worst] = [...above].sort(
      (a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity),
    );
    if (!worst) return { outcome: 'passed', code: 'bias-at-most', parameters: { level } };
    const { text, severity, ruleId } = worst;
    const parameters = { level, count: above.length, text: text.slice(0, 80), severity, rule: ruleId };
    return { outcome: 'failed', code: 'bias-above', parameters, at: worst.span };
  }

  private fits({ prompts, spells, checkpoint }: FileScore, spell: number): Found {
    const limit = checkpoint.contextLength;
    const rows = spells[spell]!.rows.map((row) => prompts[row]!);
    const longest = rows.reduce((most, prompt) => (prompt.tokenCount > most.tokenCount ? prompt : most));
    const lost = rows.find(({ lostFrom }) => lostFrom !== undefined);
    if (!lost && longest.tokenCount <= limit)
      return { outcome: 'passed', code: 'fits', parameters: { tokens: longest.tokenCount, limit } };
    const { expansion, lostFrom = expansion.text.length, tokenCount } = lost ?? longest;
    const word = /^\S*/.exec(expansion.text.slice(lostFrom))![0].slice(0, 80);
    const start = expansion.offsets[lostFrom];
    return {
      outcome: 'failed',
      code: 'fits-not',
      parameters: { tokens: Math.max(tokenCount, longest.tokenCount), limit, word },
      ...(start !== undefined && { at: { start, end: start + word.length } }),
    };
  }

  /** The pictures of a check; what is wrong with it where a pattern names none. */
  private sample(score: FileScore, check: Check, on: readonly Spanned<string>[] | undefined): Sample | Found {
    if (on === undefined) return everyPicture(score);
    const columns = new Set<number>();
    for (const pattern of on) {
      const named = this.evidence.picturesOf(pattern, check);
      if (named.length === 0) return noPictures(pattern.value);
      for (const column of named) columns.add(column);
    }
    return sampleOf(
      score,
      [...columns].sort((a, b) => a - b),
    );
  }

  private *beats({ by, on }: Beats, check: Check, score: FileScore): Steps<Found> {
    const sample = this.sample(score, check, on);
    if ('outcome' in sample) return sample;
    const { keys } = this;
    const names = { a: keys(check.spell), b: keys(check.other!), by };
    if (textsOf(score, check.other!).length === 0)
      return { outcome: 'wrong', code: 'no-prompt', parameters: names };
    if (sample.different === 0) return tooFew(0, names);
    const a = (yield* worthOf(score, check.spell, sample))!;
    const b = (yield* worthOf(score, check.other!, sample))!;
    const differences = a.values.map((value, i) => value - b.values[i]!);
    const difference = a.centre - b.centre;
    const pictures = sample.different;
    if (differences.every((each) => Math.abs(each) < negligible))
      return { outcome: 'failed', code: 'beats-same', parameters: names, difference, pictures };
    if (pictures < fewestObservations) return tooFew(pictures, names, difference);
    const prior = yield* this.priorAmongSpells(score, sample);
    const interval = intervalOf(
      difference,
      differences,
      yardstick(pictures, this.stated, prior?.prior, prior?.degrees),
    );
    const outcome = outcomeOf(difference, interval, by);
    const code = ({ passed: 'beats', failed: 'beats-not', unsure: 'beats-open' } as const)[outcome];
    return { outcome, code, parameters: { ...names, pictures }, difference, interval, pictures };
  }

  private readonly keys = (spell: number): string => {
    const { name } = this.evidence.file.spells[spell]!;
    return name?.value ?? `#${spell + 1}`;
  };

  /** What the spread of all pairs of spells tells of each, on a sample. */
  private *priorAmongSpells(score: FileScore, sample: Sample): Steps<Prior | undefined> {
    const key = sample.columns.join();
    let measured = this.ranked.get(key);
    if (!measured) {
      const all: Float64Array[] = [];
      for (const { spell } of score.spells) {
        const worth = yield* worthOf(score, spell, sample);
        if (worth) all.push(worth.values);
      }
      measured = measuredOf(all, sample.different);
      this.ranked.set(key, measured);
    }
    return yield* priorOf(measured);
  }

  private *againstBaseline(check: Check): Steps<Kept | Found> {
    const { score, baseline } = this.evidence;
    const { on } = check.expectation as Keeps;
    if (!score) return { outcome: 'unsure', code: 'not-scored', parameters: {} };
    const now = textsOf(score, check.spell);
    if (now.length === 0) return { outcome: 'failed', code: 'no-prompt', parameters: {} };
    if (!baseline) return { outcome: 'unsure', code: 'keeps-none', parameters: { spell: check.key } };
    const { checkpoint } = score;
    if (checkpoint.hash !== baseline.checkpoint.hash) {
      const parameters = { now: checkpoint.id, before: baseline.checkpoint.id };
      return { outcome: 'unsure', code: 'keeps-checkpoint', parameters };
    }
    const wanted = this.sample(score, check, on);
    if ('outcome' in wanted) return wanted;
    const places = new Map<string, number>();
    for (const [place, { hash }] of baseline.pictures.entries()) places.set(hash, place);
    const columns = wanted.columns.filter((column) => places.has(score.images[column]!.hash));
    const sample = sampleOf(score, columns);
    const worth = yield* worthOf(score, check.spell, sample);
    const old = baseline.spells.get(check.key) ?? (yield* this.renamed(check.spell, baseline, places));
    if (!old) return { outcome: 'unsure', code: 'keeps-none', parameters: { spell: check.key } };
    if (!worth) return fewKept({ sample, asked: wanted.different }, baseline);
    // Of several texts, what each picture says depends on all pictures that chose among them.
    const isAll = columns.length === score.images.length && columns.length === baseline.pictures.length;
    if (!isAll && (old.texts > 1 || now.length > 1))
      return { outcome: 'unsure', code: 'keeps-pictures', parameters: { pictures: sample.different } };
    const before = byGroupOf(old, columns, score, places, sample);
    const differences = worth.values.map((value, i) => value - before[i]!);
    const difference = worth.centre - (isAll ? old.mean : mean(before));
    return { differences, difference, sample, asked: wanted.different };
  }

  /** The baseline of a spell that is called otherwise there: it had the same scores, and its old name is gone. */
  private *renamed(
    spell: number,
    { spells, pictures }: LockedFile,
    places: ReadonlyMap<string, number>,
  ): Steps<LockedSpell | undefined> {
    const { score, file } = this.evidence;
    const texts = textsOf(score!, spell);
    if (texts.length !== 1) return undefined;
    const names = new Set(this.checks.map(({ key }) => key));
    for (const { name } of file.spells) if (name) names.add(name.value);
    const own = texts[0]! * score!.images.length;
    for (const [key, old] of spells) {
      if (names.has(key) || old.texts !== 1 || pictures.length === 0) continue;
      const isSame = score!.images.every(({ hash }, column) => {
        const place = places.get(hash);
        return (
          place === undefined || Math.abs(old.scores[place]! - score!.cosine[own + column]!) < negligible
        );
      });
      if (isSame) return old;
      yield;
    }
    return undefined;
  }

  private keeps({ within }: Keeps, kept: Kept | Found): Found {
    if ('outcome' in kept) return kept;
    const { differences, difference, sample } = kept;
    const pictures = sample.different;
    const parameters = { within, pictures };
    if (isSame(kept) && Math.abs(difference) < negligible)
      return { outcome: 'passed', code: 'keeps-same', parameters, difference, pictures };
    if (pictures < fewestObservations)
      return { ...fewKept(kept, this.evidence.baseline!, { within }), difference };
    const changed = [...this.kept.values()].filter(
      (each): each is Kept => !('outcome' in each) && !isSame(each),
    );
    const alike = changed.filter((each) => each.sample.different === pictures);
    const prior = fitPrior(
      Float64Array.from(alike, (each) => moments(each.differences).variance),
      pictures - 1,
    );
    const by = yardstick(
      pictures,
      Math.max(1, changed.length),
      prior,
      (pictures - 1) * Math.max(1, alike.length),
    );
    const interval = intervalOf(difference, differences, by);
    const found = { parameters, difference, interval, pictures };
    if (interval.high < -within && difference < -within - negligible)
      return { ...found, outcome: 'failed', code: 'keeps-worse' };
    const isBetter = interval.low > 0 && difference > negligible;
    return { ...found, outcome: 'passed', code: isBetter ? 'keeps-better' : 'keeps' };
  }

  /** One picture is no sample: it says what it says, and no interval stands beside it. */
  private first({ pictures, by }: FirstFor, check: Check, score: FileScore): Found {
    const images = score.images.length;
    const others = score.spells.filter(({ spell, best }) => spell !== check.spell && best !== undefined);
    if (others.length === 0) return { outcome: 'unsure', code: 'first-alone', parameters: {} };
    const own = score.spells[check.spell]!.best!;
    let least = { lead: Infinity, column: 0, spell: 0 };
    let count = 0;
    for (const pattern of pictures) {
      const columns = this.evidence.picturesOf(pattern, check);
      if (columns.length === 0) return noPictures(pattern.value);
      for (const column of columns) {
        count++;
        for (const { spell, best } of others) {
          const lead = score.cosine[own * images + column]! - score.cosine[best! * images + column]!;
          if (lead < least.lead) least = { lead, column, spell };
        }
      }
    }
    const isFirst = least.lead >= by - negligible;
    return {
      outcome: isFirst ? 'passed' : 'failed',
      code: isFirst ? 'first' : 'first-not',
      parameters: {
        by,
        picture: score.images[least.column]!.path,
        other: this.keys(least.spell),
        pictures: count,
      },
      difference: least.lead,
      pictures: count,
    };
  }

  /** The slot that a check speaks of, or what is wrong. */
  private slotOf(check: Check): SlotTest | Found | undefined {
    const { file, score, wildcards } = this.evidence;
    if (!score) return undefined;
    let tests = this.tests.get(check.spell);
    if (!tests) this.tests.set(check.spell, (tests = slotTests(file, score, check.spell, wildcards)));
    const { slot } = check.expectation as Winner;
    const known = tests.map(({ written }, i) => `${i + 1} ${written}`).join(', ');
    if (slot === undefined) {
      if (tests.length === 1) return tests[0];
      if (tests.length === 0) return wrong('expect-slot-unknown', { slot: '1', known });
      return wrong('expect-slot-needed', { known });
    }
    const place = /^[1-9]\d{0,5}$/.test(slot.value) ? Number(slot.value) - 1 : -1;
    const named = tests[place] ?? tests.find(({ written }) => plain(written) === plain(slot.value));
    return named ?? wrong('expect-slot-unknown', { slot: slot.value.slice(0, 80), known });
  }

  private *winner({ option, by, on }: Winner, check: Check, score: FileScore): Steps<Found> {
    if (score.images.length === 0) return tooFew(0, { option: option.value });
    const slot = this.slotOf(check)!;
    if ('code' in slot) return slot;
    const sample = this.sample(score, check, on);
    if ('outcome' in sample) return sample;
    const own = slot.options.findIndex(({ label }) => plain(label) === plain(option.value));
    if (own < 0) {
      const known = slot.options
        .slice(0, 12)
        .map(({ label }) => label)
        .join(', ');
      return wrong('expect-option-unknown', { option: option.value.slice(0, 80), known });
    }
    const pictures = sample.different;
    const prompts = score.spells[check.spell]!.rows.map((row) => score.prompts[row]!);
    const taking = textsByOption(prompts, slot.slot);
    const values = slot.options.map(({ option: index }) => {
      const rows = (taking.get(index) ?? []).map(({ row }) => cosinesOf(score, row, sample));
      return Float64Array.from({ length: pictures }, (_, i) => mean(rows.map((row) => row[i]!)));
    });
    const wins = winsOf(values, own, pictures);
    const names = { option: slot.options[own]!.label, slot: slot.written, by, wins };
    if (pictures < fewestObservations) return tooFew(pictures, names);
    const measured = measuredOf(values, pictures);
    const prior = yield* priorOf(measured);
    const ruler = yardstick(pictures, Math.max(1, this.stated), prior?.prior, prior?.degrees);
    const rivals = values.flatMap((each, i) => {
      if (i === own) return [];
      const differences = values[own]!.map((value, picture) => value - each[picture]!);
      const difference = mean(differences);
      const interval = intervalOf(difference, differences, ruler);
      return [{ i, difference, interval, outcome: outcomeOf(difference, interval, by) }];
    });
    const outcome = rivals.some((rival) => rival.outcome === 'failed')
      ? 'failed'
      : rivals.every((rival) => rival.outcome === 'passed')
        ? 'passed'
        : 'unsure';
    const closest = rivals.reduce((least, rival) => (rival.difference < least.difference ? rival : least));
    const code = ({ passed: 'winner', failed: 'winner-not', unsure: 'winner-open' } as const)[outcome];
    const other = slot.options[closest.i]!.label;
    const { difference, interval } = closest;
    return { outcome, code, parameters: { ...names, other, pictures }, difference, interval, pictures };
  }
}

interface Prior {
  readonly prior: ReturnType<typeof fitPrior>;
  /** Degrees of freedom that all observations hold together. */
  readonly degrees: number;
}

function* priorOf(measured: Measured): Steps<Prior | undefined> {
  const found = yield* rankRanges(measured);
  if (!found?.yardstick) return undefined;
  const things = measured.centres.length;
  return { prior: found.yardstick.prior, degrees: (measured.observations - 1) * Math.max(1, things - 1) };
}

function measuredOf(rows: readonly Float64Array[], observations: number): Measured {
  const values = new Float64Array(rows.length * observations);
  for (const [i, row] of rows.entries()) values.set(row, i * observations);
  return measuredByMeans(values, observations);
}

/** Beyond doubt more than `by`, beyond doubt less, or neither. */
function outcomeOf(difference: number, { low, high }: Interval, by: number): 'passed' | 'failed' | 'unsure' {
  if (low > by && difference - by > negligible) return 'passed';
  return high < by && by - difference > negligible ? 'failed' : 'unsure';
}

/** A lock's scores of a spell by different picture, in the order of a sample's groups. */
function byGroupOf(
  { scores }: LockedSpell,
  columns: readonly number[],
  { images }: FileScore,
  places: ReadonlyMap<string, number>,
  { groups, different }: Sample,
): Float64Array {
  const sums = new Float64Array(different);
  const sizes = new Float64Array(different);
  for (const [i, column] of columns.entries()) {
    sums[groups[i]!]! += scores[places.get(images[column]!.hash)!]!;
    sizes[groups[i]!]!++;
  }
  return sums.map((sum, group) => sum / sizes[group]!);
}

function isSame({ differences }: Kept): boolean {
  return differences.every((each) => Math.abs(each) < negligible);
}

/** Pictures on which an option is ahead of every other. */
function winsOf(values: readonly Float64Array[], own: number, pictures: number): number {
  let wins = 0;
  for (let i = 0; i < pictures; i++)
    if (values.every((each, option) => option === own || each[i]! < values[own]![i]!)) wins++;
  return wins;
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}

function tooFew(pictures: number, parameters: Found['parameters'], difference?: number): Found {
  return {
    outcome: 'unsure',
    code: 'too-few',
    parameters: { ...parameters, pictures, needed: fewestObservations },
    ...(difference !== undefined && { difference }),
    pictures,
  };
}

/** Too few pictures to hold a spell to its baseline; because others than those of the baseline are there, if that is why. */
function fewKept(
  { sample, asked }: Pick<Kept, 'sample' | 'asked'>,
  { pictures: locked }: LockedFile,
  parameters: Found['parameters'] = {},
): Found {
  const few = tooFew(sample.different, parameters);
  if (asked < fewestObservations) return few;
  return { ...few, code: 'keeps-few', parameters: { ...few.parameters, locked: locked.length } };
}

function noPictures(pattern: string): Found {
  return wrong('expect-pictures-none', { pattern: pattern.slice(0, 200) });
}

function wrong(code: ExpectCode, parameters: Found['parameters']): Found {
  return { outcome: 'wrong', code, parameters };
}
