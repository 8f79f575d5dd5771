import { normalized } from '../core/clip/similarity';
import { EngineError } from '../core/engineError';

/**
 * @param file whose weights made it, for the error
 * @throws EngineError `model-file-broken` when finite weights still made something that points nowhere
 */
export function unitEmbedding(projected: Float32Array, file = 'model.safetensors'): Float32Array {
  const embedding = normalized(projected);
  if (!embedding) {
    const reason = 'its numbers overflow: an embedding has no direction';
    throw new EngineError('model-file-broken', { file, reason });
  }
  return embedding;
}
