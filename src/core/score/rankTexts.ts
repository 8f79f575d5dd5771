import type { Yardstick } from '../statistics/pairedDifference';
import { rankRanges } from '../statistics/rankRanges';
import type { Standing } from './fileScore';
import { measurePrompts, type Observations } from './observe';
import { ranksOf } from './ranks';
import { sharesOf } from './shares';
import type { Steps } from '../steps';

/** The texts of one spell among themselves. */
export interface RankedTexts {
  readonly standings: readonly (Standing & { readonly meanCosine: number })[];
  /** p(prompt | image), row-major texts × pictures. */
  readonly probabilities: Float32Array;
  /** Index of the best; the first one of equals. */
  readonly best: number;
  readonly yardstick?: Yardstick;
}

/**
 * Ranks the different texts of a spell by their mean cosine.
 * @param rows of the texts, one or more
 * @param observations of the whole file, on one picture or more
 * @param cosine prompts × pictures
 * @param groups of the pictures
 */
export function* rankTexts(
  rows: readonly number[],
  observations: Observations,
  cosine: Float32Array,
  groups: ArrayLike<number>,
  logitScale: number,
): Steps<RankedTexts> {
  const measured = measurePrompts(observations, rows);
  const { ranks, order } = ranksOf(measured.centres);
  const found = yield* rankRanges(measured);
  const shares = yield* sharesOf(rows, cosine, groups, logitScale);
  return {
    standings: rows.map((_, i) => ({
      rank: ranks[i]!,
      ...(found && { ranks: found.ranges[i]! }),
      meanProbability: shares.means[i]!,
      fitsBest: shares.fitsBest[i]!,
      meanCosine: measured.centres[i]!,
    })),
    probabilities: shares.probabilities,
    best: order[0]!,
    ...(found?.yardstick && { yardstick: found.yardstick }),
  };
}
