import { EngineError } from '../../core/engineError';
import type { ClipCheckpoint } from './clipCheckpoint';
import { ConfigSection, limits } from './configSection';
import { pretrainedConfigKeys, rootConfigKeys } from './harmlessKeys';
import { huggingFaceTransformer } from './huggingFaceTransformer';
import type { JsonObject } from './modelFiles';
import { linear, multiheadAttention, norm } from './pytorchModules';
import { huggingFaceMark, type Weights } from './weights';

const configFile = 'config.json';

/** Of both towers. */
const defaults = {
  width: 768,
  blocks: 12,
  heads: 12,
  perceptronWidth: 3072,
  activation: 'gelu_pytorch_tanh',
  normEpsilon: 1e-6,
};

/**
 * Reads a checkpoint of transformers' `SiglipModel`, which SigLIP 2 of one fixed picture size is too: `config.json` and its
 * tensor names. Absent fields mean the defaults of `SiglipTextConfig` and `SiglipVisionConfig`, as in transformers.
 * @throws EngineError `model-file-broken`, `model-unsupported`, `model-key-unknown`
 */
export function huggingFaceSiglip(config: JsonObject, weights: Weights): ClipCheckpoint {
  const root = new ConfigSection(configFile, config);
  root.only('model_type', 'siglip');
  const [text, vision] = [root.section('text_config'), root.section('vision_config')];
  root.refuse('pruned_heads', 'is_decoder', 'add_cross_attention');
  root.refuseOthers([...pretrainedConfigKeys, ...rootConfigKeys, 'projection_dim']);
  const image = imageTower(vision, weights);
  const embeddingWidth = image.width;
  return {
    embeddingWidth,
    text: textTower(text, weights, embeddingWidth),
    image,
    logLogitScale: weights.take('logit_scale', [1]),
    logitBias: weights.take('logit_bias', [1]),
  };
}

function textTower(section: ConfigSection, weights: Weights, embeddingWidth: number): ClipCheckpoint['text'] {
  const transformer = huggingFaceTransformer(section, weights, 'text_model', defaults);
  const { width } = transformer;
  const contextLength = section.count('max_position_embeddings', limits.context, 64);
  const vocabularySize = section.count('vocab_size', limits.vocabulary, 32_000);
  const projected = section.count('projection_size', limits.width, width);
  if (projected !== embeddingWidth) {
    const kind = `text_config.projection_size = ${projected} beside pictures of ${embeddingWidth}`;
    throw new EngineError('model-unsupported', { kind });
  }
  section.refuseOthers(pretrainedConfigKeys);
  return {
    kind: 'padded',
    ...transformer,
    contextLength,
    vocabularySize,
    tokens: weights.take(huggingFaceMark, [vocabularySize, width]),
    positions: weights.take('text_model.embeddings.position_embedding.weight', [contextLength, width]),
    finalNorm: norm(weights, 'text_model.final_layer_norm', width),
    projection: linear(weights, 'text_model.head', width, embeddingWidth),
  };
}

function imageTower(
  section: ConfigSection,
  weights: Weights,
): ClipCheckpoint['image'] & { kind: 'pooled'; width: number } {
  const transformer = huggingFaceTransformer(section, weights, 'vision_model', defaults);
  const { width } = transformer;
  const imageSize = section.count('image_size', limits.pixels, 224);
  const patchSize = section.count('patch_size', imageSize, 16);
  const places = Math.floor(imageSize / patchSize) ** 2;
  const perceptronWidth = transformer.blocks[0]!.up.weight.shape[0]!;
  section.only('num_channels', 3);
  if (!section.flag('vision_use_head', true)) {
    throw new EngineError('model-unsupported', {
      kind: `vision_config.vision_use_head = false (${configFile})`,
    });
  }
  section.refuseOthers(pretrainedConfigKeys);
  const [patches, pool] = ['vision_model.embeddings.patch_embedding', 'vision_model.head'];
  return {
    kind: 'pooled',
    ...transformer,
    imageSize,
    patchSize,
    patches: weights.take(`${patches}.weight`, [width, 3, patchSize, patchSize]),
    patchBias: weights.take(`${patches}.bias`, [width]),
    positions: weights.take('vision_model.embeddings.position_embedding.weight', [places, width]),
    finalNorm: norm(weights, 'vision_model.post_layernorm', width),
    pool: {
      probe: weights.take(`${pool}.probe`, [1, 1, width]),
      ...multiheadAttention(weights, `${pool}.attention`, width),
      perceptronNorm: norm(weights, `${pool}.layernorm`, width),
      up: linear(weights, `${pool}.mlp.fc1`, width, perceptronWidth),
      down: linear(weights, `${pool}.mlp.fc2`, perceptronWidth, width),
    },
  };
}
