import { open, type FileHandle } from 'node:fs/promises';
import type { TensorSlice } from '../../src/engine/checkpoint/safetensors';
import { readFloats } from '../../src/engine/checkpoint/tensorValues';

/** Reads whole tensors of a checkpoint as float32. */
export class TensorReader {
  readonly #handles = new Map<string, Promise<FileHandle>>();

  async read(tensor: TensorSlice): Promise<Float32Array> {
    const { file, shape } = tensor;
    if (!this.#handles.has(file)) this.#handles.set(file, open(file, 'r'));
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    let done = 0;
    for await (const part of readFloats(tensor, await this.#handles.get(file)!)) {
      values.set(part, done);
      done += part.length;
    }
    return values;
  }

  /** The transpose of a matrix. */
  async readTransposed(tensor: TensorSlice): Promise<Float32Array> {
    const values = await this.read(tensor);
    const [rows, columns] = tensor.shape as [number, number];
    const transposed = new Float32Array(values.length);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        transposed[column * rows + row] = values[row * columns + column]!;
    return transposed;
  }

  async close(): Promise<void> {
    for (const handle of this.#handles.values()) await (await handle).close();
  }
}
