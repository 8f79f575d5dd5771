import type { Phrase, PhraseClass } from '../ports';
import type { Steps } from '../steps';
import type { PackedEmbeddings } from './packedEmbeddings';

/** Phrases, and their embeddings row by row. */
export interface Candidates {
  readonly phrases: readonly Phrase[];
  readonly packed: PackedEmbeddings;
}

/** The mean of unit vectors; not of unit length. */
export function centre(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors)
    for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + vector[i]! / vectors.length;
  return sum;
}

/** What of a direction a text does not say yet: without its part along the text. @param text of unit length */
export function beyond(direction: Float32Array, text: Float32Array): Float32Array {
  let along = 0;
  for (let i = 0; i < text.length; i++) along += text[i]! * direction[i]!;
  return direction.map((value, i) => value - along * text[i]!);
}

/**
 * The rows that are worth measuring: of each class the first `breadth` by each of the orders.
 * @param orders a value per row, the larger the better
 * @param isOpen the classes and rows that may be chosen from
 */
export function* shortlist(
  phrases: readonly Phrase[],
  orders: readonly Float32Array[],
  breadth: number,
  isOpen: (phrase: Phrase, row: number) => boolean,
): Steps<number[]> {
  const chosen = new Set<number>();
  for (const values of orders) {
    const byClass = new Map<PhraseClass, Best>();
    for (let row = 0; row < phrases.length; row++) {
      const phrase = phrases[row]!;
      if (isOpen(phrase, row)) {
        let best = byClass.get(phrase.class);
        if (best === undefined) byClass.set(phrase.class, (best = new Best(breadth)));
        best.offer(row, values[row]!);
      }
      if (row % 1024 === 1023) yield;
    }
    for (const best of byClass.values()) for (const row of best.rows) chosen.add(row);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** The few largest of many, as they come. */
class Best {
  readonly #held: { row: number; value: number }[] = [];

  constructor(private readonly most: number) {}

  get rows(): number[] {
    return this.#held.map(({ row }) => row);
  }

  offer(row: number, value: number): void {
    const held = this.#held;
    if (held.length === this.most) {
      if (value <= held.at(-1)!.value) return;
      held.pop();
    }
    let at = held.length;
    while (at > 0 && held[at - 1]!.value < value) at--;
    held.splice(at, 0, { row, value });
  }
}
