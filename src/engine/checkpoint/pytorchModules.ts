import type { Block, Linear, Norm } from './clipCheckpoint';
import { sliceRows } from './safetensors';
import type { Weights } from './weights';

/** An `nn.Linear` under the names that PyTorch gives its parameters. */
export function linear(weights: Weights, name: string, from: number, to: number): Linear {
  return {
    weight: weights.take(`${name}.weight`, [to, from]),
    layout: 'out-in',
    bias: weights.take(`${name}.bias`, [to]),
  };
}

/** An `nn.LayerNorm`. */
export function norm(weights: Weights, name: string, width: number): Norm {
  return { gain: weights.take(`${name}.weight`, [width]), bias: weights.take(`${name}.bias`, [width]) };
}

/** An `nn.MultiheadAttention`, which stacks its three projections in one matrix: their rows are three byte ranges of it. */
export function multiheadAttention(
  weights: Weights,
  name: string,
  width: number,
): Pick<Block, 'query' | 'key' | 'value' | 'output'> {
  const stackedWeight = weights.take(`${name}.in_proj_weight`, [3 * width, width]);
  const stackedBias = weights.take(`${name}.in_proj_bias`, [3 * width]);
  const third = (index: number): Linear => ({
    weight: sliceRows(stackedWeight, index * width, width),
    layout: 'out-in',
    bias: sliceRows(stackedBias, index * width, width),
  });
  return {
    query: third(0),
    key: third(1),
    value: third(2),
    output: linear(weights, `${name}.out_proj`, width, width),
  };
}
