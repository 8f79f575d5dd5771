import { EngineError } from '../../core/engineError';
import type { ClipCheckpoint } from './clipCheckpoint';
import { ConfigSection, limits } from './configSection';
import { pretrainedConfigKeys, rootConfigKeys } from './harmlessKeys';
import { huggingFaceTransformer } from './huggingFaceTransformer';
import { isJsonObject, type JsonObject } from './modelFiles';
import { norm } from './pytorchModules';
import { broken } from './safetensors';
import { huggingFaceMark, type Weights } from './weights';

const configFile = 'config.json';

/** The same towers, tensor names and defaults; MetaCLIP 2 has another tokeniser. */
const kinds = ['clip', 'metaclip_2'];

/**
 * Reads a checkpoint of transformers' `CLIPModel` or `MetaClip2Model`: `config.json` and its tensor names.
 * Absent fields mean the defaults of `CLIPTextConfig` and `CLIPVisionConfig`, as in transformers.
 * @throws EngineError `model-file-broken`, `model-unsupported`, `model-key-unknown`
 */
export function huggingFaceClip(config: JsonObject, weights: Weights): ClipCheckpoint {
  const root = new ConfigSection(configFile, config);
  const kind = root.text('model_type', 'clip');
  if (!kinds.includes(kind)) throw new EngineError('model-unsupported', { kind });
  const embeddingWidth = root.count('projection_dim', limits.width, 512);
  root.refuse('pruned_heads', 'is_decoder', 'add_cross_attention');
  root.refuseOthers([...pretrainedConfigKeys, ...rootConfigKeys, ...rootKeys]);
  return {
    embeddingWidth,
    text: textTower(towerSection(config, 'text_config'), weights, embeddingWidth, kind === 'clip'),
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

/** Of both towers. */
const defaults = { activation: 'quick_gelu', normEpsilon: 1e-5 };

/** @param mayHaveWrongEnd its configuration may name an end token that its texts do not have */
function textTower(
  section: ConfigSection,
  weights: Weights,
  embeddingWidth: number,
  mayHaveWrongEnd: boolean,
): ClipCheckpoint['text'] {
  const transformer = huggingFaceTransformer(section, weights, 'text_model', {
    ...defaults,
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
    kind: 'causal',
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
    // transformers keeps OpenAI's rule for the configurations of CLIP that were published with the wrong end token, 2.
    pooling: mayHaveWrongEnd && section.raw('eos_token_id') === 2 ? 'highest-id' : 'end-token',
  };
}

function imageTower(
  section: ConfigSection,
  weights: Weights,
  embeddingWidth: number,
): ClipCheckpoint['image'] {
  const transformer = huggingFaceTransformer(section, weights, 'vision_model', {
    ...defaults,
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
