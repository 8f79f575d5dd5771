import { EngineError } from '../../core/engineError';
import { broken } from '../checkpoint/safetensors';
import { readScalar } from '../checkpoint/tensorValues';
import { hasWeights, readWeights } from '../checkpoint/weights';
import type { ExportConfig } from './exportConfig';
import type { ExportedTowers } from './exportedTowers';

/** Similarities are cos · scale + bias. */
export interface Logits {
  readonly scale: number;
  readonly bias: number;
}

/** What every CLIP that OpenAI published was trained to, the bound it was clipped at (Radford et al. 2021, 2.5). */
const clipScale = 100;

/**
 * Scale and bias of an export. One graph with both towers tells them by its logits; two graphs leave them out, and
 * safetensors in the same folder may have them. Without either, a CLIP has 100, and a SigLIP cannot be used: its
 * checkpoints differ.
 * @param texts two different ones, as token ids
 * @throws EngineError `model-unsupported`, `model-file-broken`
 */
export async function exportLogits(
  towers: ExportedTowers,
  texts: readonly (readonly number[])[],
  { family, imageSize }: ExportConfig,
  folder: string,
): Promise<Logits> {
  const pictures = [new Float32Array(3 * imageSize ** 2), stripes(imageSize)];
  const pairs: { cosine: number; logit: number }[] = [];
  for (const text of texts) {
    for (const picture of pictures) {
      const pair = await towers.pair(text, picture);
      if (pair) pairs.push(pair);
    }
  }
  if (pairs.length > 0) return lineThrough(pairs, folder);
  const weights = (await hasWeights(folder)) ? await readWeights(folder) : undefined;
  if (weights?.has('logit_scale')) {
    const shape = family === 'siglip' ? [1] : [];
    const bias = weights.has('logit_bias') ? await readScalar(weights.take('logit_bias', shape)) : 0;
    return { scale: Math.exp(await readScalar(weights.take('logit_scale', shape))), bias };
  }
  if (family === 'clip') return { scale: clipScale, bias: 0 };
  const kind = 'SigLIP as two ONNX graphs without its scale (add onnx/model.onnx or model.safetensors)';
  throw new EngineError('model-unsupported', { kind });
}

/** Least squares. */
function lineThrough(pairs: readonly { cosine: number; logit: number }[], folder: string): Logits {
  const mean = (value: (pair: { cosine: number; logit: number }) => number): number =>
    pairs.reduce((sum, pair) => sum + value(pair), 0) / pairs.length;
  const [cosine, logit] = [mean((pair) => pair.cosine), mean((pair) => pair.logit)];
  const variance = mean((pair) => (pair.cosine - cosine) ** 2);
  const scale = mean((pair) => (pair.cosine - cosine) * (pair.logit - logit)) / variance;
  const worst = Math.max(
    ...pairs.map((pair) => Math.abs(pair.logit - logit - scale * (pair.cosine - cosine))),
  );
  if (!(scale > 0) || !Number.isFinite(scale) || worst > 0.01 * (1 + scale)) {
    throw broken(folder, 'the logits of its ONNX graph do not follow from its embeddings');
  }
  return { scale, bias: logit - scale * cosine };
}

/** Any picture that is not all one colour, `[3, edge, edge]`. */
function stripes(edge: number): Float32Array {
  return Float32Array.from({ length: 3 * edge * edge }, (_, i) => Math.sin(i / 5));
}
