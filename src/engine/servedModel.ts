import { createHash } from 'node:crypto';
import type { DeviceState } from '../core/device';
import { dot } from '../core/clip/similarity';
import type { Preprocessing } from '../core/clip/preprocessing';
import { EngineError } from '../core/engineError';
import type { Checkpoint, Tokenization } from '../core/ports';
import { roughly } from '../core/serverAgreement';
import { EmbeddingServer, inputsPerRequest } from '../servers/embeddingServer';
import type { ServerAddress } from '../core/serverAddress';
import { mostRequests } from '../servers/serverConnection';
import { canaryPixels, canaryText, localCanary } from './canary';
import type { EncodedText, EncodeTextsOptions, Model, ModelAttention, ModelPlaces, RunSizes } from './model';
import { PictureForm } from './pictureForm';
import { workUnits } from './workUnits';

export interface ServedOptions {
  readonly server: ServerAddress;
  readonly cacheFolder?: string;
  readonly threads: number;
  readonly loadLocal: (
    folder: string,
    options: { readonly cacheFolder?: string; readonly threads: number },
  ) => Promise<Model>;
}

/** Below this, what a server says of the canaries is another checkpoint's. */
const leastAgreement = 0.9;

/** A heart that beats while a server is waited for, whose own limits hold. */
const beatEveryMs = 1000;

/**
 * A checkpoint of this machine whose towers run on a server. Texts are read and pictures preprocessed here, so that both
 * are as the checkpoint's files say; the server gets texts as they are and pictures as its tower sees them.
 * @throws EngineError as `loadModel` does, and `server-…`
 */
export async function loadServedModel(folder: string, options: ServedOptions): Promise<Model> {
  const { server: address, loadLocal, ...local } = options;
  const server = new EmbeddingServer(address);
  try {
    const canary = await localCanary(folder, { ...local, loadLocal });
    const model = await loadLocal(folder, local);
    try {
      return await served(model, server, canary);
    } catch (error) {
      await model.dispose();
      throw error;
    }
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function served(
  local: Model,
  server: EmbeddingServer,
  canary: { readonly text: Float32Array; readonly picture: Float32Array },
): Promise<Model> {
  const { embeddingWidth: width, id, hash, imageSize } = local.checkpoint;
  const { host, url } = server.connection;
  const form = new PictureForm(local.preprocessing, imageSize);
  const { model, text, picture } = await patiently(async () => {
    const name = await server.model();
    const [words] = await server.texts([canaryText], width);
    const [seen] = await server.pictures([await form.png(canaryPixels(local))], width);
    return { model: name, text: dot(words!, canary.text), picture: dot(seen!, canary.picture) };
  });
  if (Math.min(text, picture) < leastAgreement)
    throw new EngineError('server-other-checkpoint', {
      ...{ server: host, model, checkpoint: id },
      ...{ text: text.toFixed(4), picture: picture.toFixed(4) },
    });
  const { runtime: _, ...checkpoint } = local.checkpoint; // what computes is the server's
  return new ServedModel(local, server, form, {
    ...checkpoint,
    id: `${id} (${host})`,
    hash: createHash('sha256')
      .update(JSON.stringify([hash, url.href, model, roughly(text), roughly(picture)]))
      .digest('hex'),
    server: { host, model, checkpoint: id, checkpointHash: hash, agreement: { text, picture } },
  });
}

class ServedModel implements Model {
  readonly preprocessing: Preprocessing;
  readonly runSizes: RunSizes = {
    tokens: { interactive: 1, idle: 1 }, // a server batches by itself
    pictures: { interactive: inputsPerRequest, idle: inputsPerRequest },
  };
  readonly runsAtOnce = mostRequests;
  readonly attention: ModelAttention;

  constructor(
    private readonly local: Model,
    private readonly server: EmbeddingServer,
    private readonly form: PictureForm,
    readonly checkpoint: Checkpoint,
  ) {
    this.preprocessing = local.preprocessing;
    const refuse = (): Promise<never> => Promise.reject(this.#onlyEmbeds());
    this.attention = { prepare: refuse, ofPicture: refuse, ofText: refuse };
  }

  tokenize(texts: readonly string[]): Tokenization[] {
    return this.local.tokenize(texts);
  }

  /** Keeps several requests under way, and yields them in their order. */
  async *encodeTokens(
    _sequences: readonly (readonly number[])[],
    { texts = [], signal }: EncodeTextsOptions,
  ): AsyncGenerator<EncodedText[]> {
    const ended = new AbortController();
    const given = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
    const underWay: Promise<EncodedText[]>[] = [];
    try {
      for (let start = 0; start < texts.length || underWay.length > 0;) {
        while (start < texts.length && underWay.length < mostRequests) {
          const asked = this.#texts(texts.slice(start, start + inputsPerRequest), start, given);
          asked.catch(() => undefined); // told of when its turn to be yielded comes
          underWay.push(asked);
          start += inputsPerRequest;
        }
        yield await patiently(() => underWay.shift()!);
      }
    } finally {
      ended.abort();
    }
  }

  async encodePixels(pixels: Float32Array, count: number, signal?: AbortSignal): Promise<Float32Array> {
    const { embeddingWidth: width } = this.checkpoint;
    const stride = pixels.length / count;
    const result = new Float32Array(count * width);
    await patiently(async () => {
      for (let start = 0; start < count; start += inputsPerRequest) {
        const size = Math.min(inputsPerRequest, count - start);
        const pictures = await Promise.all(
          Array.from({ length: size }, (_, i) =>
            this.form.png(pixels.subarray((start + i) * stride, (start + i + 1) * stride)),
          ),
        );
        const rows = await this.server.pictures(pictures, width, signal);
        rows.forEach((row, i) => result.set(row, (start + i) * width));
      }
    });
    return result;
  }

  device(): Promise<Omit<DeviceState, 'asked'>> {
    const { host } = this.checkpoint.server!;
    return Promise.resolve({ pictures: 'server', server: host, excluded: 'server', refused: [] });
  }

  readPlaces(): Promise<ModelPlaces> {
    return Promise.reject(this.#onlyEmbeds());
  }

  isUnchanged(): boolean {
    return !this.server.isExchanged && (this.local.isUnchanged?.() ?? true);
  }

  async dispose(): Promise<void> {
    await Promise.all([this.local.dispose(), this.server.close()]);
  }

  async #texts(texts: readonly string[], start: number, signal: AbortSignal): Promise<EncodedText[]> {
    const rows = await this.server.texts(texts, this.checkpoint.embeddingWidth, signal);
    return rows.map((embedding, i) => ({ index: start + i, embedding }));
  }

  #onlyEmbeds(): EngineError {
    const { host, checkpoint } = this.checkpoint.server!;
    return new EngineError('server-only-embeds', { server: host, model: checkpoint });
  }
}

async function patiently<T>(task: () => Promise<T>): Promise<T> {
  const beating = setInterval(() => workUnits.progress(), beatEveryMs);
  try {
    return await task();
  } finally {
    clearInterval(beating);
  }
}
