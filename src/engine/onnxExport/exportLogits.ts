import { EngineError } from '../../core/engineError';
import { broken } from '../checkpoint/safetensors';
import { readScalar } from '../checkpoint/tensorValues';
import { hasWeights, readWeights } from '../checkpoint/weights';
import type { LazySession } from '../session';
import type { ExportConfig } from './exportConfig';

/** Similarities are cos · scale + bias. */
export interface Logits {
  readonly scale: number;
  readonly bias: number;
}

/** What every CLIP that OpenAI published was trained to, the bound it was clipped at (Radford et al. 2021, 2.5). */
const clipScale = 100;

/**
 * Scale and bias that the end of an export's graph computes with: one text, and a picture alike and one unlike.
 * @param session of the graph from embeddings to logits
 * @param width of an embedding
 * @throws EngineError `model-file-broken` where its logits are no line of the cosines
 */
export async function computedLogits(session: LazySession, width: number, file: string): Promise<Logits> {
  const { inputs } = await session.signature();
  const isOfEmbeddings = [...inputs.keys()].sort().join() === 'image_embeds,text_embeds';
  if (!isOfEmbeddings) throw noLine(file);
  const axis = (index: number): Float32Array =>
    Float32Array.from({ length: width }, (_, i) => +(i === index));
  const diagonal = Float32Array.from({ length: width }, (_, i) => (i < 2 ? Math.SQRT1_2 : 0));
  const logits: number[] = [];
  for (const picture of [axis(0), axis(1), diagonal]) {
    const feeds = {
      text_embeds: { data: axis(0), shape: [1, width] },
      image_embeds: { data: picture, shape: [1, width] },
    };
    logits.push((await session.run(feeds)).logits_per_image![0]!);
  }
  const [alike, unlike, between] = logits as [number, number, number];
  const scale = alike - unlike;
  const isLine = Math.abs(unlike + scale * Math.SQRT1_2 - between) < 0.01 * (1 + scale);
  if (!(scale > 0) || !Number.isFinite(scale) || !isLine) throw noLine(file);
  return { scale, bias: unlike };
}

/**
 * Scale and bias of an export whose graphs leave them out. Safetensors in the same folder may have them; without, a
 * CLIP has 100, and a SigLIP cannot be used: its checkpoints differ.
 * @throws EngineError `model-unsupported`, `model-file-broken`
 */
export async function storedLogits({ family }: ExportConfig, folder: string): Promise<Logits> {
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

function noLine(file: string): EngineError {
  return broken(file, 'its logits do not follow from its embeddings');
}
