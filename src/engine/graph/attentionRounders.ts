import type { CausalTextTower } from '../checkpoint/clipCheckpoint';
import { readTensor } from '../checkpoint/tensorValues';
import { gridBits, gridStep, productBits, rounder } from './exactSums';
import type { QuantizedMatrix } from './quantize';

/**
 * The rounder of each channel of a block's queries, keys and values: to a grid as coarse as `exactSums` asks, whatever
 * the text is. Sums of products of queries and keys run over a head, so its channels share a grid; a channel of the
 * values is summed alone, and has its own.
 * @param matrix of `[queries,] keys, values`, not all of them necessarily
 */
export async function attentionRounders(
  tower: CausalTextTower,
  block: number,
  matrix: QuantizedMatrix,
  hasQueries: boolean,
): Promise<Float32Array> {
  const { width, heads, contextLength } = tower;
  const headWidth = width / heads;
  const largest = await largestOutputs(tower, block, matrix);
  const queriesKeys = productBits(headWidth);
  const { values } = gridBits(contextLength);
  const valuesFrom = width * (hasQueries ? 2 : 1);
  return largest.map((own, channel) => {
    if (channel >= valuesFrom) return rounder(gridStep(own, values));
    const head = Math.floor(channel / headWidth) * headWidth;
    return rounder(gridStep(Math.max(...largest.subarray(head, head + headWidth)), queriesKeys));
  });
}

/**
 * Bounds of a layer's outputs, `[out]`. It reads a norm's output, gain · z + shift with |z| = √width, in which rounding to int8
 * moves no element by more than half a step.
 */
async function largestOutputs(
  { width, blocks }: CausalTextTower,
  block: number,
  { weight, scale, bias }: QuantizedMatrix,
): Promise<Float32Array> {
  const norm = blocks[block]!.attentionNorm;
  const [gain, shift] = [await readTensor(norm.gain), await readTensor(norm.bias)];
  const length = Math.sqrt(width);
  let largestInput = 0;
  for (let i = 0; i < width; i++)
    largestInput = Math.max(largestInput, Math.abs(gain[i]!) * length + Math.abs(shift[i]!));
  const halfStep = largestInput / 254;
  const columns = scale.length;
  return scale.map((step, column) => {
    let [gained, shifted, absolute] = [0, 0, 0];
    for (let row = 0; row < width; row++) {
      const each = weight[row * columns + column]! * step;
      gained += (each * gain[row]!) ** 2;
      shifted += each * shift[row]!;
      absolute += Math.abs(each);
    }
    return length * Math.sqrt(gained) + Math.abs(shifted + bias[column]!) + absolute * halfStep;
  });
}
