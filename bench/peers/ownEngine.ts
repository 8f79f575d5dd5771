import { loadModel } from '../../src/engine/loadModel';
import type { Model } from '../../src/engine/model';
import { generatedFolder } from '../folders';
import type { Encoded, Peer } from './peer';

/** New tokens of one run when nobody types, as the engine's server has it. */
const maxNewTokens = 192;

/** Our engine's model in this process. It reuses what it has computed before, as it does for its users. */
export class OwnEngine implements Peer {
  private constructor(
    readonly name: string,
    readonly model: Model,
  ) {}

  static async open(folder: string, threads: number): Promise<OwnEngine> {
    return new OwnEngine('spellwright', await loadModel(folder, { cacheFolder: generatedFolder, threads }));
  }

  async encodeTexts(texts: readonly string[]): Promise<Encoded> {
    const width = this.model.checkpoint.embeddingWidth;
    const embeddings = new Float32Array(texts.length * width);
    for await (const run of this.model.encodeTexts(texts, { maxNewTokens }))
      for (const { index, embedding } of run) embeddings.set(embedding, index * width);
    return { embeddings };
  }

  async encodeImages(pixels: Float32Array, count: number): Promise<Encoded> {
    return { embeddings: await this.model.encodePixels(pixels, count) };
  }

  dispose(): Promise<void> {
    return this.model.dispose();
  }
}
