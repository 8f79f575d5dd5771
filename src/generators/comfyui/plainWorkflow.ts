import type { LoraTag } from './loraTags';
import { readWorkflow, type Workflow } from './workflow/workflow';

/** What a plain graph is made for. */
export interface PlainWishes {
  /** As the server lists it. */
  readonly model: string;
  /** Names as the server lists them. */
  readonly loras: readonly LoraTag[];
  /** More than 1: so many of the text encoder's last layers, less one, are left out. */
  readonly clipSkip?: number;
}

/** Families whose checkpoints are trained on pictures of 1024 × 1024. */
const LARGE = /xl|pony|illustrious|noob|animagine|sd_?3|stable.?diffusion.?3/i;

/** A graph of ours for a checkpoint that is only named: text to picture, one pass, with the server's usual settings. */
export function plainWorkflow({ model, loras, clipSkip = 1 }: PlainWishes): Workflow {
  const edge = LARGE.test(model) ? 1024 : 512;
  const nodes: Record<string, object> = {
    checkpoint: node('CheckpointLoaderSimple', { ckpt_name: model }),
    size: node('EmptyLatentImage', { width: edge, height: edge, batch_size: 1 }),
  };
  let [modelFrom, clipFrom] = [
    ['checkpoint', 0],
    ['checkpoint', 1],
  ];
  for (const [i, { name, strength, textStrength }] of loras.entries()) {
    nodes[`lora${i + 1}`] = node('LoraLoader', {
      lora_name: name,
      strength_model: strength,
      strength_clip: textStrength,
      model: modelFrom,
      clip: clipFrom,
    });
    [modelFrom, clipFrom] = [
      [`lora${i + 1}`, 0],
      [`lora${i + 1}`, 1],
    ];
  }
  if (clipSkip > 1) {
    nodes.layers = node('CLIPSetLastLayer', { stop_at_clip_layer: -clipSkip, clip: clipFrom });
    clipFrom = ['layers', 0];
  }
  Object.assign(nodes, {
    prompt: node('CLIPTextEncode', { text: '', clip: clipFrom }),
    negative: node('CLIPTextEncode', { text: '', clip: clipFrom }),
    sampler: node('KSampler', {
      seed: 0,
      steps: 20,
      cfg: 7,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1,
      model: modelFrom,
      positive: ['prompt', 0],
      negative: ['negative', 0],
      latent_image: ['size', 0],
    }),
    decode: node('VAEDecode', { samples: ['sampler', 0], vae: ['checkpoint', 2] }),
    save: node('SaveImage', { images: ['decode', 0], filename_prefix: 'spellwright' }),
  });
  return readWorkflow(JSON.stringify(nodes));
}

function node(class_type: string, inputs: object): object {
  return { class_type, inputs };
}
