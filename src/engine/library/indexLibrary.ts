import type { ImageOutcome, Progress } from '../../core/ports';
import { hasDirection } from '../../core/clip/similarity';
import { stampOf, type KnownFiles } from '../cache/knownFiles';
import { embedImages, type EmbedImagesOptions } from '../images/embedImages';

/** Files that are looked at, and embedded where they have to be, before the next: what a kill can cost is less. */
const chunk = 512;
/** Files whose states are asked for at once. */
const readers = 8;
/** Failures that are told with their reason. */
const mostFailures = 100;

export type LibraryFailure = Extract<ImageOutcome, { readonly ok: false }>;

/** The pictures of a library by their bytes. */
export interface IndexedLibrary {
  /** SHA-256 (hex) of each different picture, in the order of its first path. */
  readonly hashes: readonly string[];
  /** Place of its first path among the paths. */
  readonly firsts: readonly number[];
  /** Paths of each. */
  readonly copies: readonly number[];
  /** The first of them. */
  readonly failures: readonly LibraryFailure[];
  readonly failed: number;
  /** Embeddings that could not be kept on disk, by hash. */
  readonly inMemory: ReadonlyMap<string, Float32Array>;
}

/**
 * Sees to it that the embedding of every picture is kept: those of new and changed files are made, a few hundred at a time,
 * and stay kept whatever becomes of the rest.
 * @param paths each once
 * @throws the signal's reason
 */
export async function indexLibrary(
  paths: readonly string[],
  options: Omit<EmbedImagesOptions, 'alpha'> & { readonly known: KnownFiles | undefined },
): Promise<IndexedLibrary> {
  const { cache, known, signal, onProgress } = options;
  const places = new Map<string, number>();
  const firsts: number[] = [];
  const copies: number[] = [];
  const failures: LibraryFailure[] = [];
  const inMemory = new Map<string, Float32Array>();
  let failed = 0;
  const report = (done: number): void => {
    const progress: Progress = { phase: 'images', done, total: paths.length };
    onProgress(progress);
  };
  report(0);
  for (let from = 0; from < paths.length; from += chunk) {
    signal.throwIfAborted();
    const some = paths.slice(from, from + chunk);
    const stamps = await inParallel(some, stampOf);
    const hashes: (string | undefined)[] = known
      ? await known.hashesOf(some, stamps)
      : some.map(() => undefined);
    const missing = new Set(
      cache
        ? await cache.missing(hashes.filter((hash) => hash !== undefined && !inMemory.has(hash)) as string[])
        : hashes,
    );
    const unknown = some.flatMap((_, i) => (hashes[i] === undefined || missing.has(hashes[i]) ? [i] : []));
    let embedded = some.length - unknown.length;
    report(from + embedded);
    if (unknown.length > 0) {
      const outcomes = await embedImages(
        unknown.map((i) => some[i]!),
        {
          ...options,
          alpha: 'over-white',
          onProgress: ({ done }) => report(from + embedded + done),
        },
      );
      const notKept = new Set(await cache?.missing(outcomes.flatMap((each) => (each.ok ? [each.hash] : []))));
      const after = await inParallel(unknown, (i) => stampOf(some[i]!));
      for (const [k, i] of unknown.entries()) {
        const outcome = told(outcomes[k]!);
        hashes[i] = outcome.ok ? outcome.hash : undefined;
        if (!outcome.ok) {
          failed++;
          if (failures.length < mostFailures) failures.push(outcome);
          continue;
        }
        if (!cache || notKept.has(outcome.hash)) inMemory.set(outcome.hash, outcome.embedding);
        const stamp = stamps[i];
        if (stamp !== undefined && stamp === after[k]) void known?.remember(some[i]!, stamp, outcome.hash);
      }
      embedded = some.length;
    }
    for (const [i, hash] of hashes.entries()) {
      if (hash === undefined) continue;
      const place = places.get(hash);
      if (place === undefined) {
        places.set(hash, firsts.length);
        firsts.push(from + i);
        copies.push(1);
      } else copies[place]!++;
    }
    report(from + embedded);
  }
  return { hashes: [...places.keys()], firsts, copies, failures, failed, inMemory };
}

/** A vector without a direction has no cosine; its picture counts as one that could not be read. */
function told(outcome: ImageOutcome): ImageOutcome {
  if (!outcome.ok || hasDirection(outcome.embedding)) return outcome;
  return { path: outcome.path, ok: false, code: 'image-unreadable', detail: 'NaN' };
}

async function inParallel<From, To>(
  items: readonly From[],
  change: (item: From) => Promise<To>,
): Promise<To[]> {
  const changed = new Array<To>(items.length);
  const remaining = items.entries();
  const work = async (): Promise<void> => {
    for (const [i, item] of remaining) changed[i] = await change(item);
  };
  await Promise.all(Array.from({ length: readers }, work));
  return changed;
}
