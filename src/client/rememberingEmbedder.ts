import { stat } from 'node:fs/promises';
import { EngineError } from '../core/engineError';
import type { LibraryOutcome, LibraryQuestion, LibraryScorer } from '../core/score/library/libraryScorer';
import type {
  Checkpoint,
  Embedder,
  EmbedImagesOptions,
  EmbedOptions,
  EmbedTextsOptions,
  ImageOutcome,
  PatchReader,
  PlacesOutcome,
  ReadPlacesOptions,
  TextEmbedding,
  Tokenization,
} from '../core/ports';

/** A text's embedding at ViT-L's width takes 3 KiB: these bounds keep some tens of MiB at most. */
const mostTexts = 8192;
const mostPictures = 4096;

/**
 * Asks the engine only for what it has not said before: while someone types, one prompt of a file changes and all the
 * others, and the pictures, stay. A picture counts as known while its file stays as it was before it was read and still
 * was after.
 */
export class RememberingEmbedder implements Embedder, PatchReader, LibraryScorer {
  readonly #texts = new Map<string, TextEmbedding>();
  readonly #pictures = new Map<string, { readonly stamp: string; readonly outcome: ImageOutcome }>();

  constructor(private readonly engine: Embedder & Partial<PatchReader & LibraryScorer>) {}

  /** Always asked anew: where all else is known, nothing else would tell that the checkpoint's files have changed. */
  checkpoint(options?: EmbedOptions): Promise<Checkpoint> {
    return this.engine.checkpoint(options);
  }

  async embedTexts(texts: readonly string[], options?: EmbedTextsOptions): Promise<TextEmbedding[]> {
    if (options?.precision === 'int8') return this.engine.embedTexts(texts, options); // never to be shown
    const known = new Map<string, TextEmbedding>();
    const unknown = new Set<string>();
    for (const text of texts) {
      const embedding = this.#texts.get(text);
      if (embedding) known.set(text, embedding);
      else unknown.add(text);
    }
    if (unknown.size > 0) {
      const asked = [...unknown];
      const found = await this.engine.embedTexts(asked, options);
      asked.forEach((text, i) => known.set(text, found[i]!));
    }
    for (const [text, embedding] of known) renew(this.#texts, text, embedding, mostTexts);
    return texts.map((text) => known.get(text)!);
  }

  async embedImages(paths: readonly string[], options?: EmbedImagesOptions): Promise<ImageOutcome[]> {
    if (options?.alpha === 'dropped') return this.engine.embedImages(paths, options); // never to be scored
    const known = new Map<string, ImageOutcome>();
    const unknown: { readonly path: string; readonly stamp: string | undefined }[] = [];
    await withStamps([...new Set(paths)], options?.signal, (path, stamp) => {
      const kept = this.#pictures.get(path);
      if (kept === undefined || stamp === undefined || kept.stamp !== stamp) unknown.push({ path, stamp });
      else {
        known.set(path, kept.outcome);
        renew(this.#pictures, path, kept, mostPictures);
      }
    });
    if (unknown.length > 0) {
      const asked = unknown.map(({ path }) => path);
      for (const outcome of await this.engine.embedImages(asked, options)) known.set(outcome.path, outcome);
      const before = new Map(unknown.map(({ path, stamp }) => [path, stamp]));
      await withStamps(asked, options?.signal, (path, stamp) => {
        const outcome = known.get(path)!;
        if (!isLasting(outcome) || stamp === undefined) return;
        if (stamp !== before.get(path)) return; // written while it was read
        renew(this.#pictures, path, { stamp, outcome }, mostPictures);
      });
    }
    return paths.map((path) => known.get(path)!);
  }

  tokenize(texts: readonly string[], options?: EmbedOptions): Promise<Tokenization[]> {
    return this.engine.tokenize(texts, options);
  }

  /** The engine knows what it has looked at; nothing of a library is kept here. */
  async scoreLibrary(question: LibraryQuestion, options?: EmbedOptions): Promise<LibraryOutcome> {
    if (!this.engine.scoreLibrary) throw new EngineError('internal', { detail: 'no libraries' });
    return this.engine.scoreLibrary(question, options);
  }

  /** Nothing of it is kept: a picture's places are large, and seldom asked for twice. */
  async readPlaces(
    path: string,
    texts: readonly Float32Array[],
    options?: ReadPlacesOptions,
  ): Promise<PlacesOutcome> {
    if (!this.engine.readPlaces) throw new EngineError('places-unsupported', { model: '' });
    return this.engine.readPlaces(path, texts, options);
  }
}

/** Files that are looked at at once: thousands, all told of in one turn, would hold the thread. */
const batch = 32;

/**
 * Tells what state each file is in, in their order.
 * @throws the signal's reason
 */
async function withStamps(
  paths: readonly string[],
  signal: AbortSignal | undefined,
  told: (path: string, stamp: string | undefined) => void,
): Promise<void> {
  for (let at = 0; at < paths.length; at += batch) {
    signal?.throwIfAborted();
    const some = paths.slice(at, at + batch);
    const stamps = await Promise.all(some.map(stampOf));
    some.forEach((path, i) => told(path, stamps[i]));
  }
}

/**
 * What could not be read may be readable a moment later without any change of its file. But what took a process or half
 * a minute is not tried again with every key press.
 */
function isLasting(outcome: ImageOutcome): boolean {
  return outcome.ok || outcome.code === 'image-crashed' || outcome.code === 'image-too-slow';
}

/** What tells a state of a file from others; undefined when it cannot be told. */
async function stampOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
}

/** Puts the entry last, and drops the first beyond `most`: a Map keeps the order of insertion. */
function renew<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value!);
}
