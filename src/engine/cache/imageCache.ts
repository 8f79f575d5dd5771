import { join } from 'node:path';
import { preprocessVersion } from '../../core/clip/preprocess';
import { embeddingsFolder } from '../../files/keptPictures';
import type { Model } from '../model';
import { EmbeddingCache } from './embeddingCache';

/** The cache of a checkpoint's image embeddings. */
export function imageCache(
  cacheFolder: string,
  { checkpoint, preprocessing }: Pick<Model, 'checkpoint' | 'preprocessing'>,
  log: (message: string) => void,
  maxBytes?: number,
): EmbeddingCache {
  return new EmbeddingCache({
    folder: join(cacheFolder, embeddingsFolder),
    context: JSON.stringify([checkpoint.hash, preprocessVersion, preprocessing]),
    embeddingWidth: checkpoint.embeddingWidth,
    maxBytes,
    onUnwritable: (error) => log(`Image embeddings cannot be kept in ${cacheFolder}: ${String(error)}`),
  });
}
