import { each, type Steps } from '../steps';
import { seededRandom } from '../spell/seededRandom';
import type { Game } from './game';
import type { Cosines } from './measureTexts';

/**
 * Shapley's values of a text's units (Shapley 1953): what each adds on average to those that came before it, over all the
 * orders in which they could come.
 */

/** Beyond this many players the exact values ask for too many texts. */
export const mostExact = 10;

/** What is known of each text. */
export type Worth = ReadonlyMap<string, Cosines>;

/** The texts that exact values need: of every set of players. One a step. */
export function exactTexts(game: Game): Steps<string[]> {
  return each(setsOf(game), (set) => textOfSet(game, set));
}

/**
 * Exact values, of each player one number per picture.
 * @param game of at most `mostExact` players
 */
export function* exactShapley(game: Game, worth: Worth): Steps<Cosines[]> {
  const players = game.players.length;
  const valueOf = yield* each(setsOf(game), (set) => worth.get(textOfSet(game, set))!);
  const weights = weightsBySize(players);
  return yield* each(game.players, (_, player) => {
    const sum = new Float64Array(valueOf[0]!.length);
    for (let set = 0; set < valueOf.length; set++) {
      if (set & (1 << player)) continue;
      add(sum, valueOf[set | (1 << player)]!, valueOf[set]!, weights[sizeOf(set)]!);
    }
    return sum;
  });
}

/**
 * Orders for sampled values: each with its reverse (antithetic, Mitchell et al. 2022), so that what comes early in one comes
 * late in the other.
 * @returns an even number of orders
 */
export function antitheticOrders(players: number, pairs: number, seed: number): number[][] {
  const random = seededRandom(seed);
  return Array.from({ length: pairs }, () => {
    const order = Array.from({ length: players }, (_, player) => player);
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return [order, [...order].reverse()];
  }).flat();
}

/** The texts that sampled values need. An order a step. */
export function* sampledTexts(game: Game, orders: readonly (readonly number[])[]): Steps<string[]> {
  const texts = yield* each(orders, (order) => textsInOrder(game, order));
  return texts.flat();
}

export interface Sampled {
  /** One number per picture. */
  readonly values: Cosines;
  /** Of the mean over pictures, from the spread between the pairs of orders. */
  readonly standardError: number;
}

/** Values from some orders. Their sum is exactly that of all players, whatever the orders. An order a step. */
export function* sampledShapley(
  game: Game,
  orders: readonly (readonly number[])[],
  worth: Worth,
): Steps<Sampled[]> {
  const pictures = worth.get(game.none)!.length;
  const pairs = orders.length / 2;
  const byPair = game.players.map(() => Array.from({ length: pairs }, () => new Float64Array(pictures)));
  for (const [at, order] of orders.entries()) {
    const along = textsInOrder(game, order).map((text) => worth.get(text)!);
    for (const [i, player] of order.entries())
      add(byPair[player]![Math.floor(at / 2)]!, along[i + 1]!, along[i]!, 0.5);
    yield;
  }
  return byPair.map((own) => {
    const values = new Float64Array(pictures);
    for (const pair of own) for (const [i, value] of pair.entries()) values[i]! += value / pairs;
    const means = own.map((pair) => pair.reduce((sum, value) => sum + value, 0) / pictures);
    const centre = means.reduce((sum, mean) => sum + mean, 0) / pairs;
    const spread = means.reduce((sum, mean) => sum + (mean - centre) ** 2, 0) / Math.max(1, pairs - 1);
    return { values, standardError: pairs > 1 ? Math.sqrt(spread / pairs) : Infinity };
  });
}

function textOfSet(game: Game, set: number): string {
  return game.textOf((player) => (set & (1 << player)) !== 0);
}

function setsOf({ players }: Game): number[] {
  return Array.from({ length: 2 ** players.length }, (_, set) => set);
}

/** Of none, of the first in the order, of the first two, and so on to all. */
function textsInOrder(game: Game, order: readonly number[]): string[] {
  const kept = order.map(() => false);
  return [
    game.none,
    ...order.map((player) => {
      kept[player] = true;
      return game.textOf((other) => kept[other]!);
    }),
  ];
}

/** |S|! (n − |S| − 1)! / n! by the size of S. */
function weightsBySize(players: number): number[] {
  const weights: number[] = [];
  let binomial = 1; // of n − 1 over the size
  for (let size = 0; size < players; size++) {
    weights.push(1 / (players * binomial));
    binomial = (binomial * (players - 1 - size)) / (size + 1);
  }
  return weights;
}

function sizeOf(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest &= rest - 1) count++;
  return count;
}

function add(sum: Cosines, after: Cosines, before: Cosines, weight: number): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += weight * (after[i]! - before[i]!);
}
