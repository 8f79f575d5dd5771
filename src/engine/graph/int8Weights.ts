import { open } from 'node:fs/promises';
import type { Linear, CausalTextTower } from '../checkpoint/clipCheckpoint';
import { readSafetensors, type TensorSlice } from '../checkpoint/safetensors';
import { safetensorsHeader, type TensorOutline } from '../checkpoint/safetensorsHeader';
import { attentionRounders } from './attentionRounders';
import { inputs, outputs, quantize } from './quantize';

/** y = (x · weight) · scale + bias */
export interface Int8Matrix {
  /** int8 `[in, out]` */
  readonly weight: TensorSlice;
  /** `[out]` */
  readonly scale: TensorSlice;
  /** `[out]` */
  readonly bias: TensorSlice;
}

/** What queries and states come from: `bias` holds `rounder` already, so that subtracting it afterwards rounds. */
export interface AttentionMatrix extends Int8Matrix {
  /** `[out]` */
  readonly rounder: TensorSlice;
}

export interface Int8Weights {
  readonly attention: readonly {
    /** Queries, scaled, keys and values side by side: of all blocks but the last. */
    readonly together?: AttentionMatrix;
    /** The last block reads other rows for queries than for keys and values. */
    readonly apart?: { readonly queries: AttentionMatrix; readonly states: AttentionMatrix };
  }[];
  readonly layers: ReadonlyMap<Linear, Int8Matrix>;
}

/**
 * Quantises a text tower's matrices per output channel, symmetrically, and writes them.
 * @param file a safetensors file that is not there yet
 */
export async function writeInt8Weights(tower: CausalTextTower, file: string): Promise<Int8Weights> {
  const matrices = matricesOf(tower);
  const target = await open(file, 'wx');
  try {
    await target.write(safetensorsHeader(matrices.flatMap(outlines)));
    for (const { layers, block, queries } of matrices) {
      const { weight, scale, bias } = await quantize(layers);
      if (queries) {
        const factor = (tower.width / tower.heads) ** -0.5;
        for (const part of [scale, bias]) for (let i = 0; i < tower.width; i++) part[i]! *= factor;
      }
      const parts: (Float32Array | Int8Array)[] = [weight, scale, bias];
      if (block !== undefined) {
        const rounders = await attentionRounders(tower, block, { weight, scale, bias }, queries === true);
        rounders.forEach((rounder, i) => (bias[i]! += rounder));
        parts.push(rounders);
      }
      for (const { buffer, byteOffset, byteLength } of parts)
        await target.write(new Uint8Array(buffer, byteOffset, byteLength));
    }
  } finally {
    await target.close();
  }
  return locate(tower, (await readSafetensors(file)).tensors);
}

function locate(tower: CausalTextTower, tensors: ReadonlyMap<string, TensorSlice>): Int8Weights {
  const matrix = (name: string): Int8Matrix => ({
    weight: tensors.get(`${name}.weight`)!,
    scale: tensors.get(`${name}.scale`)!,
    bias: tensors.get(`${name}.bias`)!,
  });
  const rounding = (name: string): AttentionMatrix => ({
    ...matrix(name),
    rounder: tensors.get(`${name}.rounder`)!,
  });
  return {
    attention: tower.blocks.map((_, i) =>
      i < tower.blocks.length - 1
        ? { together: rounding(`${i}.attention`) }
        : { apart: { queries: rounding(`${i}.queries`), states: rounding(`${i}.states`) } },
    ),
    layers: new Map(
      matricesOf(tower).flatMap(({ name, layers, block }) =>
        block === undefined ? [[layers[0]!, matrix(name)] as const] : [],
      ),
    ),
  };
}

interface Matrix {
  readonly name: string;
  /** They read the same rows. */
  readonly layers: readonly Linear[];
  /** Whose attention reads it. */
  readonly block?: number;
  /** The first layer makes queries. */
  readonly queries?: boolean;
}

function matricesOf({ blocks, projection }: CausalTextTower): Matrix[] {
  const attention = (i: number): Matrix[] => {
    const { query, key, value } = blocks[i]!;
    return i < blocks.length - 1
      ? [{ name: `${i}.attention`, layers: [query, key, value], block: i, queries: true }]
      : [
          { name: `${i}.queries`, layers: [query], block: i, queries: true },
          { name: `${i}.states`, layers: [key, value], block: i },
        ];
  };
  return [
    ...blocks.flatMap(({ output, up, down }, i) => [
      ...attention(i),
      { name: `${i}.output`, layers: [output] },
      { name: `${i}.up`, layers: [up] },
      { name: `${i}.down`, layers: [down] },
    ]),
    { name: 'projection', layers: [projection] },
  ];
}

function outlines({ name, layers, block }: Matrix): TensorOutline[] {
  const columns = layers.reduce((total, layer) => total + outputs(layer), 0);
  const vector = (part: string): TensorOutline => ({
    name: `${name}.${part}`,
    dtype: 'F32',
    shape: [columns],
  });
  return [
    { name: `${name}.weight`, dtype: 'I8', shape: [inputs(layers[0]!), columns] },
    vector('scale'),
    vector('bias'),
    ...(block === undefined ? [] : [vector('rounder')]),
  ];
}
