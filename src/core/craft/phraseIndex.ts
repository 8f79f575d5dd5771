import type { Phrase, Vocabulary } from '../ports';
import type { Steps } from '../steps';

/** The phrases of which a word begins with what is typed. */
export interface PhraseMatches {
  readonly rows: readonly number[];
  /** By row: where in the phrase the first such word begins, in UTF-16 code units; -1 where none does. */
  readonly offsets: Int16Array;
}

/** Phrases between two pauses. */
const phrasesInStep = 512;
/** Longer than any phrase: an entry is `row · span + offset`. */
const span = 1024;

const wordStart = /[\p{L}\p{N}]+/gu;

/**
 * Phrases of several vocabularies by the beginnings of their words, each text once. Rows are those of `embedPhrases` for the
 * same vocabularies, as both take the first of equal texts.
 */
export class PhraseIndex {
  /** By the first two characters of a word, in lower case. */
  readonly #buckets = new Map<string, number[]>();

  /** @param lower in lower case, by row */
  private constructor(
    readonly phrases: readonly Phrase[],
    private readonly lower: readonly string[],
    /** How common each is beside the others of its vocabulary, 0…1, by row. */
    readonly commonness: Float32Array,
  ) {}

  static *of(vocabularies: readonly Vocabulary[]): Steps<PhraseIndex> {
    const phrases: Phrase[] = [];
    const lower: string[] = [];
    const common: number[] = [];
    const rows = new Set<string>();
    for (const { phrases: own } of vocabularies) {
      let most = 0;
      for (const [i, { frequency }] of own.entries()) {
        most = Math.max(most, frequency);
        if (i % phrasesInStep === phrasesInStep - 1) yield;
      }
      for (const [place, phrase] of own.entries()) {
        const key = phrase.text.toLowerCase();
        if (!rows.has(key)) {
          rows.add(key);
          phrases.push(phrase);
          lower.push(key);
          // Of a list that nobody has counted, the order is all there is.
          common.push(most > 0 ? phrase.frequency / most : 1 / (place + 1));
        }
        if (place % phrasesInStep === phrasesInStep - 1) yield;
      }
    }
    const index = new PhraseIndex(phrases, lower, Float32Array.from(common));
    for (const [row, text] of lower.entries()) {
      index.#add(row, text);
      if (row % phrasesInStep === phrasesInStep - 1) yield;
    }
    return index;
  }

  /** @param typed at least one character */
  *matching(typed: string): Steps<PhraseMatches> {
    const wanted = typed.toLowerCase();
    const rows: number[] = [];
    const offsets = new Int16Array(this.phrases.length).fill(-1);
    for (const bucket of this.#bucketsFor(wanted)) {
      for (const [i, entry] of bucket.entries()) {
        const row = Math.floor(entry / span);
        const offset = entry % span;
        const known = offsets[row]!;
        if ((known < 0 || offset < known) && this.lower[row]!.startsWith(wanted, offset)) {
          if (known < 0) rows.push(row);
          offsets[row] = offset;
        }
        if (i % phrasesInStep === phrasesInStep - 1) yield;
      }
    }
    return { rows, offsets };
  }

  /** Whether a text says a phrase already. @param said in lower case */
  isSaid(row: number, said: string): boolean {
    return said.includes(this.lower[row]!);
  }

  #add(row: number, text: string): void {
    for (const { index } of text.matchAll(wordStart)) {
      const key = text.slice(index, index + 2);
      const entry = row * span + index;
      const bucket = this.#buckets.get(key);
      if (bucket) bucket.push(entry);
      else this.#buckets.set(key, [entry]);
    }
  }

  #bucketsFor(wanted: string): readonly (readonly number[])[] {
    if (wanted.length >= 2) return [this.#buckets.get(wanted.slice(0, 2)) ?? []];
    return [...this.#buckets].flatMap(([key, bucket]) => (key.startsWith(wanted) ? [bucket] : []));
  }
}

/**
 * The first of many rows by a value, the largest first; of equals the earlier row. One scan, whatever `most` is.
 * @param rows all rows where it is absent
 */
export function* largest(
  values: ArrayLike<number>,
  most: number,
  rows: ArrayLike<number> | undefined,
  isOpen: (row: number) => boolean,
): Steps<number[]> {
  // A heap with the least of those that are held at its top.
  const heap: number[] = [];
  const isLess = (a: number, b: number): boolean =>
    values[a]! < values[b]! || (values[a]! === values[b]! && a > b);
  const sink = (at: number): void => {
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && isLess(heap[child]!, heap[least]!)) least = child;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  };
  const count = rows?.length ?? values.length;
  for (let i = 0; i < count; i++) {
    if (i % 1024 === 1023) yield;
    const row = rows ? rows[i]! : i;
    if (heap.length === most && !isLess(heap[0]!, row)) continue;
    if (!isOpen(row)) continue;
    if (heap.length < most) {
      heap.push(row);
      for (let at = heap.length - 1; at > 0;) {
        const parent = (at - 1) >> 1;
        if (!isLess(heap[at]!, heap[parent]!)) break;
        [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
        at = parent;
      }
    } else {
      heap[0] = row;
      sink(0);
    }
  }
  return heap.sort((a, b) => (isLess(a, b) ? 1 : -1));
}
