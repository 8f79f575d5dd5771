import { fewestObservations, intervalOf, yardstick } from '../statistics/pairedDifference';
import { mostPaired, rankRanges, type Measured } from '../statistics/rankRanges';
import { spearman, type RankCorrelation } from '../statistics/spearman';
import type { Steps } from '../steps';
import type { FileScore, Standing } from './fileScore';
import { measureSpells } from './observe';
import { byGroup, groupCount } from './pictureGroups';

/**
 * `differ`: two checkpoints put a pair in opposite orders, each beyond doubt. `agree`: there is no such pair, and at least
 * one that both put in the same order beyond doubt. `cannot-tell`: neither, or too few pictures to say.
 */
export type AgreementVerdict = 'agree' | 'differ' | 'cannot-tell';

/**
 * Where two checkpoints agree on one file. Their cosines are on scales of their own, so only orders are compared: each
 * pair is judged by either checkpoint alone, on its own cosines.
 */
export interface Agreement {
  readonly verdict: AgreementVerdict;
  /** What is ranked: the file's spells, or the different texts of its only one. */
  readonly of: 'spells' | 'texts';
  /** In the order of the first checkpoint, best first. */
  readonly things: readonly JudgedThing[];
  /** Of the two orders, over the things that read differently; absent where they are too few, or where one does not vary. */
  readonly correlation?: RankCorrelation;
  /** Pairs of things. */
  readonly pairs: number;
  /**
   * For each pair of places in `things`, first with second, first with third, …: 1 where both put them in the same order beyond
   * doubt, −1 where they put them in opposite ones, else 0.
   */
  readonly orders: Int8Array;
  /** Pairs that both put in the same order beyond doubt. */
  readonly sameOrder: number;
  /** Pairs whose order they disagree on beyond doubt: places in `things`. All of them hold together in 95 % of cases. */
  readonly opposed: readonly Opposed[];
  /** Places in `things` of those that may be the best by both, beyond which neither can tell; none with too few pictures. */
  readonly bothMayBeFirst: readonly number[];
  /** Different pictures that the pairs were judged on, the fewer of the two; below 5 nobody can say. */
  readonly differentPictures: number;
  /** Pictures that both have read. */
  readonly pictures: number;
  /** Of those, the ones that something else fits best by either. */
  readonly otherWinners: readonly OtherWinner[];
}

export interface JudgedThing {
  readonly spell: number;
  /** Of `texts`: the row of the prompt. */
  readonly row?: number;
  readonly first: Place;
  readonly second: Place;
}

/** See `Standing`. */
export type Place = Pick<Standing, 'rank' | 'ranks'>;

export interface Opposed {
  /** The better one by the first checkpoint, the worse one by the second. */
  readonly better: number;
  readonly worse: number;
}

export interface OtherWinner {
  readonly path: string;
  /** A place in `things`. */
  readonly first: number;
  readonly second: number;
}

interface Thing {
  readonly spell: number;
  readonly row?: number;
  /** Of its texts. */
  readonly rows: readonly number[];
}

/**
 * Compares what two checkpoints say of one file.
 * @param first and `second`: of the same text, with pictures
 * @returns undefined when there are not two things to rank
 */
export function* agreementOf(first: FileScore, second: FileScore): Steps<Agreement | undefined> {
  if (first.images.length === 0 || second.images.length === 0) return undefined;
  const things = thingsOf(first, second);
  if (things.length < 2) return undefined;
  const placed = things.map((thing): JudgedThing => ({
    spell: thing.spell,
    ...(thing.row !== undefined && { row: thing.row }),
    first: placeOf(first, thing),
    second: placeOf(second, thing),
  }));
  const [a, b] = [yield* measured(first, things), yield* measured(second, things)];
  const [signsA, signsB] = [yield* signsOf(a), yield* signsOf(b)];
  const opposed: Opposed[] = [];
  const orders = new Int8Array(pairCount(things.length));
  let sameOrder = 0;
  for (let pair = 0, i = 0; i < things.length; i++) {
    for (let j = i + 1; j < things.length; j++, pair++) {
      const [x, y] = [signsA?.[pair] ?? 0, signsB?.[pair] ?? 0];
      orders[pair] = x * y;
      if (x * y > 0) sameOrder++;
      if (x * y < 0) opposed.push(x > 0 ? { better: i, worse: j } : { better: j, worse: i });
    }
    yield;
  }
  const correlation = correlationOf(a.centres, b.centres);
  const shared = sharedPictures(first, second);
  return {
    verdict: opposed.length > 0 ? 'differ' : sameOrder > 0 ? 'agree' : 'cannot-tell',
    of: things[0]!.row === undefined ? 'spells' : 'texts',
    things: placed,
    ...(correlation && { correlation }),
    pairs: orders.length,
    orders,
    sameOrder,
    opposed,
    bothMayBeFirst: placed.flatMap((each, i) =>
      each.first.ranks?.first === 1 && each.second.ranks?.first === 1 ? [i] : [],
    ),
    differentPictures: Math.min(a.observations, b.observations),
    pictures: shared.length,
    otherWinners: otherWinners(first, second, things, shared),
  };
}

/** The spells that have prompts; of a file with one such spell its texts. Best first by the first checkpoint. */
function thingsOf(first: FileScore, second: FileScore): Thing[] {
  const spells = first.spells.filter(({ rows }) => rows.length > 0);
  if (spells.length > 1)
    return spells
      .map(({ spell, rows }) => ({ spell, rows }))
      .sort((a, b) => first.spells[a.spell]!.rank - first.spells[b.spell]!.rank || a.spell - b.spell);
  return spells.flatMap(({ spell, rows }) =>
    rows
      // What reads the same to one of them may read differently to the other: their contexts end elsewhere.
      .filter((row) => first.prompts[row]!.sameAs === row || second.prompts[row]!.sameAs === row)
      .map((row) => ({ spell, row, rows: [row] }))
      .sort((a, b) => first.prompts[a.row]!.rank - first.prompts[b.row]!.rank || a.row - b.row),
  );
}

/** Why no pair of things was looked at: too few pictures to say, or too many things; undefined where each pair was. */
export function whyUnpaired({
  differentPictures,
  things,
}: Pick<Agreement, 'differentPictures' | 'things'>): 'few-pictures' | 'many-things' | undefined {
  if (differentPictures < fewestObservations) return 'few-pictures';
  return things.length > mostPaired ? 'many-things' : undefined;
}

/** Of so many things. */
function pairCount(things: number): number {
  return (things * (things - 1)) / 2;
}

/** Where the pair of two places stands in `Agreement.orders`. */
export function pairAt(one: number, other: number, things: number): number {
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  return pairCount(things) - pairCount(things - low) + high - low - 1;
}

function placeOf({ spells, prompts }: FileScore, { spell, row }: Thing): Place {
  const { rank, ranks } = row === undefined ? spells[spell]! : prompts[row]!;
  return { rank, ...(ranks && { ranks }) };
}

function* measured({ cosine, images, prompts }: FileScore, things: readonly Thing[]): Steps<Measured> {
  const groups = images.map(({ group }) => group);
  const observations = { values: byGroup(cosine, groups), pictures: groupCount(groups) };
  return yield* measureSpells(
    observations,
    things.map(({ rows, row }) => (row === undefined ? rows.filter((r) => prompts[r]!.sameAs === r) : rows)),
  );
}

/**
 * For each pair, first with second, first with third, …: 1 where the former is better beyond doubt, −1 where it is worse, else
 * 0. Wide enough for all pairs of two checkpoints together.
 * @returns undefined where no pair can be judged: on fewer than 5 different pictures, or among more than 512 things
 */
function* signsOf({ centres, values, observations }: Measured): Steps<Int8Array | undefined> {
  const found = yield* rankRanges({ centres, values, observations });
  if (!found?.yardstick) return undefined;
  const { pairs, prior } = found.yardstick;
  const count = centres.length;
  const by = yardstick(observations, 2 * pairs, prior, (observations - 1) * (count - 1));
  const signs = new Int8Array(pairs);
  const row = (i: number): Float64Array => values.subarray(i * observations, (i + 1) * observations);
  for (let pair = 0, i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const other = row(j);
      const { low, high } = intervalOf(
        centres[i]! - centres[j]!,
        row(i).map((value, at) => value - other[at]!),
        by,
      );
      signs[pair++] = low > 0 ? 1 : high < 0 ? -1 : 0;
    }
    yield;
  }
  return signs;
}

/** What reads the same to both is one thing: its copies would make an order look surer than it is. */
function correlationOf(a: ArrayLike<number>, b: ArrayLike<number>): RankCorrelation | undefined {
  const seen = new Set<string>();
  const kept: number[] = [];
  for (let i = 0; i < a.length; i++) {
    const key = `${a[i]!} ${b[i]!}`;
    if (!seen.has(key)) kept.push(i);
    seen.add(key);
  }
  return spearman(
    kept.map((i) => a[i]!),
    kept.map((i) => b[i]!),
  );
}

/** A picture that both have read: its columns. */
interface SharedPicture {
  readonly path: string;
  readonly first: number;
  readonly second: number;
}

function sharedPictures(first: FileScore, second: FileScore): SharedPicture[] {
  const columns = new Map(second.images.map(({ path }, column) => [path, column]));
  return first.images.flatMap(({ path }, column) => {
    const other = columns.get(path);
    return other === undefined ? [] : [{ path, first: column, second: other }];
  });
}

function otherWinners(
  first: FileScore,
  second: FileScore,
  things: readonly Thing[],
  shared: readonly SharedPicture[],
): OtherWinner[] {
  return shared.flatMap(({ path, ...columns }) => {
    const a = winnersOf(first, things, columns.first);
    const b = winnersOf(second, things, columns.second);
    // What reads the same wins together.
    return a.some((each) => b.includes(each)) ? [] : [{ path, first: a[0]!, second: b[0]! }];
  });
}

/** Places in `things` of those that fit a picture best. */
function winnersOf(score: FileScore, things: readonly Thing[], column: number): number[] {
  const { images, spellGivenImage, promptGivenImage } = score;
  const shares = things.map(({ spell, row }) =>
    row === undefined
      ? spellGivenImage[spell * images.length + column]!
      : promptGivenImage[row * images.length + column]!,
  );
  const most = Math.max(...shares);
  return shares.flatMap((share, i) => (share === most ? [i] : []));
}
