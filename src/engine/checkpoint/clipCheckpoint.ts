import type { TensorSlice } from './safetensors';

/** GELU as the checkpoint was trained with: `quick` is x · sigmoid(1.702 x), `exact` uses erf, `tanh` approximates it. */
export type Activation = 'quick' | 'exact' | 'tanh';

/** y = x · Wᵀ + b */
export interface Linear {
  readonly weight: TensorSlice;
  /** `out-in` is PyTorch's `nn.Linear`; `in-out` is a bare matrix that x is multiplied with. */
  readonly layout: 'out-in' | 'in-out';
  readonly bias?: TensorSlice;
}

export interface Norm {
  readonly gain: TensorSlice;
  readonly bias: TensorSlice;
}

/** One residual block: attention, then a two-layer perceptron, each after its own layer norm. */
export interface Block {
  readonly attentionNorm: Norm;
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly output: Linear;
  readonly perceptronNorm: Norm;
  readonly up: Linear;
  readonly down: Linear;
}

export interface Transformer {
  readonly width: number;
  readonly heads: number;
  readonly blocks: readonly Block[];
  readonly activation: Activation;
  readonly normEpsilon: number;
}

export type TextTower = CausalTextTower | PaddedTextTower;

interface TextTransformer extends Transformer {
  readonly contextLength: number;
  readonly vocabularySize: number;
  /** `[vocabularySize, width]` */
  readonly tokens: TensorSlice;
  /** `[contextLength, width]` */
  readonly positions: TensorSlice;
  readonly finalNorm: Norm;
  readonly projection: Linear;
}

/** CLIP's: a token reads what stands before it only. */
export interface CausalTextTower extends TextTransformer {
  readonly kind: 'causal';
  /**
   * Whose state is the text's: the first end token's, or the highest id's. The latter is OpenAI's rule, which means
   * the same while the end token is the last of the vocabulary.
   */
  readonly pooling: 'end-token' | 'highest-id';
}

/**
 * SigLIP's: every token reads all others, those that fill the text up to the context included, and the text's state is
 * that of the last place.
 */
export interface PaddedTextTower extends TextTransformer {
  readonly kind: 'padded';
}

export type ImageTower = VisionTransformer | PooledTransformer | ResNetTower;

interface PatchTransformer extends Transformer {
  /** Edges in pixels. */
  readonly imageSize: number;
  readonly patchSize: number;
  /** `[width, 3, patchSize, patchSize]` */
  readonly patches: TensorSlice;
}

/** CLIP's ViT: the picture's state is its class token's. */
export interface VisionTransformer extends PatchTransformer {
  readonly kind: 'vit';
  /** `[width]` */
  readonly classToken: TensorSlice;
  /** `[1 + (imageSize / patchSize)², width]` */
  readonly positions: TensorSlice;
  readonly firstNorm: Norm;
  readonly finalNorm: Norm;
  readonly projection: Linear;
}

/** SigLIP's ViT: no class token; a learnt query reads the patches at the end, and what comes out is the embedding. */
export interface PooledTransformer extends PatchTransformer {
  readonly kind: 'pooled';
  /** `[width]` */
  readonly patchBias: TensorSlice;
  /** `[(imageSize / patchSize)², width]` */
  readonly positions: TensorSlice;
  readonly finalNorm: Norm;
  /** Multi-head attention pooling, with a perceptron after it. */
  readonly pool: {
    /** `[1, 1, width]`, what asks. */
    readonly probe: TensorSlice;
    readonly query: Linear;
    readonly key: Linear;
    readonly value: Linear;
    readonly output: Linear;
    readonly perceptronNorm: Norm;
    readonly up: Linear;
    readonly down: Linear;
  };
}

/** y = (x − mean) / √(variance + ε) · gain + bias, per channel, with the statistics of training. */
export interface BatchNorm {
  readonly gain: TensorSlice;
  readonly bias: TensorSlice;
  readonly mean: TensorSlice;
  readonly variance: TensorSlice;
}

/** A convolution without bias, and the batch norm after it. */
export interface Convolution {
  /** `[to, from, size, size]` */
  readonly weight: TensorSlice;
  /** Edge of its filter in pixels. */
  readonly size: number;
  readonly norm: BatchNorm;
}

/** Three convolutions beside a shortcut. With stride 2 both halve the picture by averaging, as CLIP's ResNet does. */
export interface ResNetBlock {
  readonly stride: 1 | 2;
  readonly reduce: Convolution;
  readonly filter: Convolution;
  readonly expand: Convolution;
  /** Absent where the block's input is added as it is. */
  readonly shortcut?: Convolution;
}

export interface ResNetTower {
  readonly kind: 'resnet';
  /** Edge in pixels. */
  readonly imageSize: number;
  readonly stem: readonly Convolution[];
  readonly stages: readonly (readonly ResNetBlock[])[];
  /** Attention of the mean over all places, in place of an average. */
  readonly pool: {
    readonly width: number;
    readonly heads: number;
    /** Places along an edge. */
    readonly side: number;
    /** `[1 + side², width]` */
    readonly positions: TensorSlice;
    readonly query: Linear;
    readonly key: Linear;
    readonly value: Linear;
    /** To the embedding. */
    readonly output: Linear;
  };
}

/** A CLIP in our own names, whatever names its files use. Holds byte ranges, no weights. */
export interface ClipCheckpoint {
  readonly text: TextTower;
  readonly image: ImageTower;
  readonly embeddingWidth: number;
  /** t of the checkpoint: similarities are cos · exp(t). */
  readonly logLogitScale: TensorSlice;
  /** What is added to similarities, of SigLIP. */
  readonly logitBias?: TensorSlice;
}
