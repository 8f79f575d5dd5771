import { readCheckpoint } from '../../src/engine/checkpoint/readCheckpoint';

/** Sizes of one transformer of a CLIP. */
export interface TowerShape {
  readonly width: number;
  readonly perceptron: number;
  readonly blocks: number;
  readonly heads: number;
}

export interface ClipShape {
  readonly embedding: number;
  readonly text: TowerShape & { readonly vocabulary: number; readonly context: number };
  readonly image: TowerShape & { readonly pixels: number; readonly patch: number };
}

/** CLIP ViT-B/32 (Radford et al. 2021), the checkpoint that most people start with. */
export const vitB32: ClipShape = {
  embedding: 512,
  text: { width: 512, perceptron: 2048, blocks: 12, heads: 8, vocabulary: 49_408, context: 77 },
  image: { width: 768, perceptron: 3072, blocks: 12, heads: 12, pixels: 224, patch: 32 },
};

/** The shape of a checkpoint on disk. */
export async function shapeOf(folder: string): Promise<ClipShape> {
  const { text, image, embeddingWidth } = (await readCheckpoint(folder)).checkpoint;
  if (image.kind !== 'vit') throw new Error('the benchmark knows vision transformers only');
  const perceptron = ({ blocks }: typeof text | typeof image): number => blocks[0]!.up.weight.shape[0]!;
  return {
    embedding: embeddingWidth,
    text: {
      width: text.width,
      perceptron: perceptron(text),
      blocks: text.blocks.length,
      heads: text.heads,
      vocabulary: text.vocabularySize,
      context: text.contextLength,
    },
    image: {
      width: image.width,
      perceptron: perceptron(image),
      blocks: image.blocks.length,
      heads: image.heads,
      pixels: image.imageSize,
      patch: image.patchSize,
    },
  };
}
