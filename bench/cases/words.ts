import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '../../src/core/spell/seededRandom';

/** Random words of which each is one token, so that a prompt of n words has n + 2 tokens with begin and end. */
export class Words {
  readonly #words: readonly string[];
  readonly #random: () => number;

  /** @param folder of the checkpoint */
  constructor(folder: string, seed: number) {
    const { model } = JSON.parse(readFileSync(path.join(folder, 'tokenizer.json'), 'utf8')) as {
      model: { vocab: Record<string, number> };
    };
    this.#words = Object.keys(model.vocab).flatMap((token) => /^([a-z]{3,})<\/w>$/.exec(token)?.[1] ?? []);
    this.#random = seededRandom(seed);
  }

  word(): string {
    return this.#words[Math.floor(this.#random() * this.#words.length)]!;
  }

  words(count: number): string[] {
    return Array.from({ length: count }, () => this.word());
  }

  /** Words that all differ. */
  different(count: number): string[] {
    const found = new Set<string>();
    while (found.size < count) found.add(this.word());
    return [...found];
  }
}
