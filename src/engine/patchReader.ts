import type { ModelPlaces } from './model';
import type { PassingSession } from './passingSession';
import { unitEmbedding } from './unitEmbedding';

/** Reads the places of pictures with the graph that `patchGraph` or `resNetPatchGraph` wrote. */
export class PatchReader {
  readonly #session: Pick<PassingSession, 'run' | 'dispose'>;
  readonly #imageSize: number;
  readonly #embeddingWidth: number;

  constructor(session: Pick<PassingSession, 'run' | 'dispose'>, imageSize: number, embeddingWidth: number) {
    this.#session = session;
    this.#imageSize = imageSize;
    this.#embeddingWidth = embeddingWidth;
  }

  /** See `Model.readPlaces`. */
  async read(pixels: Float32Array, directions: Float32Array, count: number): Promise<ModelPlaces> {
    const width = this.#embeddingWidth;
    const edge = this.#imageSize;
    // The graph wants one text at least.
    const given =
      count === 0
        ? { data: new Float32Array(width), shape: [1, width] }
        : { data: directions, shape: [count, width] };
    const { patch_features, evidence, attention } = await this.#session.run({
      pixel_values: { data: pixels, shape: [1, 3, edge, edge] },
      directions: given,
    });
    const cells = patch_features!.length / width;
    const features = new Float32Array(patch_features!.length);
    for (let cell = 0; cell < cells; cell++)
      features.set(unitEmbedding(patch_features!.subarray(cell * width, (cell + 1) * width)), cell * width);
    const side = Math.sqrt(cells);
    return {
      rows: side,
      columns: side,
      features,
      evidence: count === 0 ? new Float32Array(0) : evidence!.slice(),
      attention: attention!.slice(),
    };
  }

  dispose(): Promise<void> {
    return this.#session.dispose();
  }
}
