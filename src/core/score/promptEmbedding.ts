import { ensemble } from '../clip/similarity';
import { EngineError } from '../engineError';
import type { Checkpoint } from '../ports';

/**
 * The embedding of a prompt from those of its filled templates, of unit length.
 * @throws EngineError when the checkpoint gave something that has no direction: its weights cannot be right
 */
export function promptEmbedding(
  embeddings: readonly Float32Array[],
  { id }: Pick<Checkpoint, 'id'>,
): Float32Array {
  const embedding = ensemble(embeddings);
  if (embedding === undefined) {
    throw new EngineError('model-file-broken', { file: id, reason: 'an embedding of a text is not finite' });
  }
  return embedding;
}
