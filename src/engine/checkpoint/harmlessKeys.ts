/**
 * Keys of configuration files that change no embedding, whatever their value. Every key that is neither read nor named
 * here is refused: an architecture that this program has never heard of loads just as well, and scores garbage.
 */

/** What `PretrainedConfig` of transformers 4.16 to 5.18 writes into any configuration, and what exporters add. */
export const pretrainedConfigKeys: readonly string[] = [
  // Where it comes from, and how it is kept in memory.
  ...[
    '_name_or_path',
    '_commit_hash',
    'architectures',
    'model_type',
    'transformers_version',
    'transformers.js_config',
  ],
  ...[
    'torch_dtype',
    'dtype',
    'use_bfloat16',
    'torchscript',
    'gradient_checkpointing',
    'chunk_size_feed_forward',
  ],
  ...['_attn_implementation', '_attn_implementation_autoset', 'attn_implementation', '_flash_attn_2_enabled'],
  '_attn_implementation_internal',
  // What a call returns besides the embeddings.
  ...[
    'return_dict',
    'use_return_dict',
    'output_hidden_states',
    'output_attentions',
    '_output_attentions',
    'output_scores',
    'use_cache',
  ],
  // Training and its tasks.
  ...['initializer_factor', 'initializer_range', 'attention_dropout', 'dropout', 'tie_word_embeddings'],
  ...['hidden_dropout_prob', 'attention_probs_dropout_prob'],
  ...[
    'num_labels',
    'finetuning_task',
    'task_specific_params',
    'problem_type',
    'id2label',
    'label2id',
    'tf_legacy_loss',
  ],
  // Encoders with a decoder, which CLIP's towers are not.
  ...['is_encoder_decoder', 'tie_encoder_decoder', 'decoder_start_token_id', 'cross_attention_hidden_size'],
  // Tokens: `tokenizer.json` says which they are.
  ...['tokenizer_class', 'prefix', 'bos_token_id', 'pad_token_id', 'eos_token_id', 'sep_token_id'],
  // Generating text.
  ...['max_length', 'min_length', 'do_sample', 'early_stopping', 'num_beams', 'num_beam_groups'],
  ...[
    'diversity_penalty',
    'temperature',
    'top_k',
    'top_p',
    'typical_p',
    'repetition_penalty',
    'length_penalty',
  ],
  ...['no_repeat_ngram_size', 'encoder_no_repeat_ngram_size', 'bad_words_ids', 'num_return_sequences'],
  ...['return_dict_in_generate', 'forced_bos_token_id', 'forced_eos_token_id', 'remove_invalid_values'],
  ...['exponential_decay_length_penalty', 'suppress_tokens', 'begin_suppress_tokens'],
];

/** What is written beside both towers: each has a width of its own, and tools leave their marks. */
export const rootConfigKeys: readonly string[] = [
  ...['hidden_size', 'unsloth_version', 'unsloth_fixed', '_diffusers_version', 'export_model_type', 'neuron'],
];

/** Of transformers' image processors: bookkeeping, and numbers that count only where a flag asks for them. */
export const imageProcessorKeys: readonly string[] = [
  ...['image_processor_type', 'feature_extractor_type', 'processor_class', '_processor_class'],
  ...['_valid_processor_keys', 'return_tensors', 'data_format', 'input_data_format', 'device'],
  ...['disable_grouping', 'image_seq_length', 'pad_size'],
  ...['image_size', 'tokenizer_class', 'model_input_names', 'backend', 'auto_map'],
  'do_convert_rgb', // every picture is RGB here
  ...['size', 'crop_size', 'rescale_factor', 'image_mean', 'image_std'],
];

/** Of open_clip's `model_cfg`: how training starts, and in which type it computes. */
export const openClipModelKeys: readonly string[] = [
  ...['custom_text', 'init_logit_scale', 'cast_dtype', 'output_dict'],
];

/** Of open_clip's `CLIPVisionCfg`: training, and details of what is refused itself (timm's towers, attentional pools). */
export const openClipVisionKeys: readonly string[] = [
  ...['patch_dropout', 'output_tokens', 'attn_pooler_queries', 'n_queries', 'attn_pooler_heads'],
  ...['timm_model_pretrained', 'timm_pool', 'timm_proj', 'timm_proj_bias', 'timm_drop', 'timm_drop_path'],
];

/** What open_clip does not ask of a `CLIPVisionCfg` whose tower is a ResNet. */
export const openClipResNetKeys: readonly string[] = ['patch_size', 'mlp_ratio', 'pool_type', 'norm_kwargs'];

/** Of open_clip's `CLIPTextCfg`: the tokeniser lies in the folder, and ids count for other kinds of pooling only. */
export const openClipTextKeys: readonly string[] = [
  ...['output_tokens', 'pad_id', 'eos_id', 'hf_tokenizer_name'],
  ...['hf_model_pretrained', 'hf_proj_type', 'hf_pooler_type'],
  ...['proj', 'pooler_type'], // as these two were once called
];

/** Of open_clip's `PreprocessCfg`: the edge is the tower's, and no picture is filled up. */
export const openClipPreprocessKeys: readonly string[] = ['size', 'fill_color'];
