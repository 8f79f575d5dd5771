import { usualRunSizes } from './model';
import type { LazySession } from './session';
import { unitEmbedding } from './unitEmbedding';

const picturesPerRun = usualRunSizes.pictures.idle;

/** Encodes preprocessed pictures with the image graph. */
export class ImageEncoder {
  readonly #session: Pick<LazySession, 'run' | 'dispose'>;
  readonly #imageSize: number;
  readonly #embeddingWidth: number;

  constructor(session: Pick<LazySession, 'run' | 'dispose'>, imageSize: number, embeddingWidth: number) {
    this.#session = session;
    this.#imageSize = imageSize;
    this.#embeddingWidth = embeddingWidth;
  }

  /**
   * @param pixels `[count, 3, imageSize, imageSize]`, row-major
   * @returns unit-length embeddings `[count, embeddingWidth]`, row-major
   */
  async encode(pixels: Float32Array, count: number): Promise<Float32Array> {
    const picture = 3 * this.#imageSize ** 2;
    if (pixels.length !== count * picture) {
      throw new RangeError(`${pixels.length} values are not ${count} pictures of ${picture}`);
    }
    const width = this.#embeddingWidth;
    const result = new Float32Array(count * width);
    for (let start = 0; start < count; start += picturesPerRun) {
      const size = Math.min(picturesPerRun, count - start);
      const { image_embeds: embeddings } = await this.#session.run({
        pixel_values: {
          data: pixels.subarray(start * picture, (start + size) * picture),
          shape: [size, 3, this.#imageSize, this.#imageSize],
        },
      });
      for (let i = 0; i < size; i++) {
        result.set(unitEmbedding(embeddings!.subarray(i * width, (i + 1) * width)), (start + i) * width);
      }
    }
    return result;
  }

  dispose(): Promise<void> {
    return this.#session.dispose();
  }
}
