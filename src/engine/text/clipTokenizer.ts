import type { Tokenizer } from '@huggingface/tokenizers';
import type { Tokenization, TokenSpan } from '../../core/ports';
import { isJsonObject, type JsonObject } from '../checkpoint/modelFiles';
import { broken } from '../checkpoint/safetensors';
import { workUnits } from '../workUnits';
import { libraryTokenizer, unigramOf } from './libraryTokenizer';
import { withBoundedPatterns } from './tokenizerPatterns';
import { tokenSpans } from './tokenSpans';
import type { UnigramModel } from './unigram';

export interface ClipTokenizerOptions {
  /** Contents of `tokenizer.json` and `tokenizer_config.json`. */
  readonly tokenizer: JsonObject;
  readonly config: JsonObject;
  readonly contextLength: number;
  readonly vocabularySize: number;
  /** CLIP's texts have a token at both ends; SigLIP's may have one at their end only. */
  readonly onlyEnd?: boolean;
  /** The checkpoint learnt from lower-case texts, and its `tokenizer.json` leaves that to whoever calls. */
  readonly lowerCase?: boolean;
}

/**
 * Text to token ids, as the checkpoint's `tokenizer.json` says, cut to the context with the end token kept (as
 * transformers and open_clip cut).
 *
 * One thing differs on purpose: a special token's name in a text, such as `<|endoftext|>`, is text. Read as the token
 * it would end the text there, and a pasted log line would silently hide the rest of a prompt.
 */
export class ClipTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #begin: number | undefined;
  readonly #end: number;
  readonly #contextLength: number;
  readonly #lowerCase: boolean;
  /** Least recently used first: a file's other prompts stay as they are while one is typed. */
  readonly #recent = new Map<string, Tokenization>();

  /** @throws EngineError `model-file-broken`, `model-pattern-unbounded` */
  constructor(options: ClipTokenizerOptions) {
    const { config, contextLength, vocabularySize, onlyEnd = false, lowerCase = false } = options;
    const tokenizer = withBoundedPatterns(options.tokenizer);
    // What frames a text is asked of a copy that need not learn the merges, the slow part.
    const model = isJsonObject(tokenizer.model) ? { ...tokenizer.model, merges: [] } : undefined;
    const unigram = unigramOf(tokenizer);
    const withSpecials = libraryTokenizer({ ...tokenizer, model }, config, unigram);
    const frame = withSpecials.encode('').ids;
    if (frame.length !== 2 && !(onlyEnd && frame.length === 1)) {
      throw broken(
        file,
        `frames a text with ${frame.length} special tokens, not ${onlyEnd ? '1 or 2' : '2'}`,
      );
    }
    this.#begin = frame.length === 2 ? frame[0] : undefined;
    this.#end = frame.at(-1)!;
    const largest = unigram ? largestOf(unigram, tokenizer) : largestId(withSpecials);
    if (largest >= vocabularySize) {
      throw broken(file, `has ids up to ${largest}, the weights have ${vocabularySize} tokens`);
    }
    this.#tokenizer = libraryTokenizer(
      { ...tokenizer, added_tokens: withoutSpecials(tokenizer) },
      config,
      unigram,
    );
    this.#contextLength = contextLength;
    this.#lowerCase = lowerCase;
  }

  /** Id of the token that ends every text. */
  get endToken(): number {
    return this.#end;
  }

  /** Every text begins with a token of its own. */
  get hasBegin(): boolean {
    return this.#begin !== undefined;
  }

  tokenize(text: string): Tokenization {
    const tokenization = this.#recent.get(text) ?? this.#tokenizeNew(text);
    if (text.length > maxRecentLength) return tokenization;
    this.#recent.delete(text);
    this.#recent.set(text, tokenization);
    if (this.#recent.size > maxRecent) this.#recent.delete(this.#recent.keys().next().value!);
    return tokenization;
  }

  /**
   * The words that the tokens of a text are; begin and end tokens are none.
   * @param tokens of the text that count: the first so many
   */
  spans(text: string, tokens: number): TokenSpan[] {
    const end = workUnits.begin('tokens');
    try {
      const piecesOf = (some: string): string[] =>
        this.#innerIds(some).map((id) => this.#tokenizer.id_to_token(id) ?? '');
      return tokenSpans(text, piecesOf(text), piecesOf, tokens);
    } finally {
      end();
    }
  }

  #tokenizeNew(text: string): Tokenization {
    const end = workUnits.begin('tokens');
    try {
      return this.#tokenize(text);
    } finally {
      end();
    }
  }

  #tokenize(text: string): Tokenization {
    const inner = this.#innerIds(text);
    const before = this.#begin === undefined ? [] : [this.#begin];
    const room = this.#contextLength - before.length - 1;
    const ids = [...before, ...inner.slice(0, room), this.#end];
    const count = before.length + inner.length + 1;
    return inner.length > room ? { ids, count, lostFrom: this.#lostFrom(text, room) } : { ids, count };
  }

  /** Ids without begin and end. What the vocabulary cannot spell becomes no token, rather than the end token. */
  #innerIds(text: string): number[] {
    return this.#tokenizer
      .encode(this.#lowerCase ? text.toLowerCase() : text, { add_special_tokens: false })
      .ids.filter((id) => id !== undefined && id !== this.#begin && id !== this.#end);
  }

  /**
   * Offset of the first word that does not fit whole. The tokeniser gives no offsets; but the tokens of a text up to
   * the end of a word are the first tokens of the whole text, so counting them for a few prefixes finds the word.
   */
  #lostFrom(text: string, room: number): number {
    const overflows = (word: Word): boolean => this.#innerIds(text.slice(0, word.end)).length > room;
    // A word has a token at least, as a rule: the lost one is among the first `room + 1`, or rarely among the next.
    for (const words of inGroups(wordsOf(text), room + 1)) {
      if (!overflows(words.at(-1)!)) continue;
      let [from, to] = [0, words.length - 1];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (overflows(words[middle]!)) to = middle;
        else from = middle + 1;
      }
      return words[from]!.start;
    }
    return text.length;
  }
}

const file = 'tokenizer.json';
const maxRecent = 4096;
const maxRecentLength = 2000;

/** Added tokens that are part of the vocabulary, such as runs of blanks. */
function withoutSpecials({ added_tokens: added }: JsonObject): unknown[] {
  return Array.isArray(added) ? added.filter((token) => isJsonObject(token) && token.special !== true) : [];
}

function largestId(tokenizer: Tokenizer): number {
  let largest = -1;
  for (const id of tokenizer.get_vocab().values()) largest = Math.max(largest, id);
  return largest;
}

function largestOf({ size }: UnigramModel, { added_tokens: added }: JsonObject): number {
  const tokens = Array.isArray(added) ? (added as unknown[]).filter(isJsonObject) : [];
  return Math.max(size - 1, ...tokens.map(({ id }) => (typeof id === 'number' ? id : -1)));
}

interface Word {
  readonly start: number;
  readonly end: number;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

function* wordsOf(text: string): Generator<Word> {
  for (const { segment, index } of segmenter.segment(text)) {
    if (segment.trim()) yield { start: index, end: index + segment.length };
  }
}

function* inGroups<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let group: T[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}
