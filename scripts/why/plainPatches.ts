import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { VisionTransformer } from '../../src/engine/checkpoint/clipCheckpoint';
import { readCheckpoint } from '../../src/engine/checkpoint/readCheckpoint';
import { readSafetensors } from '../../src/engine/checkpoint/safetensors';
import { Weights } from '../../src/engine/checkpoint/weights';
import { weightsHash } from '../../src/engine/checkpoint/weightsHash';
import { openEntryPlace } from '../../src/engine/graph/entryPlace';
import { graphsOf } from '../../src/engine/graph/graphCache';
import { GraphBuilder } from '../../src/engine/graph/graphBuilder';
import { reshape, slice } from '../../src/engine/graph/shapes';
import { afterAttention, layerNorm, linear } from '../../src/engine/graph/transformerBlock';
import { attention, embedPatches, readValues, tokenCounts } from '../../src/engine/graph/visionBlocks';
import { localPictures } from '../../src/engine/images/pictures';
import { LazySession } from '../../src/engine/session';

/** What CLIP itself makes of the patches in its last layer: the naive map that every other is held against. */
export interface PlainPatches {
  /** `[cells, embeddingWidth]`, not normalised. */
  features(file: string): Promise<Float32Array>;
  close(): Promise<void>;
}

/** @param folder of a ViT checkpoint with safetensors */
export async function plainPatches(folder: string): Promise<PlainPatches> {
  const contents = await readCheckpoint(folder);
  const weights = await Promise.all(contents.weights.files.map((file) => weightsHash(file.path, undefined)));
  const place = await openEntryPlace(undefined);
  const { places } = await graphsOf({ path: folder, contents, weights, hash: 'plain' }, place);
  const beside = path.dirname(places);
  const moved = await Promise.all(
    weights.map((_, i) => readSafetensors(path.join(beside, `weights-${i}.safetensors`))),
  );
  const { image, embeddingWidth } = contents.locate(new Weights(moved));
  if (image.kind !== 'vit') throw new Error(`${folder} holds no ViT`);
  const file = path.join(beside, 'plain.onnx');
  await writeFile(file, plainGraph(image, embeddingWidth));
  const session = new LazySession(() => Promise.resolve(file), 2);
  const pictures = localPictures(contents.preprocessing, image.imageSize);
  const { signal } = new AbortController();
  return {
    features: async (picture) => {
      const { pixels } = (await pictures.prepare(picture, 'over-white', signal)).picture;
      const { imageSize: edge } = image;
      const found = await session.run({ pixel_values: { data: pixels, shape: [1, 3, edge, edge] } });
      return found.patches!;
    },
    close: async () => {
      await session.dispose();
      await place.close();
    },
  };
}

/** All blocks for all tokens, and the last layer's patches where the class token would be read. */
function plainGraph(tower: VisionTransformer, embeddingWidth: number): Uint8Array {
  const { width, normEpsilon, imageSize } = tower;
  const { tokens, patches } = tokenCounts(tower);
  const graph = new GraphBuilder(path.basename);
  const pixels = graph.input('pixel_values', 'float', [1, 3, imageSize, imageSize]);
  const sequence = embedPatches(graph, tower, pixels);
  let x = layerNorm(graph, reshape(graph, sequence, -1, width), tower.firstNorm, normEpsilon);
  for (const block of tower.blocks) {
    const normed = layerNorm(graph, x, block.attentionNorm, normEpsilon);
    const { weights, values } = attention(graph, tower, block, normed, normed, tokens);
    x = afterAttention(graph, x, readValues(graph, tower, weights, values), block, tower);
  }
  const places = slice(graph, layerNorm(graph, x, tower.finalNorm, normEpsilon), 0, 1, tokens);
  graph.operator('Identity', [linear(graph, places, tower.projection)], { as: 'patches' });
  graph.output('patches', 'float', [patches, embeddingWidth]);
  return graph.encode('plain patches');
}
