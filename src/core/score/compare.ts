import { crossFit } from '../statistics/crossFit';
import { mean } from '../statistics/moments';
import {
  fewestObservations,
  intervalOf,
  yardstick,
  type Interval,
  type Yardstick,
} from '../statistics/pairedDifference';
import { byGroup, groupCount } from './pictureGroups';
import { finish } from '../steps';

export type Verdict = 'a-better' | 'b-better' | 'no-difference' | 'too-few-pictures';

/** Two things of a file on the same pictures; every difference is A minus B. */
export interface Comparison {
  /** Per picture, the difference in cosine of the two texts, in the order of `FileScore.images`. */
  readonly pictures: readonly number[];
  /**
   * Difference in mean cosine. Of two spells that is the difference in what they are ranked by: the best text of each
   * judged on pictures that did not choose it.
   */
  readonly cosine: number;
  /** `cosine` × the logit scale: the log-odds of A against B, as CLIP's own softmax of the two has them on average. */
  readonly logOdds: number;
  /** 95 % interval of `cosine`, for all pairs that could have been picked together; with 5 different pictures or more. */
  readonly interval?: Interval;
  /** Pairs that `interval` allows for. */
  readonly pairs: number;
  /** Pictures on which A (B) has the larger cosine. */
  readonly winsA: number;
  readonly winsB: number;
  /** `too-few-pictures`: with fewer than 5 different ones nobody can say. */
  readonly verdict: Verdict;
}

/** What a comparison reads of a score. */
export interface ComparedScore {
  readonly logitScale: number;
  /** Of each picture; see `pictureGroups`. */
  readonly groups: ArrayLike<number>;
  /** Prompts × pictures. */
  readonly cosine: Float32Array;
  /** Of each prompt: the spell, and the first prompt of the spell that reads the same. */
  readonly prompts: readonly { readonly spell: number; readonly sameAs: number }[];
  readonly spells: readonly {
    readonly rows: readonly number[];
    readonly best?: number;
    /** Of its texts among themselves. */
    readonly yardstick?: Yardstick;
  }[];
  /** Of the spells among themselves. */
  readonly yardstick?: Yardstick;
}

/** What is compared: a spell as a whole, or one of its prompts by its row. */
export type Side = { readonly spell: number } | { readonly row: number };

/**
 * Compares two spells by what they are ranked by, or two prompts by their mean cosines. The interval allows for every pair
 * that could have been picked instead: of the file's spells, or of its different texts.
 * @returns undefined when a side has no prompt
 */
export function compare(score: ComparedScore, sideA: Side, sideB: Side): Comparison | undefined {
  const [a, b] = [asSpell(score, sideA), asSpell(score, sideB)];
  const [rowA, rowB] = [rowOfSide(score, a), rowOfSide(score, b)];
  if (rowA === undefined || rowB === undefined) return undefined;
  const pictures = differences(score.cosine, score.groups.length, rowA, rowB);
  const [measuredA, measuredB] =
    'spell' in a && 'spell' in b
      ? [measureSpell(score, a.spell), measureSpell(score, b.spell)]
      : [measureRow(score, rowA), measureRow(score, rowB)];
  const cosine = pictures.length === 0 ? 0 : measuredA.centre - measuredB.centre;
  const by = yardstickFor(score, a, b);
  const interval =
    by &&
    intervalOf(
      cosine,
      measuredA.values.map((value, i) => value - measuredB.values[i]!),
      by,
    );
  return {
    pictures: [...pictures],
    cosine,
    logOdds: cosine * score.logitScale,
    ...(interval && { interval }),
    pairs: by?.pairs ?? 1,
    winsA: pictures.filter((difference) => difference > 0).length,
    winsB: pictures.filter((difference) => difference < 0).length,
    verdict: verdictOf(interval),
  };
}

/** The only text of a spell stands for the spell: there is one way to compare the two. */
function asSpell(score: ComparedScore, side: Side): Side {
  if ('spell' in side) return side;
  const { spell } = score.prompts[side.row]!;
  return textsOf(score, spell).length === 1 ? { spell } : side;
}

function rowOfSide(score: ComparedScore, side: Side): number | undefined {
  return 'row' in side ? side.row : score.spells[side.spell]?.best;
}

function differences(matrix: Float32Array, images: number, rowA: number, rowB: number): Float32Array {
  const b = matrix.subarray(rowB * images, (rowB + 1) * images);
  return matrix.slice(rowA * images, (rowA + 1) * images).map((value, i) => value - b[i]!);
}

interface MeasuredSide {
  readonly centre: number;
  readonly values: Float64Array;
}

function measureSpell(score: ComparedScore, spell: number): MeasuredSide {
  const texts = textsOf(score, spell);
  return finish(crossFit(texts.map((row) => measureRow(score, row).values)));
}

function measureRow({ cosine, groups }: ComparedScore, row: number): MeasuredSide {
  const pictures = groups.length;
  const values = byGroup(cosine.subarray(row * pictures, (row + 1) * pictures), groups);
  return { centre: mean(values), values };
}

function textsOf({ prompts, spells }: ComparedScore, spell: number): number[] {
  return spells[spell]!.rows.filter((row) => prompts[row]!.sameAs === row);
}

/**
 * Two spells are judged as in their ranking, and two prompts of one spell as in that spell's. Prompts of different spells may
 * be any two of the file: every pair of their texts could have been picked.
 */
function yardstickFor(score: ComparedScore, a: Side, b: Side): Yardstick | undefined {
  const { groups, prompts, spells } = score;
  const pictures = groupCount(groups);
  if (pictures < fewestObservations) return undefined;
  if ('spell' in a && 'spell' in b && score.yardstick) return score.yardstick;
  if ('row' in a && 'row' in b && prompts[a.row]!.spell === prompts[b.row]!.spell) {
    const { yardstick: own } = spells[prompts[a.row]!.spell]!;
    if (own) return own;
  }
  const texts = prompts.filter(({ sameAs }, row) => sameAs === row).length;
  return yardstick(pictures, Math.max(1, (texts * (texts - 1)) / 2));
}

function verdictOf(interval: Interval | undefined): Verdict {
  if (interval === undefined) return 'too-few-pictures';
  if (interval.low > 0) return 'a-better';
  return interval.high < 0 ? 'b-better' : 'no-difference';
}
