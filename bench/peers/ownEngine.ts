import { loadModel } from '../../src/engine/loadModel';
import { generatedFolder } from '../folders';
import { names } from './names';
import type { Peer } from './peer';

/** New tokens of one run when nobody types, as the engine's server has it. */
const maxNewTokens = 192;

/** Our engine's model in this process. It reuses what it has computed before, as it does for its users. */
export async function openOwnEngine(folder: string, threads: number): Promise<Peer> {
  const model = await loadModel(folder, { cacheFolder: generatedFolder, threads });
  const width = model.checkpoint.embeddingWidth;
  return {
    name: names.own,
    remembers: true,
    encodeTexts: async (texts) => {
      const embeddings = new Float32Array(texts.length * width);
      for await (const run of model.encodeTexts(texts, { maxNewTokens }))
        for (const { index, embedding } of run) embeddings.set(embedding, index * width);
      return { embeddings };
    },
    encodeImages: async (pixels, count) => ({ embeddings: await model.encodePixels(pixels, count) }),
  };
}
