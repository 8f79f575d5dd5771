import { cosines } from '../clip/similarity';
import type { Checkpoint, Embedder, EmbedTextsOptions } from '../ports';
import { applyTemplates } from '../score/applyTemplates';
import { byGroup } from '../score/pictureGroups';
import { promptEmbedding } from '../score/promptEmbedding';
import { each, finish, type Steps } from '../steps';

/** What texts are measured on. */
export interface Measure {
  readonly embedder: Embedder;
  /** Whose it is. */
  readonly checkpoint: Pick<Checkpoint, 'id'>;
  /** Embeddings of the pictures, of unit length. */
  readonly pictures: readonly Float32Array[];
  /** Of each picture; see `pictureGroups`. */
  readonly groups: ArrayLike<number>;
  readonly templates: readonly string[];
  readonly options?: EmbedTextsOptions;
  /** Takes long arithmetic's steps; all at once where it is absent. */
  readonly run?: <T>(steps: Steps<T>) => Promise<T>;
}

/** The cosine of a text with each different picture. */
export type Cosines = Float64Array;

/**
 * The cosine of each text with each different picture, as `scoreSpellFile` measures it.
 * @returns by text
 * @throws EngineError when the checkpoint gives a text no direction, and the signal's reason
 */
export async function measureTexts(
  texts: readonly string[],
  {
    embedder,
    checkpoint,
    pictures,
    groups,
    templates,
    options,
    run = async (steps) => finish(steps),
  }: Measure,
): Promise<ReadonlyMap<string, Cosines>> {
  // An embedder that knows all the answers already may not look.
  options?.signal?.throwIfAborted();
  const unique = [...new Set(texts)];
  const filled = await run(
    each(unique, (text) => applyTemplates(text, templates).map((filledIn) => filledIn.text)),
  );
  const sent = [...new Set(filled.flat())];
  const embedded = await embedder.embedTexts(sent, options);
  options?.signal?.throwIfAborted();
  const embeddingOf = new Map(sent.map((text, i) => [text, embedded[i]!.embedding]));
  return new Map(
    await run(
      each(unique, (text, i): [string, Cosines] => {
        const vector = promptEmbedding(
          filled[i]!.map((each) => embeddingOf.get(each)!),
          checkpoint,
        );
        return [text, byGroup(finish(cosines([vector], pictures)), groups)];
      }),
    ),
  );
}
