import { intervalOf, type Yardstick } from '../statistics/pairedDifference';
import { rankRanges } from '../statistics/rankRanges';
import type { Behind, ScoredSpell } from './fileScore';
import { measureSpells, type Observations } from './observe';
import { ranksOf } from './ranks';
import { sharesOf } from './shares';
import type { Steps } from '../steps';

/** A spell that has prompts, before it is ranked. */
export interface SpellTexts {
  readonly spell: number;
  /** Rows of its different texts, in file order. */
  readonly rows: readonly number[];
  /** Row of its best text. */
  readonly best: number;
  /** Mean cosine of that text. */
  readonly chosenCosine: number;
}

type RankedSpell = Omit<ScoredSpell, 'rows' | 'texts' | 'total' | 'sampled' | 'yardstick'>;

/** The spells of a file among themselves. */
export interface RankedSpells {
  /** One for each of those that were handed in, in their order. */
  readonly spells: readonly RankedSpell[];
  /** Indices into `spells`, best first. */
  readonly order: readonly number[];
  readonly yardstick?: Yardstick;
  /** p(spell | image) of each, row-major spells × pictures. */
  readonly probabilities: Float32Array;
}

/**
 * Ranks the spells of a file by what choosing the best of their texts is worth, which no other spell can move. For their
 * probabilities each stands with its best text; equal texts stand once and share the value.
 * @param sameAs the first row of the file that reads the same, of each row
 */
export function* rankSpells(
  texts: readonly SpellTexts[],
  observations: Observations,
  cosine: Float32Array,
  groups: ArrayLike<number>,
  logitScale: number,
  sameAs: ArrayLike<number>,
): Steps<RankedSpells> {
  const measured = yield* measureSpells(
    observations,
    texts.map(({ rows }) => rows),
  );
  const { ranks, order } = ranksOf(measured.centres);
  const found = yield* rankRanges(measured);
  const stands = texts.map(({ best }) => sameAs[best]!);
  const rows = [...new Set(stands)];
  const shares = yield* sharesOf(rows, cosine, groups, logitScale);
  const pictures = groups.length;
  const probabilities = new Float32Array(texts.length * pictures);
  const { centres, values } = measured;
  const valuesOf = (i: number): Float64Array =>
    values.subarray(i * measured.observations, (i + 1) * measured.observations);
  const first = order[0];
  const behind = (i: number): Behind | undefined => {
    if (first === undefined || i === first) return undefined;
    const difference = centres[i]! - centres[first]!;
    const ahead = valuesOf(first);
    const apart = valuesOf(i).map((value, picture) => value - ahead[picture]!);
    // Of a spell that reads the same as the first there is nothing uncertain.
    if (!found?.yardstick || apart.every((value) => value === 0)) return { difference };
    return { difference, interval: intervalOf(difference, apart, found.yardstick) };
  };
  const spells = texts.map(({ spell, best, chosenCosine }, i): RankedSpell => {
    const share = rows.indexOf(stands[i]!);
    probabilities.set(shares.probabilities.subarray(share * pictures, (share + 1) * pictures), i * pictures);
    const distance = behind(i);
    return {
      spell,
      best,
      rank: ranks[i]!,
      ...(found && { ranks: found.ranges[i]! }),
      meanProbability: shares.means[share]!,
      fitsBest: shares.fitsBest[share]!,
      meanCosine: centres[i]!,
      chosenCosine,
      ...(distance && { behind: distance }),
    };
  });
  return { spells, order, probabilities, ...(found?.yardstick && { yardstick: found.yardstick }) };
}
