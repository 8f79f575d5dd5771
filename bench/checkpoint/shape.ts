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
