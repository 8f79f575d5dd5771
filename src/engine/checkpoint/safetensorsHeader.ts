import type { Dtype } from './safetensors';

/** A tensor to be written: row-major, little-endian. */
export interface TensorOutline {
  readonly name: string;
  readonly dtype: Dtype & ('F32' | 'I8');
  readonly shape: readonly number[];
}

const elementBytes = { F32: 4, I8: 1 } as const;

/** The head of a safetensors file whose tensors follow each other as they are given. */
export function safetensorsHeader(tensors: readonly TensorOutline[]): Uint8Array {
  const header: Record<string, unknown> = {};
  let offset = 0;
  for (const { name, dtype, shape } of tensors) {
    const end = offset + shape.reduce((product, size) => product * size, elementBytes[dtype]);
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((8 - (json.length % 8)) % 8, ' '); // as the reference implementation aligns the data
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length + padding.length));
  return Buffer.concat([length, json, padding]);
}
