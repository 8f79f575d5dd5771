import { mean } from '../statistics/moments';
import { fewestObservations, intervalOf, yardstick, type Interval } from '../statistics/pairedDifference';
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

export function pairTexts(game: Game): string[] {
  const players = game.players.map((_, player) => player);
  return [
    game.all,
    ...players.map((player) => game.without(player)),
    ...pairsOf(players.length).map(([i, j]) => game.without(i, j)),
  ];
}

/** Every pair, the strongest first. */
export function pairs(game: Game, worth: Worth): Pair[] {
  const of = (text: string): ArrayLike<number> => worth.get(text)!;
  const all = worth.get(game.all)!;
  const found = pairsOf(game.players.length);
  const by = all.length >= fewestObservations ? yardstick(all.length, Math.max(1, found.length)) : undefined;
  return found
    .map(([first, second]): Pair => {
      const one = of(game.without(first));
      const other = of(game.without(second));
      const both = of(game.without(first, second));
      const values = all.map((value, i) => value - one[i]! - other[i]! + both[i]!);
      const together = mean(values);
      return { first, second, together, ...(by && { interval: intervalOf(together, values, by) }) };
    })
    .sort((a, b) => Math.abs(b.together) - Math.abs(a.together));
}

function pairsOf(players: number): (readonly [number, number])[] {
  return Array.from({ length: players }, (_, i) =>
    Array.from({ length: players - i - 1 }, (_, j) => [i, i + 1 + j] as const),
  ).flat();
}
