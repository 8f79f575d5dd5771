import { PackedEmbeddings } from '../core/craft/packedEmbeddings';
import type { Candidates } from '../core/craft/screen';
import type { Checkpoint, Embedder, EmbedOptions, Phrase, Vocabulary } from '../core/ports';
import { paced } from '../core/steps';
import { KeptPhrases } from '../files/keptPhrases';
import { pauses } from '../files/pauses';

/** Longer lists are embedded in int8, which is faster: they are screened only. */
const mostInFp32 = 4096;
/** A request's texts: more would be memory that nothing needs at once. */
const textsAtOnce = 512;

export interface EmbedPhrasesOptions extends Pick<EmbedOptions, 'signal' | 'onProgress'> {
  /** Where embeddings of lists are kept; nowhere when undefined. */
  readonly cacheFolder?: string;
}

/**
 * The phrases of vocabularies with their embeddings, each text once: from disk where these lists were embedded with this
 * checkpoint before, else made at the lowest priority, piece by piece.
 * @throws EngineError, and the signal's reason: what was finished of the lists is kept
 */
export async function embedPhrases(
  vocabularies: readonly Vocabulary[],
  wanted: (phrase: Phrase) => boolean,
  embedder: Embedder,
  { cacheFolder, signal, onProgress }: EmbedPhrasesOptions = {},
): Promise<Candidates> {
  const checkpoint = await embedder.checkpoint({ signal });
  const texts = vocabularies.map(({ phrases }) => phrases.map(({ text }) => text));
  const total = texts.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  const packed: PackedEmbeddings[] = [];
  for (const list of texts) {
    const before = done;
    packed.push(
      await embedList(list, checkpoint, embedder, {
        cacheFolder,
        signal,
        onDone: (count) => {
          done = before + count;
          onProgress?.({ phase: 'texts', done, total });
        },
      }),
    );
  }
  return paced(unite(vocabularies, packed, wanted, checkpoint.embeddingWidth), pauses(signal));
}

async function embedList(
  texts: readonly string[],
  checkpoint: Checkpoint,
  embedder: Embedder,
  {
    cacheFolder,
    signal,
    onDone,
  }: Pick<EmbedPhrasesOptions, 'cacheFolder' | 'signal'> & { readonly onDone: (count: number) => void },
): Promise<PackedEmbeddings> {
  const precision = texts.length > mostInFp32 ? 'int8' : 'fp32';
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

function* unite(
  vocabularies: readonly Vocabulary[],
  packed: readonly PackedEmbeddings[],
  wanted: (phrase: Phrase) => boolean,
  width: number,
): Generator<void, Candidates> {
  const rows = new Map<string, { phrase: Phrase; packed: PackedEmbeddings; row: number }>();
  for (const [list, { phrases }] of vocabularies.entries()) {
    for (const [row, phrase] of phrases.entries()) {
      const key = phrase.text.toLowerCase();
      if (wanted(phrase) && !rows.has(key)) rows.set(key, { phrase, packed: packed[list]!, row });
      if (row % 1024 === 1023) yield;
    }
  }
  const all = [...rows.values()];
  return {
    phrases: all.map(({ phrase }) => phrase),
    packed: yield* PackedEmbeddings.pick(all, width),
  };
}
