import type { ClipShape, TowerShape } from './shape';

/** `config.json` of transformers' `CLIPModel`. */
export function configurationOf({ embedding, text, image }: ClipShape): object {
  return {
    model_type: 'clip',
    architectures: ['CLIPModel'],
    projection_dim: embedding,
    text_config: {
      model_type: 'clip_text_model',
      ...tower(text),
      vocab_size: text.vocabulary,
      max_position_embeddings: text.context,
      projection_dim: embedding,
      // As OpenAI's own: transformers then takes the state at the highest id.
      eos_token_id: 2,
    },
    vision_config: {
      model_type: 'clip_vision_model',
      ...tower(image),
      image_size: image.pixels,
      patch_size: image.patch,
      projection_dim: embedding,
    },
  };
}

function tower({ width, perceptron, blocks, heads }: TowerShape): object {
  return {
    hidden_size: width,
    intermediate_size: perceptron,
    num_hidden_layers: blocks,
    num_attention_heads: heads,
    hidden_act: 'quick_gelu',
    layer_norm_eps: 1e-5,
  };
}

/** `preprocessor_config.json` as CLIP's own, for another size of picture. */
export function preprocessorOf(pixels: number): object {
  return {
    image_processor_type: 'CLIPImageProcessor',
    do_convert_rgb: true,
    do_resize: true,
    size: { shortest_edge: pixels },
    resample: 3,
    do_center_crop: true,
    crop_size: { height: pixels, width: pixels },
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: [0.48145466, 0.4578275, 0.40821073],
    image_std: [0.26862954, 0.26130258, 0.27577711],
  };
}
