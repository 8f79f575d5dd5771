import { PackedEmbeddings } from '../core/craft/packedEmbeddings';
import type { Candidates } from '../core/craft/screen';
import type { Checkpoint, Embedder, EmbedOptions, Phrase, Vocabulary } from '../core/ports';
import { paced } from '../core/steps';
import { KeptPhrases } from '../files/keptPhrases';
import { pauses } from '../files/pauses';

/** Longer lists are embedded in int8, which is faster: they are screened only. */
const mostInFp32 = 4096;
/** Phrases that are kept together: what a cancelled run of a long list loses at most, and what a new line at its end costs. */
const phrasesKeptAtOnce = 8192;
/** A request's texts: more would be memory that nothing needs at once. */
const textsAtOnce = 512;

export interface EmbedPhrasesOptions extends Pick<EmbedOptions, 'signal' | 'onProgress'> {
  /** Where embeddings of lists are kept; nowhere when undefined. */
  readonly cacheFolder?: string;
}

/**
 * The phrases of vocabularies with their embeddings, each text once: from disk where these lists were embedded with this
 * checkpoint before, else made at the lowest priority, piece by piece.
 * @throws EngineError, and the signal's reason: the pieces of the lists that were finished are kept
 */
export async function embedPhrases(
  vocabularies: readonly Vocabulary[],
  wanted: (phrase: Phrase) => boolean,
  embedder: Embedder,
  { cacheFolder, signal, onProgress }: EmbedPhrasesOptions = {},
): Promise<Candidates> {
  const checkpoint = await embedder.checkpoint({ signal });
  const pieces = vocabularies.flatMap(inPieces);
  const total = pieces.reduce((sum, { phrases }) => sum + phrases.length, 0);
  let done = 0;
  const packed: PackedEmbeddings[] = [];
  for (const { phrases, precision } of pieces) {
    const before = done;
    const texts = phrases.map(({ text }) => text);
    packed.push(
      await embedPiece(texts, checkpoint, embedder, {
        precision,
        cacheFolder,
        signal,
        onDone: (count) => {
          done = before + count;
          onProgress?.({ phase: 'texts', done, total });
        },
      }),
    );
  }
  return paced(unite(pieces, packed, wanted, checkpoint.embeddingWidth), pauses(signal));
}

interface Piece extends Pick<Vocabulary, 'phrases'> {
  readonly precision: 'int8' | 'fp32';
}

/** Of how precise a piece is, its whole list decides. */
function inPieces({ phrases }: Vocabulary): Piece[] {
  const precision = phrases.length > mostInFp32 ? 'int8' : 'fp32';
  const pieces: Piece[] = [];
  for (let at = 0; at < phrases.length; at += phrasesKeptAtOnce)
    pieces.push({ phrases: phrases.slice(at, at + phrasesKeptAtOnce), precision });
  return pieces;
}

async function embedPiece(
  texts: readonly string[],
  checkpoint: Checkpoint,
  embedder: Embedder,
  {
    precision,
    cacheFolder,
    signal,
    onDone,
  }: Pick<EmbedPhrasesOptions, 'cacheFolder' | 'signal'> &
    Pick<Piece, 'precision'> & { readonly onDone: (count: number) => void },
): Promise<PackedEmbeddings> {
  const width = checkpoint.embeddingWidth;
  const kept =
    cacheFolder === undefined
      ? undefined
      : new KeptPhrases({
          cacheFolder,
          context: JSON.stringify([checkpoint.hash, precision]),
          width,
        });
  const known = await kept?.get(texts);
  if (known) {
    onDone(texts.length);
    return known;
  }
  const packed = PackedEmbeddings.empty(texts.length, width);
  for (let at = 0; at < texts.length; at += textsAtOnce) {
    const some = texts.slice(at, at + textsAtOnce);
    const embedded = await embedder.embedTexts(some, { signal, precision, priority: 'background' });
    embedded.forEach(({ embedding }, i) => packed.set(at + i, embedding));
    onDone(at + some.length);
  }
  await kept?.put(texts, packed);
  return packed;
}

/** What reads the same in two languages belongs to no one of them. */
function inBoth({ language: _, ...phrase }: Phrase): Phrase {
  return phrase;
}

function* unite(
  pieces: readonly Piece[],
  packed: readonly PackedEmbeddings[],
  wanted: (phrase: Phrase) => boolean,
  width: number,
): Generator<void, Candidates> {
  const rows = new Map<string, { phrase: Phrase; packed: PackedEmbeddings; row: number }>();
  for (const [list, { phrases }] of pieces.entries()) {
    for (const [row, phrase] of phrases.entries()) {
      const key = phrase.text.toLowerCase();
      const known = rows.get(key);
      if (wanted(phrase) && !known) rows.set(key, { phrase, packed: packed[list]!, row });
      else if (known && wanted(phrase) && known.phrase.language !== phrase.language)
        known.phrase = inBoth(known.phrase);
      if (row % 1024 === 1023) yield;
    }
  }
  const all = [...rows.values()];
  return {
    phrases: all.map(({ phrase }) => phrase),
    packed: yield* PackedEmbeddings.pick(all, width),
  };
}
