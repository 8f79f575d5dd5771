import { EngineError } from '../../core/engineError';
import type { Activation, Block, ClipCheckpoint, Transformer } from './clipCheckpoint';
import { ConfigSection, limits } from './configSection';
import { pretrainedConfigKeys, rootConfigKeys } from './harmlessKeys';
import { isJsonObject, type JsonObject } from './modelFiles';
import { linear, norm } from './pytorchModules';
import { broken } from './safetensors';
import type { Weights } from './weights';

const configFile = 'config.json';

/** A tensor that every checkpoint of transformers' `CLIPModel` has, and no other format. */
export const huggingFaceMark = 'text_model.embeddings.token_embedding.weight';

/**
 * Reads a checkpoint of transformers' `CLIPModel`: `config.json` and its tensor names.
 * Absent fields mean the defaults of `CLIPTextConfig` and `CLIPVisionConfig`, as in transformers.
 * @throws EngineError `model-file-broken`, `model-unsupported`, `model-key-unknown`
 */
export function huggingFaceClip(config: JsonObject, weights: Weights): ClipCheckpoint {
  const root = new ConfigSection(configFile, config);
  const kind = root.text('model_type', 'clip');
  if (kind !== 'clip') throw new EngineError('model-unsupported', { kind });
  const embeddingWidth = root.count('projection_dim', limits.width, 512);
  root.refuse('pruned_heads', 'is_decoder', 'add_cross_attention');
  root.refuseOthers([...pretrainedConfigKeys, ...rootConfigKeys, ...rootKeys]);
  return {
    embeddingWidth,
    text: textTower(towerSection(config, 'text_config'), weights, embeddingWidth),
    image: imageTower(towerSection(config, 'vision_config'), weights, embeddingWidth),
    logLogitScale: weights.take('logit_scale', []),
  };
}

/** Read by `towerSection`, and how training starts. */
const rootKeys = [
  ...['text_config', 'text_config_dict', 'vision_config', 'vision_config_dict', 'logit_scale_init_value'],
];

/** Fields of a tower on which its embeddings depend. */
const towerFields = [
  ...['hidden_size', 'intermediate_size', 'num_hidden_layers', 'num_attention_heads', 'hidden_act'],
  ...['layer_norm_eps', 'vocab_size', 'max_position_embeddings', 'eos_token_id'],
  ...['image_size', 'patch_size', 'num_channels'],
];

/**
 * Early configurations keep what differs from the defaults in `text_config_dict`. transformers makes a whole
 * configuration of it and lets all of that win, so what it leaves out is the default, whatever `text_config` says.
 */
function towerSection(config: JsonObject, name: string): ConfigSection {
  const overrides = config[`${name}_dict`];
  const fields = config[name] ?? {};
  if (!isJsonObject(fields)) throw broken(configFile, `${name} should be an object`);
  return new ConfigSection(
    configFile,
    isJsonObject(overrides)
      ? { ...fields, ...Object.fromEntries(towerFields.map((field) => [field, null])), ...overrides }
      : fields,
    `${name}.`,
  );
}

function textTower(section: ConfigSection, weights: Weights, embeddingWidth: number): ClipCheckpoint['text'] {
  const transformer = readTransformer(section, weights, 'text_model', {
    width: 512,
    blocks: 12,
    heads: 8,
    perceptronWidth: 2048,
  });
  const { width } = transformer;
  const contextLength = section.count('max_position_embeddings', limits.context, 77);
  const vocabularySize = section.count('vocab_size', limits.vocabulary, 49_408);
  section.refuseOthers(towerKeys);
  return {
    ...transformer,
    contextLength,
    vocabularySize,
    tokens: weights.take(huggingFaceMark, [vocabularySize, width]),
    positions: weights.take('text_model.embeddings.position_embedding.weight', [contextLength, width]),
    finalNorm: norm(weights, 'text_model.final_layer_norm', width),
    projection: {
      weight: weights.take('text_projection.weight', [embeddingWidth, width]),
      layout: 'out-in',
    },
    // transformers keeps OpenAI's rule for the configurations that were published with the wrong end token, 2.
    pooling: section.raw('eos_token_id') === 2 ? 'highest-id' : 'end-token',
  };
}

function imageTower(
  section: ConfigSection,
  weights: Weights,
  embeddingWidth: number,
): ClipCheckpoint['image'] {
  const transformer = readTransformer(section, weights, 'vision_model', {
    width: 768,
    blocks: 12,
    heads: 12,
    perceptronWidth: 3072,
  });
  const { width } = transformer;
  const imageSize = section.count('image_size', limits.pixels, 224);
  const patchSize = section.count('patch_size', imageSize, 32);
  const side = Math.floor(imageSize / patchSize);
  section.only('num_channels', 3);
  section.refuseOthers(towerKeys);
  return {
    kind: 'vit',
    ...transformer,
    imageSize,
    patchSize,
    patches: weights.take('vision_model.embeddings.patch_embedding.weight', [width, 3, patchSize, patchSize]),
    classToken: weights.take('vision_model.embeddings.class_embedding', [width]),
    positions: weights.take('vision_model.embeddings.position_embedding.weight', [1 + side * side, width]),
    firstNorm: norm(weights, 'vision_model.pre_layrnorm', width), // the misspelling is transformers' own
    finalNorm: norm(weights, 'vision_model.post_layernorm', width),
    projection: {
      weight: weights.take('visual_projection.weight', [embeddingWidth, width]),
      layout: 'out-in',
    },
  };
}

/** The root's `projection_dim` is what counts. */
const towerKeys = [...pretrainedConfigKeys, 'projection_dim'];

interface Sizes {
  readonly width: number;
  readonly blocks: number;
  readonly heads: number;
  readonly perceptronWidth: number;
}

function readTransformer(
  section: ConfigSection,
  weights: Weights,
  prefix: string,
  defaults: Sizes,
): Transformer {
  section.refuse('pruned_heads', 'is_decoder', 'add_cross_attention');
  section.only('drop_path_rate', 0);
  const width = section.count('hidden_size', limits.width, defaults.width);
  const perceptronWidth = section.count(
    'intermediate_size',
    limits.perceptronWidth,
    defaults.perceptronWidth,
  );
  const heads = section.count('num_attention_heads', width, defaults.heads);
  if (width % heads !== 0) throw broken(configFile, `${heads} heads do not divide the width ${width}`);
  const count = section.count('num_hidden_layers', limits.blocks, defaults.blocks);
  return {
    width,
    heads,
    activation: activation(section.text('hidden_act', 'quick_gelu')),
    normEpsilon: section.positive('layer_norm_eps', 1e-5),
    blocks: Array.from({ length: count }, (_, i) =>
      readBlock(weights, `${prefix}.encoder.layers.${i}`, width, perceptronWidth),
    ),
  };
}

function activation(name: string): Activation {
  switch (name) {
    case 'quick_gelu':
      return 'quick';
    case 'gelu':
      return 'exact';
    case 'gelu_new':
    case 'gelu_pytorch_tanh':
      return 'tanh';
    default:
      throw new EngineError('model-unsupported', { kind: `hidden_act ${name}` });
  }
}

function readBlock(weights: Weights, prefix: string, width: number, perceptronWidth: number): Block {
  return {
    attentionNorm: norm(weights, `${prefix}.layer_norm1`, width),
    query: linear(weights, `${prefix}.self_attn.q_proj`, width, width),
    key: linear(weights, `${prefix}.self_attn.k_proj`, width, width),
    value: linear(weights, `${prefix}.self_attn.v_proj`, width, width),
    output: linear(weights, `${prefix}.self_attn.out_proj`, width, width),
    perceptronNorm: norm(weights, `${prefix}.layer_norm2`, width),
    up: linear(weights, `${prefix}.mlp.fc1`, width, perceptronWidth),
    down: linear(weights, `${prefix}.mlp.fc2`, perceptronWidth, width),
  };
}
