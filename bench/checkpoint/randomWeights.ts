import { open } from 'node:fs/promises';
import { seededRandom } from '../../src/core/spell/seededRandom';
import type { ClipShape } from './shape';
import { tensorsOf, type RandomTensor } from './tensors';

/** Values written at a time. */
const chunk = 1 << 20;

/** Writes a safetensors file of the shape with the same random float32 numbers on every machine. */
export async function writeRandomWeights(file: string, shape: ClipShape): Promise<void> {
  const tensors = [...tensorsOf(shape)];
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(header(tensors));
    const random = seededRandom(1);
    for (const tensor of tensors) {
      for (let done = 0, count = countOf(tensor); done < count; done += chunk) {
        const values = Float32Array.from({ length: Math.min(chunk, count - done) }, () =>
          uniform(tensor, random),
        );
        await handle.writeFile(new Uint8Array(values.buffer));
      }
    }
  } finally {
    await handle.close();
  }
}

/** Uniform rather than normal: speed does not depend on the values. */
function uniform({ mean, deviation }: RandomTensor, random: () => number): number {
  return mean + (2 * random() - 1) * Math.sqrt(3) * deviation;
}

function header(tensors: readonly RandomTensor[]): Buffer {
  const entries: Record<string, unknown> = {};
  let offset = 0;
  for (const tensor of tensors) {
    const end = offset + 4 * countOf(tensor);
    entries[tensor.name] = { dtype: 'F32', shape: tensor.shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(entries));
  const padding = Buffer.alloc((8 - (json.length % 8)) % 8, ' ');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length + padding.length));
  return Buffer.concat([length, json, padding]);
}

function countOf({ shape }: RandomTensor): number {
  return shape.reduce((product, size) => product * size, 1);
}
