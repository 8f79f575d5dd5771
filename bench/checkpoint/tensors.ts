import type { ClipShape, TowerShape } from './shape';

/** A tensor of transformers' `CLIPModel`, and what its random numbers look like: mean and standard deviation. */
export interface RandomTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly mean: number;
  readonly deviation: number;
}

/** All tensors of a checkpoint, with the deviations that `CLIPPreTrainedModel._init_weights` starts from. */
export function* tensorsOf({ embedding, text, image }: ClipShape): Generator<RandomTensor> {
  yield { name: 'logit_scale', shape: [], mean: Math.log(100), deviation: 0 };
  const places = (image.pixels / image.patch) ** 2 + 1;
  yield random('text_model.embeddings.token_embedding.weight', [text.vocabulary, text.width], 0.02);
  yield random('text_model.embeddings.position_embedding.weight', [text.context, text.width], 0.02);
  yield* tower('text_model', text);
  yield* norm('text_model.final_layer_norm', text.width);
  yield random('text_projection.weight', [embedding, text.width], text.width ** -0.5);

  const inVision = 'vision_model.embeddings';
  const patches = [image.width, 3, image.patch, image.patch];
  yield random(`${inVision}.class_embedding`, [image.width], image.width ** -0.5);
  yield random(`${inVision}.patch_embedding.weight`, patches, 0.02);
  yield random(`${inVision}.position_embedding.weight`, [places, image.width], 0.02);
  yield* norm('vision_model.pre_layrnorm', image.width); // the misspelling is transformers' own
  yield* tower('vision_model', image);
  yield* norm('vision_model.post_layernorm', image.width);
  yield random('visual_projection.weight', [embedding, image.width], image.width ** -0.5);
}

function* tower(prefix: string, { width, perceptron, blocks }: TowerShape): Generator<RandomTensor> {
  const inner = width ** -0.5 * (2 * blocks) ** -0.5;
  for (let i = 0; i < blocks; i++) {
    const block = `${prefix}.encoder.layers.${i}`;
    yield* norm(`${block}.layer_norm1`, width);
    yield* linear(`${block}.self_attn.q_proj`, width, width, inner);
    yield* linear(`${block}.self_attn.k_proj`, width, width, inner);
    yield* linear(`${block}.self_attn.v_proj`, width, width, inner);
    yield* linear(`${block}.self_attn.out_proj`, width, width, width ** -0.5);
    yield* norm(`${block}.layer_norm2`, width);
    yield* linear(`${block}.mlp.fc1`, perceptron, width, (2 * width) ** -0.5);
    yield* linear(`${block}.mlp.fc2`, width, perceptron, inner);
  }
}

function* linear(name: string, to: number, from: number, deviation: number): Generator<RandomTensor> {
  yield random(`${name}.weight`, [to, from], deviation);
  yield random(`${name}.bias`, [to], 0.02);
}

function* norm(name: string, width: number): Generator<RandomTensor> {
  yield { name: `${name}.weight`, shape: [width], mean: 1, deviation: 0.1 };
  yield random(`${name}.bias`, [width], 0.02);
}

function random(name: string, shape: readonly number[], deviation: number): RandomTensor {
  return { name, shape, mean: 0, deviation };
}
