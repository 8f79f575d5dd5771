import { broken } from '../checkpoint/safetensors';
import { inputShape, perRun, runGraph, type OpenGraph } from './openGraph';

/** Pictures of one run, where the graph takes more than one. */
const runSize = 8;

/** The image tower of an ONNX export. */
export class ExportedImages {
  readonly #graph: OpenGraph;
  readonly #imageSize: number;

  /** @throws EngineError `model-file-broken`, `model-unsupported` where the graph asks for what is not given here */
  constructor(graph: OpenGraph, imageSize: number) {
    this.#graph = graph;
    this.#imageSize = imageSize;
    const [, channels, height, width] = inputShape(graph, 'pixel_values', 'float32', 4);
    if ((channels ?? 3) !== 3 || (height ?? imageSize) !== imageSize || (width ?? imageSize) !== imageSize) {
      throw broken(graph.path, `takes ${height} × ${width} pixels, the configuration says ${imageSize}`);
    }
  }

  /**
   * @param pixels `[count, 3, imageSize, imageSize]`
   * @returns unit-length embeddings
   */
  async embed(pixels: Float32Array, count: number): Promise<Float32Array[]> {
    const picture = 3 * this.#imageSize ** 2;
    if (pixels.length !== count * picture) {
      throw new RangeError(`${pixels.length} values are not ${count} pictures of ${picture}`);
    }
    const embeddings: Float32Array[] = [];
    const most = perRun(this.#graph, 'pixel_values', runSize);
    for (let start = 0; start < count; start += most) {
      const size = Math.min(most, count - start);
      const data = pixels.subarray(start * picture, (start + size) * picture);
      const shape = [size, 3, this.#imageSize, this.#imageSize];
      embeddings.push(...(await runGraph(this.#graph, { pixel_values: { data, shape } }, size)));
    }
    return embeddings;
  }
}
