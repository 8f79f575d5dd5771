import type {
  Checkpoint,
  Embedder,
  EmbedOptions,
  ImageOutcome,
  TextEmbedding,
  Tokenization,
} from '../../../src/core/ports';

/** An embedder that answers from tables, and remembers what it was asked. */
export class FakeEmbedder implements Embedder {
  readonly asked: { texts: string[][]; images: string[][]; tokenized: string[][] } = {
    texts: [],
    images: [],
    tokenized: [],
  };
  lastSignal: AbortSignal | undefined;

  constructor(
    private readonly textVector: (text: string) => Float32Array,
    private readonly imageVector: (path: string) => Float32Array | undefined,
    private readonly logitScale = 100,
    /** Words that a text may have; the rest is not read. */
    private readonly room = 6,
  ) {}

  async checkpoint(): Promise<Checkpoint> {
    return {
      id: 'fake',
      hash: 'f'.repeat(64),
      family: 'clip',
      embeddingWidth: 2,
      contextLength: this.room + 2,
      logitScale: this.logitScale,
      logitBias: 0,
      imageSize: 8,
      languages: [],
    };
  }

  async embedTexts(texts: readonly string[], options?: EmbedOptions): Promise<TextEmbedding[]> {
    this.asked.texts.push([...texts]);
    this.lastSignal = options?.signal;
    options?.signal?.throwIfAborted();
    return texts.map((text) => {
      const { count, lostFrom } = tokenize(text, this.room);
      return { embedding: this.textVector(text), tokenCount: count, lostFrom };
    });
  }

  async embedImages(paths: readonly string[], options?: EmbedOptions): Promise<ImageOutcome[]> {
    this.asked.images.push([...paths]);
    options?.signal?.throwIfAborted();
    return paths.map((path) => {
      const embedding = this.imageVector(path);
      return embedding === undefined
        ? { path, ok: false, code: 'image-missing', detail: 'ENOENT' }
        : { path, ok: true, embedding, hash: path, width: 1, height: 1 };
    });
  }

  async tokenize(texts: readonly string[]): Promise<Tokenization[]> {
    this.asked.tokenized.push([...texts]);
    return texts.map((text) => tokenize(text, this.room));
  }
}

/** One token a word, two for the ends. */
function tokenize(text: string, room: number): Tokenization {
  const words = [...text.matchAll(/\S+/g)];
  return { ids: words.map((_, i) => i), count: words.length + 2, lostFrom: words[room]?.index };
}

/** Unit vector at an angle in radians. */
export function direction(angle: number): Float32Array {
  return Float32Array.of(Math.cos(angle), Math.sin(angle));
}
