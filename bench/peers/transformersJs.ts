import path from 'node:path';
import { names } from './names';
import { peerPackage } from './peerPackages';
import type { Peer } from './peer';

/** What the benchmark uses of `@huggingface/transformers`. */
export interface TransformersJs {
  readonly env: { allowRemoteModels: boolean; localModelPath: string };
  readonly AutoTokenizer: From<TextTokenizer>;
  readonly AutoProcessor: From<(image: RawImage | readonly RawImage[]) => Promise<{ pixel_values: Tensor }>>;
  readonly CLIPTextModelWithProjection: From<(inputs: object) => Promise<{ text_embeds: Tensor }>>;
  readonly CLIPVisionModelWithProjection: From<(inputs: object) => Promise<{ image_embeds: Tensor }>>;
  readonly RawImage: { read(file: string): Promise<RawImage> };
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => Tensor;
  pipeline(
    task: 'zero-shot-image-classification',
    model: string,
    options?: object,
  ): Promise<ZeroShotPipeline>;
}

interface From<T> {
  from_pretrained(model: string, options?: object): Promise<T>;
}

type TextTokenizer = (
  texts: readonly string[],
  options: { readonly padding: boolean; readonly truncation: boolean },
) => object;

export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

export type RawImage = object;

export type ZeroShotPipeline = (
  images: readonly string[],
  labels: readonly string[],
  options: { readonly hypothesis_template: string },
) => Promise<readonly (readonly { readonly label: string; readonly score: number }[])[]>;

/** Everything else is the library's default: fp32, as many threads as the machine has. */
export const quietSession = {
  // Left spinning, its threads would slow down whoever is measured next.
  session_options: { extra: { 'session.force_spinning_stop': '1' } },
};

/** The library, made to read local folders only. @returns it, and the model's name for it */
export function transformersJs(folder: string): { readonly library: TransformersJs; readonly model: string } {
  const library = peerPackage<TransformersJs>('@huggingface/transformers');
  library.env.allowRemoteModels = false;
  library.env.localModelPath = path.dirname(folder);
  return { library, model: path.basename(folder) };
}

/** Its CLIP classes, called as its documentation shows. */
export async function openTransformersJs(folder: string): Promise<Peer> {
  const { library, model } = transformersJs(folder);
  const tokenizer = await library.AutoTokenizer.from_pretrained(model);
  const texts = await library.CLIPTextModelWithProjection.from_pretrained(model, quietSession);
  const images = await library.CLIPVisionModelWithProjection.from_pretrained(model, quietSession);
  return {
    name: names.transformersJs,
    encodeTexts: async (prompts) => {
      const { text_embeds: found } = await texts(tokenizer(prompts, { padding: true, truncation: true }));
      return { embeddings: found.data };
    },
    encodeImages: async (pixels, count) => {
      const size = Math.sqrt(pixels.length / count / 3);
      const input = new library.Tensor('float32', pixels, [count, 3, size, size]);
      const { image_embeds: found } = await images({ pixel_values: input });
      return { embeddings: found.data };
    },
  };
}
