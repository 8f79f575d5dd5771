import { constants } from 'node:fs';
import path from 'node:path';
import { copyFile, link, open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { EngineError } from '../../core/engineError';
import { isSameButForLinks, isSameFile, stampOf } from '../checkpoint/fileStamp';
import { broken, type SafetensorsFile, type TensorSlice } from '../checkpoint/safetensors';
import { safetensorsHeader } from '../checkpoint/safetensorsHeader';
import { readFloats } from '../checkpoint/tensorValues';
import { weightsHash, type HashedFile } from '../checkpoint/weightsHash';

/**
 * Puts a weights file where a graph can point into it: ONNX Runtime refuses data outside the graph's own folder, and
 * symbolic links. A file that is all float32 is linked, or copied where the file system cannot link; half precision
 * is widened into a new file, because the graph computes in float32. What else lies in the file is neither judged nor
 * widened: buffers such as a causal mask hold infinite numbers by right.
 * @param used names of the tensors that the graphs point to
 * @throws EngineError `model-file-broken` where those are not finite, or not those whose header was read
 */
export async function putWeightsBeside(
  weights: SafetensorsFile,
  used: ReadonlySet<string>,
  target: string,
): Promise<void> {
  const floats = [...weights.tensors].filter(([name]) => used.has(name));
  if (floats.every(([, tensor]) => tensor.dtype === 'F32')) await linkChecked(weights, floats, target);
  else await writeFloat32(weights, floats, target);
  const { size, mtimeMs } = await stat(weights.path);
  if (size !== weights.size || mtimeMs !== weights.mtimeMs) {
    throw broken(weights.path, 'it was replaced while it was read');
  }
}

/**
 * Holds that what stands beside a graph was made of the very bytes that were hashed.
 * @param target a link to the original, or what was made of it
 * @throws EngineError `model-changing` where somebody wrote to the original meanwhile
 */
export async function assertMadeOf(original: HashedFile, target: string): Promise<void> {
  await assertUnwritten(original);
  const made = stampOf(target);
  // A link tells of no moment: its bytes are the original's at any time, and only reading them is sure.
  const isLink = made !== undefined && isSameFile(made, original.stamp);
  if (isLink && (await weightsHash(target, undefined)).hash !== original.hash) throw changing(original);
}

/** @throws EngineError `model-changing` where somebody wrote to the file since it was hashed */
export async function assertUnwritten(original: HashedFile): Promise<void> {
  if (!isSameButForLinks(stampOf(original.path), original.stamp)) throw changing(original);
}

function changing({ path: file }: HashedFile): EngineError {
  return new EngineError('model-changing', { file: path.basename(file) });
}

async function linkChecked(
  weights: SafetensorsFile,
  floats: readonly Named[],
  target: string,
): Promise<void> {
  await checkFinite(weights, floats);
  await linkOrCopy(weights.path, target);
}

/** Gives a file a second name, or where the file system cannot, a copy. */
export async function linkOrCopy(file: string, target: string): Promise<void> {
  // The Hub's cache holds symbolic links to its blobs, and a hard link to a symbolic link is none to the weights.
  const original = await realpath(file);
  await link(original, target).catch(() => copyFile(original, target, constants.COPYFILE_FICLONE));
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
      await destination.write(
        safetensorsHeader(ordered.map(([name, { shape }]) => ({ name, dtype: 'F32', shape }))),
      );
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
