import type { Checkpoint } from '../../core/ports';
import { broken } from '../checkpoint/safetensors';
import type { SessionTensor } from '../session';
import { filled, type Filling } from '../text/filling';
import { inputShape, perRun, runGraph, type OpenGraph } from './openGraph';

export interface ExportedTextOptions {
  readonly graph: OpenGraph;
  readonly family: Checkpoint['family'];
  readonly contextLength: number;
  readonly padToken: number;
  readonly padSide: Filling['side'];
}

/** The text tower of an ONNX export. */
export class ExportedText {
  readonly #options: ExportedTextOptions;
  /** Tokens that every text must have; undefined where the graph takes any number. */
  readonly #length: number | undefined;

  /** @throws EngineError `model-file-broken`, `model-unsupported` where the graph asks for what is not given here */
  constructor(options: ExportedTextOptions) {
    const { graph, family, contextLength } = options;
    this.#options = options;
    const [, length] = inputShape(graph, 'input_ids', 'int64', 2, ['attention_mask', 'position_ids']);
    if (length && length < contextLength) {
      throw broken(graph.path, `takes ${length} tokens, the configuration says ${contextLength}`);
    }
    // SigLIP reads its padding: it was trained with texts of full length, and pools at the last place.
    this.#length = length ?? (family === 'siglip' ? contextLength : undefined);
  }

  /** Texts that one run may take, all of this number of tokens. */
  textsPerRun(tokens: number, tokensPerRun: number): number {
    return perRun(this.#options.graph, 'input_ids', Math.floor(tokensPerRun / (this.#length ?? tokens)));
  }

  /**
   * @param texts of token ids, all of the same number
   * @returns unit-length embeddings
   */
  async embed(texts: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const { graph, family, padToken: token, padSide: side } = this.#options;
    const { inputs } = graph.signature;
    const length = this.#length ?? texts[0]!.length;
    const tensor = (values: (text: readonly number[]) => readonly number[]): SessionTensor => ({
      data: BigInt64Array.from(texts.flatMap(values), BigInt),
      shape: [texts.length, length],
    });
    const places = Array.from({ length }, (_, place) => place);
    const feeds: Record<string, SessionTensor> = {
      input_ids: tensor((text) => filled(text, { length, token, side })),
    };
    if (inputs.has('attention_mask')) {
      feeds.attention_mask = tensor((text) =>
        places.map((place) => (family === 'siglip' || place < text.length ? 1 : 0)),
      );
    }
    if (inputs.has('position_ids')) feeds.position_ids = tensor(() => places);
    return runGraph(graph, feeds, texts.length);
  }
}
