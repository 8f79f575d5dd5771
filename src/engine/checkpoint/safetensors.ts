import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../core/engineError';
import { DeepJsonError, parseJson } from '../../core/json/parseJson';

/** Bytes of one element. The format has more types than CLIP's weights use: unused tensors may have any of them. */
const elementBytes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F4: 1 / 2,
  F6_E2M3: 3 / 4,
  F6_E3M2: 3 / 4,
  F8_E4M3: 1,
  F8_E4M3FNUZ: 1,
  F8_E5M2: 1,
  F8_E5M2FNUZ: 1,
  F8_E8M0: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
  C64: 8,
} as const;

export type Dtype = keyof typeof elementBytes;

/** Where a tensor's elements lie: row-major, little-endian. */
export interface TensorSlice {
  /** Absolute path of the weights file. */
  readonly file: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** First byte in the file, and how many follow. */
  readonly offset: number;
  readonly bytes: number;
}

export interface SafetensorsFile {
  readonly path: string;
  /** When its header was read, the file was this one. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly tensors: ReadonlyMap<string, TensorSlice>;
}

/** The reference implementation's own limit: a larger header is an attack or not a safetensors file. */
const maxHeaderBytes = 100_000_000;
const maxDimensions = 8;
/** Many times what any checkpoint has; messages name tensors. */
const maxNameLength = 1000;

/**
 * Reads and checks the header of a safetensors file, and nothing else of it: every tensor must lie inside the file,
 * have the size that its shape says, and share no byte with another.
 * Format: https://huggingface.co/docs/safetensors
 * @throws EngineError `model-file-broken`
 */
export async function readSafetensors(file: string): Promise<SafetensorsFile> {
  const handle = await open(file, 'r');
  try {
    const { size, mtimeMs } = await handle.stat();
    const header = await readHeader(handle, file, size);
    return { path: file, size, mtimeMs, tensors: checkTensors(file, header.json, header.end, size) };
  } finally {
    await handle.close();
  }
}

export function broken(file: string, reason: string, cause?: unknown): EngineError {
  return new EngineError('model-file-broken', { file: path.basename(file), reason }, { cause });
}

/** Shape and byte range of `rows` rows of a tensor, from row `from` on. */
export function sliceRows(tensor: TensorSlice, from: number, rows: number): TensorSlice {
  const rowBytes = tensor.bytes / tensor.shape[0]!;
  return {
    ...tensor,
    shape: [rows, ...tensor.shape.slice(1)],
    offset: tensor.offset + from * rowBytes,
    bytes: rows * rowBytes,
  };
}

async function readHeader(
  handle: FileHandle,
  file: string,
  size: number,
): Promise<{ json: Record<string, unknown>; end: number }> {
  if (size < 8) throw broken(file, `${size} bytes are too few for a safetensors file`);
  const lengthBytes = await readExactly(handle, file, 0, 8);
  const length = lengthBytes.readBigUInt64LE();
  if (length > BigInt(maxHeaderBytes)) throw broken(file, `header length ${length} is absurd`);
  const end = 8 + Number(length);
  if (end > size) throw broken(file, `header of ${length} bytes reaches past the file's end (${size} bytes)`);
  const text = (await readExactly(handle, file, 8, Number(length))).toString('utf8');
  try {
    const json = parseJson(text);
    if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('not an object');
    return { json: json as Record<string, unknown>, end };
  } catch (cause) {
    const fault = cause instanceof DeepJsonError ? cause.message : 'not a JSON object';
    throw broken(file, `header is ${fault}`, cause);
  }
}

async function readExactly(handle: FileHandle, file: string, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, at);
  if (bytesRead !== length) throw broken(file, 'file became shorter while it was read');
  return buffer;
}

function checkTensors(
  file: string,
  header: Record<string, unknown>,
  dataStart: number,
  size: number,
): Map<string, TensorSlice> {
  const tensors = new Map<string, TensorSlice>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    if (name.length > maxNameLength) throw broken(file, `a tensor's name has ${name.length} characters`);
    tensors.set(name, checkTensor(file, name, entry, dataStart, size));
  }
  const byOffset = [...tensors].sort(([, a], [, b]) => a.offset - b.offset || a.bytes - b.bytes);
  for (let i = 1; i < byOffset.length; i++) {
    const [before, after] = [byOffset[i - 1]!, byOffset[i]!];
    if (before[1].offset + before[1].bytes > after[1].offset) {
      throw broken(file, `tensors ${before[0]} and ${after[0]} overlap`);
    }
  }
  return tensors;
}

function checkTensor(
  file: string,
  name: string,
  entry: unknown,
  dataStart: number,
  size: number,
): TensorSlice {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(elementBytes, dtype)) {
    throw broken(
      file,
      `tensor ${name} has the unknown type ${(JSON.stringify(dtype) ?? 'missing').slice(0, 80)}`,
    );
  }
  if (!isCounts(shape) || shape.length > maxDimensions)
    throw broken(file, `tensor ${name} has no valid shape`);
  if (!isCounts(offsets) || offsets.length !== 2) throw broken(file, `tensor ${name} has no valid offsets`);
  const [begin, end] = offsets as [number, number];
  if (begin > end || dataStart + end > size) {
    throw broken(file, `tensor ${name} reaches past the file's end (is the download complete?)`);
  }
  const bytes = shape.reduce((product, each) => product * each, elementBytes[dtype as Dtype]);
  if (bytes !== end - begin) {
    throw broken(
      file,
      `tensor ${name} of shape [${shape.join(', ')}] has ${end - begin} bytes, not ${bytes}`,
    );
  }
  return { file, dtype: dtype as Dtype, shape, offset: dataStart + begin, bytes };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
}
