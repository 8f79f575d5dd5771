import { open, type FileHandle } from 'node:fs/promises';
import { workUnits } from '../workUnits';
import { broken, type TensorSlice } from './safetensors';

/** Bytes of weights in memory at a time. */
const chunkBytes = 4 * 1024 * 1024;

/**
 * A tensor's elements as float32, in chunks. F16 and BF16 widen exactly.
 * @throws EngineError `model-file-broken` at an infinite element or one that is not a number
 */
export async function* readFloats(
  tensor: TensorSlice,
  handle: FileHandle,
): AsyncGenerator<Float32Array<ArrayBuffer>> {
  const elementBytes = tensor.dtype === 'F32' ? 4 : 2;
  for (let done = 0; done < tensor.bytes; done += chunkBytes) {
    const bytes = new Uint8Array(Math.min(chunkBytes, tensor.bytes - done));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, tensor.offset + done);
    if (bytesRead !== bytes.length) throw broken(tensor.file, 'file became shorter while it was read');
    const floats = elementBytes === 4 ? new Float32Array(bytes.buffer) : widen(tensor.dtype, bytes.buffer);
    if (!allFinite(floats))
      throw broken(tensor.file, 'weights hold infinite numbers or ones that are none (NaN)');
    workUnits.progress();
    yield floats;
  }
}

/** A tensor's elements as float32, all in memory. */
export async function readTensor(tensor: TensorSlice): Promise<Float32Array<ArrayBuffer>> {
  const values = new Float32Array(tensor.shape.reduce((product, size) => product * size, 1));
  const handle = await open(tensor.file, 'r');
  try {
    let done = 0;
    for await (const floats of readFloats(tensor, handle)) {
      values.set(floats, done);
      done += floats.length;
    }
  } finally {
    await handle.close();
  }
  return values;
}

/** The one element of a scalar tensor. */
export async function readScalar(tensor: TensorSlice): Promise<number> {
  const handle = await open(tensor.file, 'r');
  try {
    for await (const floats of readFloats(tensor, handle)) return floats[0]!;
    throw broken(tensor.file, 'a scalar is empty');
  } finally {
    await handle.close();
  }
}

function widen(dtype: TensorSlice['dtype'], buffer: ArrayBuffer): Float32Array<ArrayBuffer> {
  const halves = new Uint16Array(buffer);
  const bits = new Uint32Array(halves.length);
  if (dtype === 'BF16') for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16;
  else for (let i = 0; i < halves.length; i++) bits[i] = float16Bits[halves[i]!]!;
  return new Float32Array(bits.buffer);
}

/** The float32 bits of every float16: a look-up is several times faster than the arithmetic. */
const float16Bits = Uint32Array.from({ length: 65_536 }, (_, half) => {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 0x1f) return (sign | 0x7f800000 | (mantissa << 13)) >>> 0;
  if (exponent > 0) return (sign | ((exponent + 112) << 23) | (mantissa << 13)) >>> 0;
  const subnormal = new Float32Array([mantissa * 2 ** -24]);
  return (sign | new Uint32Array(subnormal.buffer)[0]!) >>> 0;
});

function allFinite(floats: Float32Array<ArrayBuffer>): boolean {
  const bits = new Uint32Array(floats.buffer);
  for (let i = 0; i < bits.length; i++) if ((bits[i]! & 0x7f800000) === 0x7f800000) return false;
  return true;
}
