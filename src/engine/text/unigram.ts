import { broken } from '../checkpoint/safetensors';

/** Longer pieces than this no vocabulary has: SentencePiece's are up to 16 characters, by default. */
const longestPiece = 256;
/** What a character that no piece spells costs beside the unlikeliest piece, as in SentencePiece. */
const unknownPenalty = 10;

/** A piece of a vocabulary and the logarithm of its likelihood. */
export type ScoredPiece = readonly [piece: string, score: number];

export interface UnigramOptions {
  /** `model.vocab` of `tokenizer.json`. */
  readonly pieces: readonly ScoredPiece[];
  /** Of the piece that stands for what the vocabulary cannot spell. */
  readonly unknown: number;
  /** Names of special tokens: where a text has one, it is spelled as any text is. */
  readonly special: ReadonlySet<string>;
  /** What cannot be spelled is given as its bytes, where the vocabulary has them all. */
  readonly byteFallback: boolean;
}

/**
 * SentencePiece's unigram model (Kudo 2018): of all ways to spell a word in pieces the likeliest. A map from pieces to ids,
 * with the lengths that pieces have, takes a tenth of what a tree of characters takes, and finds the same: what matters
 * with a vocabulary of a million pieces.
 */
export class UnigramModel {
  readonly #ids = new Map<string, number>();
  readonly #specialIds = new Map<string, number>();
  readonly #scores: Float64Array;
  readonly #pieces: string[] = [];
  /** In UTF-16 units, ascending. */
  readonly #lengths: readonly number[];
  readonly #unknown: number;
  readonly #unknownScore: number;
  readonly #byteFallback: boolean;

  /** @throws EngineError `model-file-broken` */
  constructor({ pieces, unknown, special, byteFallback }: UnigramOptions) {
    const lengths = new Set<number>();
    let least = Infinity;
    this.#scores = new Float64Array(pieces.length);
    pieces.forEach((entry: unknown, id) => {
      const [piece, score] = scoredPiece(entry);
      if (piece.length > longestPiece) throw broken(file, `has a piece of ${piece.length} characters`);
      this.#scores[id] = score;
      this.#pieces.push(piece);
      least = Math.min(least, score);
      if (special.has(piece)) {
        this.#specialIds.set(piece, id);
        return;
      }
      this.#ids.set(piece, id);
      lengths.add(piece.length);
    });
    if (!Number.isSafeInteger(unknown) || unknown < 0 || unknown >= pieces.length)
      throw broken(file, 'its unk_id is no piece of its vocabulary');
    this.#lengths = [...lengths].filter((length) => length > 0).sort((a, b) => a - b);
    this.#unknown = unknown;
    this.#unknownScore = least - unknownPenalty;
    this.#byteFallback = byteFallback;
  }

  /** Id of the piece that stands for what cannot be spelled. */
  get unknown(): number {
    return this.#unknown;
  }

  /** How many pieces there are. */
  get size(): number {
    return this.#pieces.length;
  }

  idOf(piece: string): number | undefined {
    return this.#ids.get(piece) ?? this.#specialIds.get(piece);
  }

  pieceOf(id: number): string | undefined {
    return this.#pieces[id];
  }

  /** The ids of a word; characters in a row that no piece spells are one. */
  encode(word: string): number[] {
    const ids: number[] = [];
    let unspelled = '';
    const flush = (): void => {
      if (unspelled) ids.push(...this.#spelledOtherwise(unspelled));
      unspelled = '';
    };
    for (const { id, text } of this.#likeliest(word)) {
      if (id === this.#unknown) {
        unspelled += text;
        continue;
      }
      flush();
      ids.push(id);
    }
    flush();
    return ids;
  }

  #spelledOtherwise(text: string): number[] {
    if (this.#byteFallback) {
      const bytes = [...new TextEncoder().encode(text)].map((byte) =>
        this.#ids.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
      );
      if (bytes.every((id) => id !== undefined)) return bytes;
    }
    return [this.#unknown];
  }

  /** The likeliest path, as the Viterbi algorithm finds it: of equally likely ones the first that is found. */
  #likeliest(word: string): { readonly id: number; readonly text: string }[] {
    const size = word.length;
    const score = new Float64Array(size + 1);
    const from = new Int32Array(size + 1).fill(-1);
    const id = new Int32Array(size + 1);
    const reach = (start: number, end: number, piece: number, pieceScore: number): void => {
      const candidate = pieceScore + score[start]!;
      if (from[end] !== -1 && !(candidate > score[end]!)) return;
      score[end] = candidate;
      from[end] = start;
      id[end] = piece;
    };
    for (let start = 0; start < size;) {
      const character = word.codePointAt(start)! > 0xffff ? 2 : 1;
      let isSpelled = false;
      for (const length of this.#lengths) {
        if (start + length > size) break;
        const piece = this.#ids.get(word.slice(start, start + length));
        if (piece === undefined) continue;
        reach(start, start + length, piece, this.#scores[piece]!);
        isSpelled ||= length === character;
      }
      if (!isSpelled) reach(start, start + character, this.#unknown, this.#unknownScore);
      start += character;
    }
    const path: { id: number; text: string }[] = [];
    for (let end = size; end > 0; end = from[end]!)
      path.push({ id: id[end]!, text: word.slice(from[end], end) });
    return path.reverse();
  }
}

const file = 'tokenizer.json';

function scoredPiece(entry: unknown): ScoredPiece {
  if (Array.isArray(entry) && typeof entry[0] === 'string' && Number.isFinite(entry[1]))
    return [entry[0], entry[1] as number];
  throw broken(file, 'its vocabulary should be pieces with their scores');
}
