import { dot } from '../core/clip/similarity';
import type { LockedFile } from '../core/check/lock';
import type {
  Checkpoint,
  Embedder,
  EmbedOptions,
  EmbedTextsOptions,
  ImageOutcome,
  TextEmbedding,
  Tokenization,
} from '../core/ports';
import type { Problem } from './problem';

/** A packed embedding whose length differs from 1 by more was not written by us. */
const roundingOfLength = 1e-3;

/** Whether a lock has the embeddings of a file's pictures. */
export function isPacked({ pictures }: LockedFile): boolean {
  return pictures.length > 0 && pictures.every(({ embedding }) => embedding !== undefined);
}

/** 32-bit little-endian floats in base64. */
export function embeddingText(embedding: Float32Array): string {
  const bytes = Buffer.alloc(embedding.length * 4);
  for (const [i, value] of embedding.entries()) bytes.writeFloatLE(value, i * 4);
  return bytes.toString('base64');
}

/** An embedder whose pictures come out of a lock: none is read. Texts go to the checkpoint that the lock names, or nowhere. */
export class PackedPictures implements Embedder {
  /** Why the pictures cannot be compared with texts of this checkpoint, once that is known. */
  fault: Pick<Problem, 'code' | 'parameters'> | undefined;
  private readonly places: ReadonlyMap<string, number>;

  /** @param paths of its pictures, as they are asked for */
  constructor(
    private readonly inner: Embedder,
    private readonly packed: LockedFile,
    paths: readonly string[],
  ) {
    this.places = new Map(paths.map((path, i) => [path, i]));
  }

  checkpoint(options?: EmbedOptions): Promise<Checkpoint> {
    return this.inner.checkpoint(options);
  }

  embedTexts(texts: readonly string[], options?: EmbedTextsOptions): Promise<TextEmbedding[]> {
    return this.inner.embedTexts(texts, options);
  }

  tokenize(texts: readonly string[], options?: EmbedOptions): Promise<Tokenization[]> {
    return this.inner.tokenize(texts, options);
  }

  async embedImages(paths: readonly string[], options?: EmbedOptions): Promise<ImageOutcome[]> {
    const { id, hash, embeddingWidth } = await this.inner.checkpoint(options);
    const { checkpoint, pictures } = this.packed;
    if (hash !== checkpoint.hash) {
      const parameters = { before: checkpoint.id, now: id };
      this.fault = { code: 'lock-other-checkpoint', parameters };
    }
    return paths.map((path) => {
      const picture = pictures[this.places.get(path) ?? -1];
      const embedding = this.fault ? undefined : picture && floatsOf(picture.embedding!);
      const isRight =
        embedding?.length === embeddingWidth &&
        Math.abs(Math.sqrt(dot(embedding, embedding)) - 1) < roundingOfLength;
      if (isRight) return { path, ok: true, embedding, hash: picture!.hash, width: 0, height: 0 };
      this.fault ??= { code: 'lock-damaged', parameters: { detail: picture?.path ?? '' } };
      return { path, ok: false, code: 'image-unreadable', detail: '' };
    });
  }
}

function floatsOf(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(i * 4));
}
