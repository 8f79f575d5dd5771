import type { TextTower } from './checkpoint/clipCheckpoint';
import type { TextAttention } from '../core/ports';
import type { ModelAttention, ModelPictureAttention } from './model';
import type { PassingSession } from './passingSession';
import type { ClipTokenizer } from './text/clipTokenizer';
import { pooledPrefix } from './text/pooledPrefix';

export interface AttentionReaderParts {
  /** Sees to it that the graphs are there, which may have to be written. */
  readonly graphs: () => Promise<unknown>;
  /** Of `visionAttentionGraph` or `resNetAttentionGraph`. */
  readonly image: PassingSession;
  /** Of `textAttentionGraph`. */
  readonly text: PassingSession;
  readonly tokenizer: ClipTokenizer;
  readonly pooling: TextTower['pooling'];
  readonly imageSize: number;
  /** Places along an edge of the picture. */
  readonly side: number;
}

/** Reads the attention of both towers. */
export class AttentionReader implements ModelAttention {
  readonly #parts: AttentionReaderParts;

  constructor(parts: AttentionReaderParts) {
    this.#parts = parts;
  }

  async prepare(): Promise<void> {
    await this.#parts.graphs();
  }

  async ofPicture(pixels: Float32Array): Promise<ModelPictureAttention> {
    const { image, imageSize, side } = this.#parts;
    const { own, rollout } = await image.run({
      pixel_values: { data: pixels, shape: [1, 3, imageSize, imageSize] },
    });
    const tokens = 1 + side ** 2;
    return {
      rows: side,
      columns: side,
      layers: own!.length / tokens,
      own: withoutFirst(own!, tokens),
      rollout: withoutFirst(rollout!, tokens),
    };
  }

  async ofText(text: string): Promise<TextAttention> {
    const { tokenizer, pooling, text: session } = this.#parts;
    const { ids: all, lostFrom } = tokenizer.tokenize(text);
    const ids = pooledPrefix(all, pooling, tokenizer.endToken);
    const tokens = ids.length;
    const { own, rollout } = await session.run({
      ids: { data: BigInt64Array.from(ids, BigInt), shape: [tokens] },
      pos_ids: { data: BigInt64Array.from(ids, (_, i) => BigInt(i)), shape: [tokens] },
      bias: { data: causalBias(tokens), shape: [1, 1, tokens, tokens] },
    });
    return {
      tokens,
      spans: tokenizer.spans(text, tokens - 2),
      layers: own!.length / tokens,
      own: own!.slice(),
      rollout: rollout!.slice(),
      ...(lostFrom !== undefined && { lostFrom }),
    };
  }

  async dispose(): Promise<void> {
    await Promise.all([this.#parts.image.dispose(), this.#parts.text.dispose()]);
  }
}

/** The rows of a matrix without their first element, which is the token's own. */
function withoutFirst(matrix: Float32Array, columns: number): Float32Array {
  return matrix.filter((_, i) => i % columns !== 0);
}

/** Added to the logit of what comes later: larger than any logit is. */
const maskedBias = -1e9;

function causalBias(tokens: number): Float32Array {
  const bias = new Float32Array(tokens * tokens);
  for (let row = 0; row < tokens; row++) bias.fill(maskedBias, row * tokens + row + 1, (row + 1) * tokens);
  return bias;
}
