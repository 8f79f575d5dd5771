import type { Checkpoint } from '../../core/ports';
import { EngineError } from '../../core/engineError';
import { broken } from '../checkpoint/safetensors';
import type { GraphSignature, LazySession, SessionTensor } from '../session';
import { unitEmbedding } from '../unitEmbedding';

/** One graph of an export. */
export interface OpenGraph {
  readonly path: string;
  readonly session: LazySession;
  readonly signature: GraphSignature;
  /** Its quantisation scales depend on everything in a batch, so a batch must hold one thing. */
  readonly oneAtATime: boolean;
}

export interface ExportedTowersOptions {
  readonly text: OpenGraph;
  /** The same object where one graph holds both towers. */
  readonly image: OpenGraph;
  readonly family: Checkpoint['family'];
  readonly contextLength: number;
  readonly imageSize: number;
  readonly padToken: number;
}

/** SigLIP's pooled states are its embeddings; CLIP's lack the projection. */
const outputNames = {
  text: { clip: ['text_embeds'], siglip: ['text_embeds', 'pooler_output'] },
  image: { clip: ['image_embeds'], siglip: ['image_embeds', 'pooler_output'] },
};

/** The two towers of an ONNX export, whose inputs and outputs are found by their names. */
export class ExportedTowers {
  readonly #options: ExportedTowersOptions;
  readonly #textOutput: string;
  readonly #imageOutput: string;
  /** Tokens that every text must have; undefined where the graph takes any number. */
  readonly #textLength: number | undefined;

  /** @throws EngineError `model-unsupported` where the graph asks for what is not given here, or gives no embedding */
  constructor(options: ExportedTowersOptions) {
    const { text, image, family, contextLength, imageSize } = options;
    this.#options = options;
    this.#textOutput = outputOf(text, outputNames.text[family]);
    this.#imageOutput = outputOf(image, outputNames.image[family]);
    checkInput(text, 'input_ids', 'int64', 2);
    const [, channels, height, width] = checkInput(image, 'pixel_values', 'float32', 4);
    if ((channels ?? 3) !== 3 || (height ?? imageSize) !== imageSize || (width ?? imageSize) !== imageSize) {
      throw broken(image.path, `takes ${height} × ${width} pixels, the configuration says ${imageSize}`);
    }
    const fixed = text.signature.inputs.get('input_ids')!.shape[1] ?? undefined;
    // SigLIP reads its padding: it was trained with texts of full length, and pools at the last place.
    this.#textLength = fixed ?? (family === 'siglip' ? contextLength : undefined);
  }

  /** Texts that one run may take, of the same number of tokens. */
  textsPerRun(tokens: number, maxNewTokens: number): number {
    return perRun(this.#options.text, 'input_ids', Math.floor(maxNewTokens / (this.#textLength ?? tokens)));
  }

  picturesPerRun(wanted: number): number {
    return perRun(this.#options.image, 'pixel_values', wanted);
  }

  /** @param texts of token ids, all of the same number */
  async embedTexts(texts: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const { text: graph } = this.#options;
    const outputs = await this.#run(graph, this.#feeds(graph, texts), [this.#textOutput]);
    return rows(outputs[this.#textOutput]!, texts.length, graph.path);
  }

  /** @param pixels `[count, 3, imageSize, imageSize]` */
  async embedPictures(pixels: Float32Array, count: number): Promise<Float32Array[]> {
    const { image: graph } = this.#options;
    const outputs = await this.#run(graph, this.#feeds(graph, undefined, pixels, count), [this.#imageOutput]);
    return rows(outputs[this.#imageOutput]!, count, graph.path);
  }

  /** Cosine and logit of one pair; undefined where the graph gives no logits. */
  async pair(
    text: readonly number[],
    pixels: Float32Array,
  ): Promise<{ readonly cosine: number; readonly logit: number } | undefined> {
    const { text: graph, image } = this.#options;
    if (graph !== image || !graph.signature.outputs.has('logits_per_image')) return undefined;
    const names = [this.#textOutput, this.#imageOutput, 'logits_per_image'];
    const outputs = await this.#run(graph, this.#feeds(graph, [text], pixels, 1), names);
    const [a, b] = names.slice(0, 2).map((name) => unitEmbedding(outputs[name]!, graph.path)) as [
      Float32Array,
      Float32Array,
    ];
    return {
      cosine: a.reduce((sum, each, i) => sum + each * b[i]!, 0),
      logit: outputs.logits_per_image![0]!,
    };
  }

  async dispose(): Promise<void> {
    const { text, image } = this.#options;
    await Promise.all([...new Set([text.session, image.session])].map((session) => session.dispose()));
  }

  /** A tower that nobody asks, of a graph that holds both, gets an empty text or a black picture. */
  #feeds(
    { signature: { inputs } }: OpenGraph,
    texts: readonly (readonly number[])[] = [[]],
    pixels?: Float32Array,
    count = 1,
  ): Record<string, SessionTensor> {
    const { padToken, imageSize, family } = this.#options;
    const feeds: Record<string, SessionTensor> = {};
    if (inputs.has('input_ids')) {
      const length = this.#textLength ?? Math.max(1, texts[0]!.length);
      const shape = [texts.length, length];
      const fill = (value: (text: readonly number[], place: number) => number): SessionTensor => {
        const data = new BigInt64Array(texts.length * length);
        texts.forEach((text, i) => {
          for (let place = 0; place < length; place++) data[i * length + place] = BigInt(value(text, place));
        });
        return { data, shape };
      };
      feeds.input_ids = fill((text, place) => text[place] ?? padToken);
      if (inputs.has('attention_mask')) {
        feeds.attention_mask = fill((text, place) => (family === 'siglip' || place < text.length ? 1 : 0));
      }
      if (inputs.has('position_ids')) feeds.position_ids = fill((_, place) => place);
    }
    if (inputs.has('pixel_values')) {
      const data = pixels ?? new Float32Array(3 * imageSize ** 2);
      feeds.pixel_values = { data, shape: [count, 3, imageSize, imageSize] };
    }
    return feeds;
  }

  async #run(
    graph: OpenGraph,
    feeds: Record<string, SessionTensor>,
    outputs: readonly string[],
  ): Promise<Readonly<Record<string, Float32Array>>> {
    try {
      return await graph.session.run(feeds, outputs);
    } catch (cause) {
      if (cause instanceof EngineError) throw cause;
      throw broken(graph.path, cause instanceof Error ? cause.message : String(cause), cause);
    }
  }
}

const knownInputs = new Set(['input_ids', 'attention_mask', 'position_ids', 'pixel_values']);

function outputOf({ path, signature }: OpenGraph, names: readonly string[]): string {
  for (const name of signature.inputs.keys()) {
    if (!knownInputs.has(name)) throw new EngineError('model-unsupported', { kind: `ONNX input ${name}` });
  }
  const name = names.find((each) => signature.outputs.has(each));
  if (!name) throw broken(path, `its graph has no output ${names[0]}`);
  const { type } = signature.outputs.get(name)!;
  if (type !== 'float32') throw new EngineError('model-unsupported', { kind: `ONNX output of type ${type}` });
  return name;
}

function checkInput(
  { path, signature }: OpenGraph,
  name: string,
  type: string,
  dimensions: number,
): readonly (number | null)[] {
  const input = signature.inputs.get(name);
  if (input?.shape.length !== dimensions)
    throw broken(path, `its graph has no input ${name} as it should be`);
  if (input.type !== type) {
    throw new EngineError('model-unsupported', { kind: `ONNX input ${name} of type ${input.type}` });
  }
  return input.shape;
}

function perRun({ signature, oneAtATime }: OpenGraph, input: string, wanted: number): number {
  const fixed = signature.inputs.get(input)!.shape[0] ?? undefined;
  return oneAtATime || fixed !== undefined ? 1 : Math.max(1, wanted);
}

function rows(data: Float32Array, count: number, path: string): Float32Array[] {
  const width = data.length / count;
  if (!Number.isInteger(width)) throw broken(path, 'it gives another number of embeddings than it was given');
  return Array.from({ length: count }, (_, i) =>
    unitEmbedding(data.subarray(i * width, (i + 1) * width), path),
  );
}
