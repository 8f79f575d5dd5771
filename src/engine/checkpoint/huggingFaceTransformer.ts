import { EngineError } from '../../core/engineError';
import type { Activation, Block, Transformer } from './clipCheckpoint';
import { limits, type ConfigSection } from './configSection';
import { linear, norm } from './pytorchModules';
import { broken } from './safetensors';
import type { Weights } from './weights';

/** What a configuration leaves out. */
export interface TransformerDefaults {
  readonly width: number;
  readonly blocks: number;
  readonly heads: number;
  readonly perceptronWidth: number;
  /** transformers' name of it. */
  readonly activation: string;
  readonly normEpsilon: number;
}

/**
 * The blocks of a tower of transformers' `CLIPModel` or `SiglipModel`, which name them alike.
 * @throws EngineError `model-file-broken`, `model-unsupported`
 */
export function huggingFaceTransformer(
  section: ConfigSection,
  weights: Weights,
  prefix: string,
  defaults: TransformerDefaults,
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
  if (width % heads !== 0) throw broken(section.file, `${heads} heads do not divide the width ${width}`);
  const count = section.count('num_hidden_layers', limits.blocks, defaults.blocks);
  return {
    width,
    heads,
    activation: activation(section.text('hidden_act', defaults.activation)),
    normEpsilon: section.positive('layer_norm_eps', defaults.normEpsilon),
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
