import { Tokenizer } from '@huggingface/tokenizers';
import { isJsonObject, type JsonObject } from '../checkpoint/modelFiles';
import { broken } from '../checkpoint/safetensors';
import { CharsMap } from './charsMap';
import { UnigramModel, type ScoredPiece } from './unigram';

const file = 'tokenizer.json';

/**
 * The library's tokeniser, with two parts of its own done here: SentencePiece's unigram model, which the library keeps in a
 * tree of maps (gigabytes of a million pieces), and SentencePiece's normalisation, which it only comes close to.
 * @param unigram of the same file, where it has one
 * @throws EngineError `model-file-broken`
 */
export function libraryTokenizer(
  tokenizer: JsonObject,
  config: JsonObject,
  unigram: UnigramModel | undefined,
): Tokenizer {
  const built = construct(unigram ? { ...tokenizer, model: placeholder } : tokenizer, config);
  if (unigram) built.model = libraryModel(unigram, wordMark(tokenizer.pre_tokenizer));
  built.normalizer = withCharsMap(built.normalizer);
  return built;
}

/** @returns undefined where the file has a model of another kind. @throws EngineError `model-file-broken` */
export function unigramOf({ model, added_tokens: added }: JsonObject): UnigramModel | undefined {
  if (!isJsonObject(model) || !Array.isArray(model.vocab)) return undefined;
  const tokens: unknown[] = Array.isArray(added) ? added : [];
  const special = tokens.filter(isJsonObject).filter((token) => token.special === true);
  return new UnigramModel({
    pieces: model.vocab as ScoredPiece[],
    unknown: model.unk_id as number,
    special: new Set(special.map(({ content }) => String(content))),
    byteFallback: model.byte_fallback === true,
  });
}

function construct(tokenizer: JsonObject, config: JsonObject): Tokenizer {
  try {
    return new Tokenizer({ added_tokens: [], ...tokenizer }, config);
  } catch (cause) {
    throw broken(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** A vocabulary that the library can make something of at once. */
const placeholder = { type: 'Unigram', unk_id: 0, vocab: [['', 0]] };

type LibraryModel = NonNullable<Tokenizer['model']>;

/** @param mark at which words begin, where the tokeniser divides texts there */
function libraryModel(unigram: UnigramModel, mark: string | undefined): LibraryModel {
  const words = (text: string): readonly string[] => (mark === undefined ? [text] : wordsAt(mark, text));
  const encode = (texts: readonly string[]): string[] =>
    texts.flatMap(words).flatMap((word) => unigram.encode(word).map((id) => unigram.pieceOf(id)!));
  return Object.assign(encode, {
    tokens_to_ids: { get: (piece: string) => unigram.idOf(piece) },
    vocab: new Proxy([], {
      get: (_, key) =>
        key === 'length' ? unigram.size : typeof key === 'string' ? unigram.pieceOf(Number(key)) : undefined,
    }),
    unk_token_id: unigram.unknown,
    unk_token: unigram.pieceOf(unigram.unknown),
  }) as unknown as LibraryModel;
}

/** Each mark begins a word. */
function wordsAt(mark: string, text: string): string[] {
  const words: string[] = [];
  let start = 0;
  for (let at = text.indexOf(mark, 1); at >= 0; at = text.indexOf(mark, at + mark.length)) {
    words.push(text.slice(start, at));
    start = at;
  }
  return [...words, text.slice(start)];
}

/** What a tokeniser puts in place of blanks, where it also divides texts there. */
function wordMark(step: unknown): string | undefined {
  if (!isJsonObject(step)) return undefined;
  if (step.type === 'Sequence' && Array.isArray(step.pretokenizers))
    return step.pretokenizers.map(wordMark).find((mark) => mark !== undefined);
  if (step.type !== 'Metaspace' || step.split === false) return undefined;
  return typeof step.replacement === 'string' && step.replacement !== '' ? step.replacement : '▁';
}

/** A normaliser of the library's, or a row of them. */
interface Step {
  readonly config?: { readonly type?: unknown; readonly precompiled_charsmap?: unknown };
  readonly normalizers?: unknown[];
}

/** Puts SentencePiece's own map in the place of the library's likeness of it. */
function withCharsMap<T extends Tokenizer['normalizer']>(normalizer: T): T {
  const { config, normalizers } = (normalizer ?? {}) as Step;
  if (normalizers) normalizers.forEach((each, i) => (normalizers[i] = withCharsMap(each as T)));
  const map = config?.precompiled_charsmap;
  if (config?.type !== 'Precompiled' || typeof map !== 'string') return normalizer;
  const chars = new CharsMap(map);
  const normalize = (text: string): string => chars.normalize(text);
  return Object.assign((text: string) => normalize(text), { normalize, config }) as unknown as T;
}
