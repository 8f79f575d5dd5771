import assert from 'node:assert/strict';
import { EngineError } from '../../../src/core/engineError';
import type { ClipCheckpoint } from '../../../src/engine/checkpoint/clipCheckpoint';
import { huggingFaceClip } from '../../../src/engine/checkpoint/huggingFaceClip';
import type { JsonObject } from '../../../src/engine/checkpoint/modelFiles';
import { openClip } from '../../../src/engine/checkpoint/openClip';
import { openClipPreprocessing, preprocessorConfig } from '../../../src/engine/checkpoint/preprocessorConfig';
import type { TensorSlice } from '../../../src/engine/checkpoint/safetensors';
import { Weights } from '../../../src/engine/checkpoint/weights';

/** Weights that fit whatever a configuration asks for, so that only the configuration can be wrong. */
class FittingWeights extends Weights {
  constructor() {
    super([]);
  }

  override take(name: string, shape: readonly number[]): TensorSlice {
    const bytes = shape.reduce((product, size) => product * size, 4);
    return { file: name, dtype: 'F32', shape, offset: 0, bytes };
  }
}

const readOpenClip = (config: JsonObject): ClipCheckpoint => openClip(config, new FittingWeights());
const readHuggingFace = (config: JsonObject): ClipCheckpoint => huggingFaceClip(config, new FittingWeights());

/** @param kind the key, its value and its file: either what cannot be computed, or what nobody knows */
function refusesNaming(read: () => unknown, kind: string): void {
  assert.throws(read, (error) => {
    assert.ok(error instanceof EngineError, String(error));
    const { code, parameters } = error;
    const isUnknown = code === 'model-key-unknown';
    assert.ok(isUnknown || code === 'model-unsupported', code);
    assert.equal(isUnknown ? `${parameters.key} (${parameters.file})` : parameters.kind, kind);
    return true;
  });
}

describe('open_clip_config.json', () => {
  const vision = { image_size: 224, layers: 12, width: 768, patch_size: 32 };
  const text = { context_length: 77, vocab_size: 49408, width: 512, heads: 8, layers: 12 };
  const config = (vision_cfg: JsonObject, text_cfg: JsonObject = {}, model: JsonObject = {}): JsonObject => ({
    model_cfg: {
      embed_dim: 512,
      vision_cfg: { ...vision, ...vision_cfg },
      text_cfg: { ...text, ...text_cfg },
      ...model,
    },
    preprocess_cfg: { mean: [0.48145466, 0.4578275, 0.40821073], std: [0.26862954, 0.26130258, 0.27577711] },
  });

  // As open_clip's own `model_configs` and the repositories in the registry have them.
  const known: Record<string, JsonObject> = {
    'ViT-B-32 of LAION': config({}),
    'ViT-B-16 of OpenAI, by timm': {
      ...config({ patch_size: 16 }, {}, { quick_gelu: true }),
      preprocess_cfg: {
        ...{
          size: [224, 224],
          mode: 'RGB',
          interpolation: 'bicubic',
          resize_mode: 'shortest',
          fill_color: 0,
        },
        ...{ mean: [0.48145466, 0.4578275, 0.40821073], std: [0.26862954, 0.26130258, 0.27577711] },
      },
    },
    'ViT-H-14': config(
      { layers: 32, width: 1280, head_width: 80, patch_size: 14 },
      { width: 1024, heads: 16 },
    ),
    'ViT-bigG-14': config({ layers: 48, width: 1664, head_width: 104, mlp_ratio: 4.9231, patch_size: 14 }),
    RN50: config({ layers: [3, 4, 6, 3], width: 64, patch_size: null }, {}, { quick_gelu: true }),
    'ViT-B-16 that was trained with patch dropout': config({ patch_dropout: 0.5 }),
    'one without model_cfg': config({}).model_cfg as JsonObject,
    'one that writes every default out': config(
      {
        ...{ ls_init_value: null, patch_dropout: 0, attentional_pool: false, attn_pooler_queries: 256 },
        ...{
          attn_pooler_heads: 8,
          no_ln_pre: false,
          pos_embed_type: 'learnable',
          final_ln_after_pool: false,
        },
        ...{ pool_type: 'tok', output_tokens: false, act_kwargs: {}, norm_kwargs: {}, block_type: null },
        ...{ qk_norm: false, scaled_cosine_attn: false, scale_heads: false, scale_attn_inner: false },
        ...{ scale_attn: false, scale_fc: false, timm_model_name: null, timm_model_pretrained: false },
        ...{
          timm_pool: 'avg',
          timm_proj: 'linear',
          timm_proj_bias: false,
          timm_drop: 0,
          timm_drop_path: null,
        },
      },
      {
        ...{ hf_tokenizer_name: null, tokenizer_mode: null, tokenizer_kwargs: {}, mlp_ratio: 4 },
        ...{ ls_init_value: null, embed_cls: false, pad_id: 0, eos_id: 2, no_causal_mask: false },
        ...{ final_ln_after_pool: false, pool_type: 'argmax', proj_bias: false, proj_type: 'linear' },
        ...{ output_tokens: false, act_kwargs: null, norm_kwargs: { eps: 1e-5 }, block_type: 'default' },
        ...{ qk_norm: false, scaled_cosine_attn: false, scale_heads: false, scale_attn_inner: false },
        ...{ scale_attn: false, scale_fc: false, hf_model_name: null, hf_model_pretrained: true },
        ...{ hf_proj_type: 'mlp', hf_pooler_type: 'mean_pooler' },
      },
      {
        custom_text: true,
        init_logit_scale: 2.6592,
        init_logit_bias: null,
        cast_dtype: null,
        output_dict: false,
      },
    ),
  };
  known['one with the older names, and with empty ones'] = config(
    { n_queries: 256, timm_model_name: '' },
    {
      ...{ proj: 'mlp', pooler_type: 'mean_pooler', hf_model_name: '' },
      ...{ correct_cls_mask: false, use_pad_mask: false },
    },
  );
  for (const [name, each] of Object.entries(known)) {
    it(`is read: ${name}`, () => {
      readOpenClip(each);
      openClipPreprocessing(each, 224);
    });
  }

  for (const option of [
    ...['qk_norm', 'scaled_cosine_attn', 'scale_heads', 'scale_attn_inner', 'scale_attn', 'scale_fc'],
  ]) {
    it(`is refused with ${option}, of either tower`, () => {
      const at = (tower: string): string => `model_cfg.${tower}.${option} = true (open_clip_config.json)`;
      refusesNaming(() => readOpenClip(config({ [option]: true })), at('vision_cfg'));
      refusesNaming(() => readOpenClip(config({}, { [option]: true })), at('text_cfg'));
    });
  }

  const others: [what: string, config: JsonObject, kind: string][] = [
    ['another block', config({ block_type: 'custom' }), 'model_cfg.vision_cfg.block_type = "custom"'],
    ['no projection', config({}, { proj_type: 'none' }), 'model_cfg.text_cfg.proj_type = "none"'],
    ['another mask', config({}, { use_pad_mask: true }), 'model_cfg.text_cfg.use_pad_mask = true'],
    ['other pooling', config({ pool_type: 'avg' }), 'model_cfg.vision_cfg.pool_type = "avg"'],
    [
      'texts cleaned first',
      config({}, { tokenizer_kwargs: { clean: 'canonicalize' } }),
      'model_cfg.text_cfg.tokenizer_kwargs = {"clean":"canonicalize"}',
    ],
    [
      'a norm without weights',
      config({ norm_kwargs: { elementwise_affine: false } }),
      'model_cfg.vision_cfg.norm_kwargs.elementwise_affine = false',
    ],
    [
      'a third tower',
      config({}, {}, { multimodal_cfg: { layers: 12 } }),
      'model_cfg.multimodal_cfg = {"layers":12}',
    ],
    // Real ones that open_clip has never heard of either.
    [
      'patches as its input',
      config({ direct_intput_patch: true }),
      'model_cfg.vision_cfg.direct_intput_patch = true',
    ],
    ['what nobody knows yet', config({}, { rope: false }), 'model_cfg.text_cfg.rope = false'],
    [
      'that for a ResNet',
      config({ layers: [3, 4, 6, 3], anti_alias: 1 }),
      'model_cfg.vision_cfg.anti_alias = 1',
    ],
  ];
  for (const [what, each, kind] of others) {
    it(`is refused with ${what}`, () =>
      refusesNaming(() => readOpenClip(each), `${kind} (open_clip_config.json)`));
  }

  it('is refused with preprocessing that nobody knows', () => {
    for (const [key, value] of [
      ['mode', 'L'],
      ['crop_pct', 0.9],
    ] as const)
      // prettier-ignore
      refusesNaming(
        () => openClipPreprocessing({ preprocess_cfg: { [key]: value } }, 224),
        `preprocess_cfg.${key} = ${JSON.stringify(value)} (open_clip_config.json)`,
      );
  });
});

describe('config.json', () => {
  /** What `PretrainedConfig` of transformers 4.16 wrote into each section. */
  const leftovers = {
    ...{ _name_or_path: '', add_cross_attention: false, architectures: null, attention_dropout: 0 },
    ...{
      bad_words_ids: null,
      bos_token_id: 0,
      chunk_size_feed_forward: 0,
      cross_attention_hidden_size: null,
    },
    ...{
      decoder_start_token_id: null,
      diversity_penalty: 0,
      do_sample: false,
      dropout: 0,
      early_stopping: false,
    },
    ...{ encoder_no_repeat_ngram_size: 0, eos_token_id: 2, finetuning_task: null, forced_bos_token_id: null },
    ...{
      forced_eos_token_id: null,
      id2label: { 0: 'LABEL_0' },
      initializer_factor: 1,
      initializer_range: 0.02,
    },
    ...{ is_decoder: false, is_encoder_decoder: false, label2id: { LABEL_0: 0 }, length_penalty: 1 },
    ...{ max_length: 20, min_length: 0, no_repeat_ngram_size: 0, num_beam_groups: 1, num_beams: 1 },
    ...{
      num_return_sequences: 1,
      output_attentions: false,
      output_hidden_states: false,
      output_scores: false,
    },
    ...{ pad_token_id: 1, prefix: null, problem_type: null, pruned_heads: {}, remove_invalid_values: false },
    ...{ repetition_penalty: 1, return_dict: true, return_dict_in_generate: false, sep_token_id: null },
    ...{ task_specific_params: null, temperature: 1, tie_encoder_decoder: false, tie_word_embeddings: true },
    ...{
      tokenizer_class: null,
      top_k: 50,
      top_p: 1,
      torch_dtype: null,
      torchscript: false,
      use_bfloat16: false,
    },
    ...{ transformers_version: '4.16.0.dev0', typical_p: 1, tf_legacy_loss: false, projection_dim: 768 },
    ...{ exponential_decay_length_penalty: null, suppress_tokens: null, begin_suppress_tokens: null },
    ...{ _attn_implementation_autoset: true, use_return_dict: true },
  };
  const text = { hidden_size: 768, intermediate_size: 3072, num_attention_heads: 12, num_hidden_layers: 12 };
  const vision = {
    hidden_size: 1024,
    intermediate_size: 4096,
    num_attention_heads: 16,
    num_hidden_layers: 24,
  };
  const patches = { image_size: 224, patch_size: 14, num_channels: 3 };
  const root = { architectures: ['CLIPModel'], initializer_factor: 1, logit_scale_init_value: 2.6592 };
  const known: Record<string, JsonObject> = {
    'ViT-L/14 of OpenAI, as transformers 4.16 wrote it': {
      ...{ ...root, _name_or_path: 'clip-vit-large-patch14/', model_type: 'clip', projection_dim: 768 },
      text_config: { ...leftovers, ...text, hidden_act: 'quick_gelu', model_type: 'clip_text_model' },
      text_config_dict: { ...text, projection_dim: 768 },
      ...{ torch_dtype: 'float32', transformers_version: null },
      vision_config: { ...leftovers, ...vision, ...patches, model_type: 'clip_vision_model' },
      vision_config_dict: { ...vision, patch_size: 14, projection_dim: 768 },
    },
    'LongCLIP, as transformers 4.48 wrote it': {
      ...{ ...root, model_type: 'clip', projection_dim: 768, torch_dtype: 'float32' },
      text_config: { ...text, dropout: 0, max_position_embeddings: 248, model_type: 'clip_text_model' },
      vision_config: { ...vision, ...patches, dropout: 0, model_type: 'clip_vision_model' },
    },
    'what transformers 5.18 writes': {
      ...{
        ...root,
        dtype: 'float32',
        model_type: 'clip',
        projection_dim: 768,
        transformers_version: '5.18.0',
      },
      ...{ output_hidden_states: false, return_dict: true, chunk_size_feed_forward: 0, problem_type: null },
      text_config: { ...text, attention_dropout: 0, bos_token_id: 49406, eos_token_id: 49407 },
      vision_config: { ...vision, ...patches, attention_dropout: 0, id2label: {}, label2id: {} },
    },
    'what other tools leave, and what is empty': {
      ...{ ...root, hidden_size: 768, num_labels: 2, unsloth_version: '2025.1', unsloth_fixed: true },
      ...{ _diffusers_version: '0.30.0', export_model_type: 'clip', neuron: { batch_size: 1 } },
      ...{ _attn_implementation_internal: 'sdpa', _output_attentions: false },
      ...{ adapters: {}, auto_map: {}, never_heard_of: [], nor_of_this: '' },
      text_config: { ...text, hidden_dropout_prob: 0.1, attention_probs_dropout_prob: 0.1 },
      vision_config: { ...vision, ...patches, drop_path_rate: 0, hidden_dropout_prob: 0 },
    },
    'nothing but the defaults': {},
  };
  for (const [name, each] of Object.entries(known)) it(`is read: ${name}`, () => void readHuggingFace(each));

  const others: [config: JsonObject, kind: string][] = [
    [{ text_config: { rope_theta: 10_000 } }, 'text_config.rope_theta = 10000'],
    [{ text_config_dict: { rope_theta: 10_000 } }, 'text_config.rope_theta = 10000'],
    [{ vision_config: { num_channels: 4 } }, 'vision_config.num_channels = 4'],
    [{ vision_config: { drop_path_rate: 0.1 } }, 'vision_config.drop_path_rate = 0.1'],
    [{ vision_config: { pruned_heads: { 0: [1] } } }, 'vision_config.pruned_heads = {"0":[1]}'],
    [{ text_config: { attention_bias: false } }, 'text_config.attention_bias = false'],
    [{ quantization_config: { quant_method: 'gptq' } }, 'quantization_config = {"quant_method":"gptq"}'],
    [{ auto_map: { AutoModel: 'a.B' } }, 'auto_map = {"AutoModel":"a.B"}'],
  ];
  for (const [each, kind] of others) {
    it(`is refused with ${kind}`, () => refusesNaming(() => readHuggingFace(each), `${kind} (config.json)`));
  }

  it('is refused in other words for what is not known than for what cannot be computed', () => {
    const unknown = { key: 'rope_theta = 10000', file: 'config.json' };
    assert.throws(
      () => readHuggingFace({ rope_theta: 10_000 }),
      new EngineError('model-key-unknown', unknown),
    );
    const unsupported = { kind: 'is_decoder = true (config.json)' };
    assert.throws(
      () => readHuggingFace({ is_decoder: true }),
      new EngineError('model-unsupported', unsupported),
    );
  });

  it('lets all of text_config_dict win, its defaults too, as transformers does', () => {
    const { text: tower } = readHuggingFace({
      text_config: { ...text, hidden_act: 'gelu', eos_token_id: 2 },
      text_config_dict: { hidden_size: 256 },
    });
    assert.deepEqual(
      [
        tower.width,
        tower.blocks.length,
        tower.heads,
        tower.activation,
        tower.kind === 'causal' && tower.pooling,
      ],
      [256, 12, 8, 'quick', 'end-token'],
    );
  });
});

describe('keys of preprocessor_config.json', () => {
  it('may be those that change nothing', () => {
    preprocessorConfig(
      {
        ...{ crop_size: { height: 224, width: 224 }, size: { shortest_edge: 224, longest_edge: null } },
        ...{
          do_center_crop: true,
          do_convert_rgb: true,
          do_normalize: true,
          do_rescale: true,
          do_resize: true,
        },
        ...{ image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5], resample: 3, rescale_factor: 1 / 255 },
        ...{ image_processor_type: 'CLIPImageProcessorFast', processor_class: 'CLIPProcessor', device: null },
        ...{ _valid_processor_keys: ['images'], default_to_square: false, data_format: 'channels_first' },
        ...{
          disable_grouping: null,
          input_data_format: null,
          return_tensors: null,
          do_pad: null,
          pad_size: null,
        },
        ...{ image_size: 224, num_channels: 3, tokenizer_class: 'CLIPTokenizer', backend: 'pil' },
        ...{ model_input_names: ['pixel_values'], auto_map: { AutoProcessor: 'a.B' } },
        ...{ do_reduce_labels: false, do_flip_channel_order: false },
        ...{ do_thumbnail: false, do_image_splitting: false },
      },
      224,
    );
  });

  it('are refused by name otherwise', () => {
    const refused: [config: JsonObject, kind: string][] = [
      [{ crop_pct: 0.875 }, 'crop_pct = 0.875'],
      [{ do_thumbnail: true }, 'do_thumbnail = true'],
      [{ do_flip_channel_order: true }, 'do_flip_channel_order = true'],
      [{ num_channels: 1 }, 'num_channels = 1'],
      // One of transformers' two processors bounds the longer edge by it, the other ignores it.
      [{ size: { shortest_edge: 224, longest_edge: 224 } }, 'size.longest_edge = 224'],
      [{ use_square_size: true }, 'use_square_size = true'],
      [{ size: { shortest_edge: 224, max_pixels: 9 } }, 'size.max_pixels = 9'],
      [{ crop_size: { height: 224, width: 224, top: 3 } }, 'crop_size.top = 3'],
    ];
    for (const [config, kind] of refused)
      refusesNaming(() => preprocessorConfig(config, 224), `${kind} (preprocessor_config.json)`);
  });

  it('may say that one number means both edges', () => {
    const { resize } = preprocessorConfig({ size: 224, default_to_square: true }, 224);
    assert.deepEqual(resize, { kind: 'exact', width: 224, height: 224 });
  });
});
