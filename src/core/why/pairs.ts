import { mean } from '../statistics/moments';
import { fewestObservations, intervalOf, yardstick, type Interval } from '../statistics/pairedDifference';
import { each, type Steps } from '../steps';
import type { Game } from './game';
import type { Worth } from './shapley';

/** Two units that make together something else than each by itself. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  /**
   * What both add beyond what each adds, to the mean cosine of the text: all − without the one − without the other + without
   * both. Above 0 they need each other; below 0 they say the same.
   */
  readonly together: number;
  /** 95 %, for all pairs together. Absent with fewer than 5 different pictures. */
  readonly interval?: Interval;
}

/** The texts that pairs need. One a step. */
export function pairTexts(game: Game): Steps<string[]> {
  const players = game.players.map((_, player) => player);
  const leftOut = [[], ...players.map((player) => [player]), ...pairsOf(players.length)];
  return each(leftOut, (some) => game.without(...some));
}

/** Every pair, the strongest first. One a step. */
export function* pairs(game: Game, worth: Worth): Steps<Pair[]> {
  const of = (text: string): ArrayLike<number> => worth.get(text)!;
  const all = worth.get(game.all)!;
  const found = pairsOf(game.players.length);
  const by = all.length >= fewestObservations ? yardstick(all.length, Math.max(1, found.length)) : undefined;
  const measured = yield* each(found, ([first, second]): Pair => {
    const one = of(game.without(first));
    const other = of(game.without(second));
    const both = of(game.without(first, second));
    const values = all.map((value, i) => value - one[i]! - other[i]! + both[i]!);
    const together = mean(values);
    return { first, second, together, ...(by && { interval: intervalOf(together, values, by) }) };
  });
  return measured.sort((a, b) => Math.abs(b.together) - Math.abs(a.together));
}

function pairsOf(players: number): (readonly [number, number])[] {
  return Array.from({ length: players }, (_, i) =>
    Array.from({ length: players - i - 1 }, (_, j) => [i, i + 1 + j] as const),
  ).flat();
}
