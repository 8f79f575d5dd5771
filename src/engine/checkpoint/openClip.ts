import type { Activation, Block, ClipCheckpoint, Transformer } from './clipCheckpoint';
import { ConfigSection, limits } from './configSection';
import { openClipModelKeys, openClipResNetKeys, openClipTextKeys, openClipVisionKeys } from './harmlessKeys';
import { isJsonObject, type JsonObject } from './modelFiles';
import { openClipResNet } from './openClipResNet';
import { linear, multiheadAttention, norm } from './pytorchModules';
import { broken } from './safetensors';
import { openClipMarks, type Weights } from './weights';

export const openClipConfigFile = 'open_clip_config.json';

/**
 * Reads a checkpoint of open_clip with its own ViT or ResNet and text tower: `open_clip_config.json` and its tensor names.
 * Absent fields mean the defaults of open_clip's `CLIPVisionCfg` and `CLIPTextCfg`.
 * @throws EngineError `model-file-broken`, `model-unsupported` (timm towers, other pooling …),
 * `model-key-unknown`
 */
export function openClip(config: JsonObject, weights: Weights): ClipCheckpoint {
  const root = new ConfigSection(openClipConfigFile, config);
  const model = isJsonObject(config.model_cfg) ? root.section('model_cfg') : root;
  const embeddingWidth = model.count('embed_dim', limits.width);
  const activation: Activation = model.flag('quick_gelu', false) ? 'quick' : 'exact';
  model.refuse('multimodal_cfg', 'init_logit_bias', 'nonscalar_logit_scale');
  const checkpoint = {
    embeddingWidth,
    text: textTower(model.section('text_cfg'), weights, embeddingWidth, activation),
    image: imageTower(model.section('vision_cfg'), weights, embeddingWidth, activation),
    logLogitScale: weights.take('logit_scale', []),
  };
  // What lies beside `model_cfg` open_clip does not read either.
  model.refuseOthers(model === root ? [...openClipModelKeys, 'preprocess_cfg'] : openClipModelKeys);
  return checkpoint;
}

/** Attention that open_clip computes in other ways; each adds weights or changes the arithmetic. */
const attentionOptions = [
  ...['qk_norm', 'scaled_cosine_attn', 'scale_heads', 'scale_attn_inner', 'scale_attn', 'scale_fc'],
];

function textTower(
  section: ConfigSection,
  weights: Weights,
  embeddingWidth: number,
  activation: Activation,
): ClipCheckpoint['text'] {
  section.refuse('hf_model_name', 'embed_cls', 'no_causal_mask', 'ls_init_value', 'proj_bias', 'act_kwargs');
  section.refuse('final_ln_after_pool', 'tokenizer_mode', 'tokenizer_kwargs', ...attentionOptions);
  section.refuse('correct_cls_mask', 'use_pad_mask');
  section.only('block_type', 'default');
  section.only('proj_type', 'linear');
  section.only('pool_type', 'argmax');
  const prefix = weights.has(openClipMarks[1]) ? 'text.' : '';
  const width = section.count('width', limits.width, 512);
  const heads = section.count('heads', width, 8);
  const contextLength = section.count('context_length', limits.context, 77);
  const vocabularySize = section.count('vocab_size', limits.vocabulary, 49_408);
  const transformer = readTransformer(section, weights, `${prefix}transformer`, width, heads, activation);
  section.refuseOthers(openClipTextKeys);
  return {
    kind: 'causal',
    ...transformer,
    contextLength,
    vocabularySize,
    tokens: weights.take(`${prefix}token_embedding.weight`, [vocabularySize, width]),
    positions: weights.take(`${prefix}positional_embedding`, [contextLength, width]),
    finalNorm: norm(weights, `${prefix}ln_final`, width),
    projection: {
      weight: weights.take(`${prefix}text_projection`, [width, embeddingWidth]),
      layout: 'in-out',
    },
    pooling: 'highest-id',
  };
}

function imageTower(
  section: ConfigSection,
  weights: Weights,
  embeddingWidth: number,
  activation: Activation,
): ClipCheckpoint['image'] {
  section.refuse('timm_model_name', 'attentional_pool', 'final_ln_after_pool', 'no_ln_pre', 'ls_init_value');
  section.refuse('act_kwargs', 'input_patchnorm', 'global_average_pool', ...attentionOptions);
  section.only('block_type', 'default');
  section.only('pos_embed_type', 'learnable', 'sin_cos_2d'); // either way they stand among the weights
  if (Array.isArray(section.raw('layers'))) {
    const resNet = openClipResNet(section, weights, embeddingWidth);
    section.refuseOthers([...openClipVisionKeys, ...openClipResNetKeys]);
    return resNet;
  }
  section.only('pool_type', 'tok');
  const width = section.count('width', limits.width, 768);
  const headWidth = section.count('head_width', width, 64);
  const imageSize = section.count('image_size', limits.pixels, 224);
  const patchSize = section.count('patch_size', imageSize, 16);
  const side = Math.floor(imageSize / patchSize);
  const heads = Math.floor(width / headWidth);
  const transformer = readTransformer(section, weights, 'visual.transformer', width, heads, activation);
  section.refuseOthers(openClipVisionKeys);
  return {
    kind: 'vit',
    ...transformer,
    imageSize,
    patchSize,
    patches: weights.take('visual.conv1.weight', [width, 3, patchSize, patchSize]),
    classToken: weights.take('visual.class_embedding', [width]),
    positions: weights.take('visual.positional_embedding', [1 + side * side, width]),
    firstNorm: norm(weights, 'visual.ln_pre', width),
    finalNorm: norm(weights, 'visual.ln_post', width),
    projection: { weight: weights.take('visual.proj', [width, embeddingWidth]), layout: 'in-out' },
  };
}

function readTransformer(
  section: ConfigSection,
  weights: Weights,
  prefix: string,
  width: number,
  heads: number,
  activation: Activation,
): Transformer {
  if (width % heads !== 0) {
    throw broken(openClipConfigFile, `${heads} heads do not divide the width ${width}`);
  }
  const perceptronWidth = Math.floor(width * section.positive('mlp_ratio', 4));
  const count = section.count('layers', limits.blocks, 12);
  const norms = section.section('norm_kwargs');
  const normEpsilon = norms.positive('eps', 1e-5);
  norms.refuseOthers([]);
  return {
    width,
    heads,
    activation,
    normEpsilon,
    blocks: Array.from({ length: count }, (_, i) =>
      readBlock(weights, `${prefix}.resblocks.${i}`, width, perceptronWidth),
    ),
  };
}

function readBlock(weights: Weights, prefix: string, width: number, perceptronWidth: number): Block {
  return {
    attentionNorm: norm(weights, `${prefix}.ln_1`, width),
    ...multiheadAttention(weights, `${prefix}.attn`, width),
    perceptronNorm: norm(weights, `${prefix}.ln_2`, width),
    up: linear(weights, `${prefix}.mlp.c_fc`, width, perceptronWidth),
    down: linear(weights, `${prefix}.mlp.c_proj`, perceptronWidth, width),
  };
}
