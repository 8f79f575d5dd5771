import type { Linear, Norm } from './clipCheckpoint';
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
