import { InferenceSession, Tensor } from 'onnxruntime-node';
import path from 'node:path';
import { exportFiles } from '../checkpoint/writeExports';
import type { Encoded, Peer } from './peer';
import { padded, tokenizerOf, type Tokenize } from './tokenRows';

/** An exported checkpoint in onnxruntime-node, called as the exports' readme files show. */
export class ExportedGraphs {
  private constructor(
    private readonly text: InferenceSession,
    private readonly image: InferenceSession,
    private readonly folder: string,
  ) {}

  static async open(folder: string, threads: number): Promise<ExportedGraphs> {
    const open = (file: string): Promise<InferenceSession> =>
      InferenceSession.create(path.join(folder, file), {
        intraOpNumThreads: threads,
        // Left spinning, its threads would slow down whoever is measured next.
        extra: { 'session.force_spinning_stop': '1' },
      });
    return new ExportedGraphs(await open(exportFiles.text), await open(exportFiles.image), folder);
  }

  /** @param length of every row of tokens; of the longest by default */
  async peer(name: string, length?: number): Promise<Peer> {
    const tokenize = await tokenizerOf(this.folder);
    return {
      name,
      encodeTexts: (texts) => this.#encodeRows(tokenize(texts), length),
      encodeImages: (pixels, count) => this.#encodeImages(pixels, count),
      dispose: async () => undefined,
    };
  }

  async dispose(): Promise<void> {
    await Promise.all([this.text.release(), this.image.release()]);
  }

  async #encodeRows(rows: ReturnType<Tokenize>, length: number | undefined): Promise<Encoded> {
    const { data, shape } = padded(rows, length);
    const { text_embeds: found } = await this.text.run({ input_ids: new Tensor('int64', data, shape) });
    return { embeddings: found!.data as Float32Array };
  }

  async #encodeImages(pixels: Float32Array, count: number): Promise<Encoded> {
    const size = Math.sqrt(pixels.length / count / 3);
    const input = new Tensor('float32', pixels, [count, 3, size, size]);
    const { image_embeds: found } = await this.image.run({ pixel_values: input });
    return { embeddings: found!.data as Float32Array };
  }
}
