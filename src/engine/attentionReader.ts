import type { CausalTextTower } from './checkpoint/clipCheckpoint';
import type { AttentionByLayer, TextAttention } from '../core/ports';
import type { ModelAttention, ModelPictureAttention } from './model';
import type { PassingSession } from './passingSession';
import type { ClipTokenizer } from './text/clipTokenizer';
import { filled, type Filling } from './text/filling';
import { pooledPrefix } from './text/pooledPrefix';

/** How the text tower reads: see `CausalTextTower` and `PaddedTextTower`. */
export type TextReading =
  | { readonly kind: 'causal'; readonly pooling: CausalTextTower['pooling'] }
  | { readonly kind: 'padded'; readonly filling: Filling };

export interface AttentionReaderParts {
  /** Sees to it that the graphs are there, which may have to be written. */
  readonly graphs: () => Promise<unknown>;
  /** Of `visionAttentionGraph`, `pooledAttentionGraph` or `resNetAttentionGraph`. */
  readonly image: PassingSession;
  /** Of `textAttentionGraph`. */
  readonly text: PassingSession;
  readonly tokenizer: ClipTokenizer;
  readonly reading: TextReading;
  readonly imageSize: number;
  /** Places along an edge of the picture. */
  readonly side: number;
  /** The picture's own token is read too, before all places. */
  readonly hasOwnToken: boolean;
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
    const { image, imageSize, side, hasOwnToken } = this.#parts;
    const { own, rollout } = await image.run({
      pixel_values: { data: pixels, shape: [1, 3, imageSize, imageSize] },
    });
    const tokens = (hasOwnToken ? 1 : 0) + side ** 2;
    const places = (matrix: Float32Array): Float32Array =>
      hasOwnToken ? withoutFirst(matrix, tokens) : matrix.slice();
    return {
      rows: side,
      columns: side,
      hasOwnToken,
      layers: own!.length / tokens,
      own: places(own!),
      rollout: places(rollout!),
    };
  }

  async ofText(text: string): Promise<TextAttention> {
    const { tokenizer, reading } = this.#parts;
    const { ids, lostFrom } = tokenizer.tokenize(text);
    const { tokens, layers, own, rollout } = await (reading.kind === 'causal'
      ? this.#ofCausal(pooledPrefix(ids, reading.pooling, tokenizer.endToken))
      : this.#ofPadded(ids, reading.filling));
    const spans = tokenizer.spans(text, tokens - 2);
    return { tokens, spans, layers, own, rollout, ...(lostFrom !== undefined && { lostFrom }) };
  }

  async #ofCausal(ids: readonly number[]): Promise<TokenAttention> {
    const tokens = ids.length;
    return { tokens, ...(await this.#run(ids, causalBias(tokens))) };
  }

  /**
   * Laid out as CLIP's: the first column is a begin token's, which nothing is read of where there is none, and the last one the
   * end token's with all that fills the text up, as it is there that the text's state comes about.
   */
  async #ofPadded(ids: readonly number[], filling: Filling): Promise<TokenAttention> {
    const hasBegin = this.#parts.tokenizer.hasBegin;
    const words = ids.length - (hasBegin ? 2 : 1);
    const from = filling.side === 'left' ? filling.length - ids.length : 0;
    const { layers, own, rollout } = await this.#run(
      filled(ids, filling),
      new Float32Array(filling.length ** 2),
    );
    const columns = words + 2;
    const laidOut = (matrix: Float32Array): Float32Array => {
      const result = new Float32Array(layers * columns);
      for (let i = 0; i < matrix.length; i++) {
        const token = (i % filling.length) - from;
        const isOfText = token >= 0 && token < ids.length - 1;
        const column = isOfText ? token + (hasBegin ? 0 : 1) : columns - 1;
        result[Math.floor(i / filling.length) * columns + column]! += matrix[i]!;
      }
      return result;
    };
    return { tokens: columns, layers, own: laidOut(own), rollout: laidOut(rollout) };
  }

  async #run(ids: readonly number[], bias: Float32Array): Promise<AttentionByLayer> {
    const tokens = ids.length;
    const { own, rollout } = await this.#parts.text.run({
      ids: { data: BigInt64Array.from(ids, BigInt), shape: [tokens] },
      pos_ids: { data: BigInt64Array.from(ids, (_, i) => BigInt(i)), shape: [tokens] },
      bias: { data: bias, shape: [1, 1, tokens, tokens] },
    });
    return { layers: own!.length / tokens, own: own!.slice(), rollout: rollout!.slice() };
  }

  async dispose(): Promise<void> {
    await Promise.all([this.#parts.image.dispose(), this.#parts.text.dispose()]);
  }
}

type TokenAttention = Pick<TextAttention, 'tokens' | keyof AttentionByLayer>;

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
