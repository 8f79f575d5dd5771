import { constants } from 'node:fs';
import { copyFile, link, open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { broken, type SafetensorsFile, type TensorSlice } from '../checkpoint/safetensors';
import { readFloats } from '../checkpoint/tensorValues';

/**
 * Puts a weights file where a graph can point into it: ONNX Runtime refuses data outside the graph's own folder, and
 * symbolic links. A file that is all float32 is linked, or copied where the file system cannot link; half precision
 * is widened into a new file, because the graph computes in float32.
 * @throws EngineError `model-file-broken` at weights that are not finite, or not those whose header was read
 */
export async function putWeightsBeside(weights: SafetensorsFile, target: string): Promise<void> {
  const floats = [...weights.tensors].filter(([, tensor]) => isFloat(tensor));
  if (floats.every(([, tensor]) => tensor.dtype === 'F32')) await linkOrCopy(weights, floats, target);
  else await writeFloat32(weights, floats, target);
  const { size, mtimeMs } = await stat(weights.path);
  if (size !== weights.size || mtimeMs !== weights.mtimeMs) {
    throw broken(weights.path, 'it was replaced while it was read');
  }
}

async function linkOrCopy(weights: SafetensorsFile, floats: readonly Named[], target: string): Promise<void> {
  await checkFinite(weights, floats);
  // The Hub's cache holds symbolic links to its blobs, and a hard link to a symbolic link is none to the weights.
  const original = await realpath(weights.path);
  await link(original, target).catch(() => copyFile(original, target, constants.COPYFILE_FICLONE));
}

function isFloat({ dtype }: TensorSlice): boolean {
  return dtype === 'F32' || dtype === 'F16' || dtype === 'BF16';
}

type Named = readonly [name: string, tensor: TensorSlice];

async function checkFinite(weights: SafetensorsFile, floats: readonly Named[]): Promise<void> {
  const handle = await open(weights.path, 'r');
  try {
    for (const [, tensor] of floats) for await (const _ of readFloats(tensor, handle));
  } finally {
    await handle.close();
  }
}

/** Writes a safetensors file with the same names and shapes, all float32, in the same order. */
async function writeFloat32(
  weights: SafetensorsFile,
  floats: readonly Named[],
  target: string,
): Promise<void> {
  const ordered = [...floats].sort(([, a], [, b]) => a.offset - b.offset);
  const source = await open(weights.path, 'r');
  try {
    const destination = await open(target, 'wx');
    try {
      await destination.write(float32Header(ordered));
      for (const [, tensor] of ordered) await copyFloats(tensor, source, destination);
    } finally {
      await destination.close();
    }
  } finally {
    await source.close();
  }
}

async function copyFloats(tensor: TensorSlice, source: FileHandle, destination: FileHandle): Promise<void> {
  for await (const floats of readFloats(tensor, source)) {
    await destination.write(new Uint8Array(floats.buffer));
  }
}

function float32Header(ordered: readonly Named[]): Uint8Array {
  const header: Record<string, unknown> = {};
  let offset = 0;
  for (const [name, { shape }] of ordered) {
    const end = offset + shape.reduce((product, size) => product * size, 4);
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((8 - (json.length % 8)) % 8, ' '); // as the reference implementation aligns the data
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length + padding.length));
  return Buffer.concat([length, json, padding]);
}
