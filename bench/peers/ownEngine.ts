import type { Precision } from '../../src/core/ports';
import { loadModel } from '../../src/engine/loadModel';
import { generatedFolder } from '../folders';
import { names } from './names';
import type { Encoded, Peer } from './peer';

/** New tokens of one run when nobody types, as the engine's server has it. */
const tokensPerRun = 192;

/**
 * Our engine's model in this process, in both precisions of its texts. It reuses what it has computed before, as it
 * does for its users.
 */
export async function openOwnEngine(folder: string, threads: number): Promise<readonly Peer[]> {
  const model = await loadModel(folder, { cacheFolder: generatedFolder, threads });
  await model.prepareTexts?.('int8');
  const width = model.checkpoint.embeddingWidth;
  const encodeTexts = async (texts: readonly string[], precision: Precision): Promise<Encoded> => {
    const embeddings = new Float32Array(texts.length * width);
    const tokens = model.tokenize(texts).map(({ ids }) => ids);
    for await (const run of model.encodeTokens(tokens, { tokensPerRun, precision }))
      for (const { index, embedding } of run) embeddings.set(embedding, index * width);
    return { embeddings };
  };
  return [
    {
      name: names.own,
      remembers: true,
      encodeTexts: (texts) => encodeTexts(texts, 'fp32'),
      encodeImages: async (pixels, count) => ({ embeddings: await model.encodePixels(pixels, count) }),
    },
    {
      name: names.ownInt8,
      remembers: true,
      approximate: true,
      encodeTexts: (texts) => encodeTexts(texts, 'int8'),
    },
  ];
}
