import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../core/engineError';
import type { FileStamps } from '../checkpoint/filesInUse';
import { stampOf, type FileStamp } from '../checkpoint/fileStamp';
import { weightsHash } from '../checkpoint/weightsHash';
import { makeFolders } from '../../files/makeFolders';

/** Part of every entry's name: raise it whenever other graphs are written for the same files. */
export const graphVersion = 7;

/** What an entry is to hold. */
export interface EntryContents {
  /** By file name; written by the cache. */
  readonly graphs: Readonly<Record<string, Uint8Array>>;
  /** Names of weights files, which are there already. */
  readonly weights: readonly string[];
}

/** Where entries are kept. */
export interface EntryPlace {
  readonly folder: string;
  /** Where hashes of weights are remembered; undefined remembers them for this process only. */
  readonly memoFolder?: string;
}

/** An entry that is as it was written. */
export interface CachedEntry {
  /** Absolute. */
  readonly path: string;
  /** Its files in the state in which they were found to be right. */
  readonly files: FileStamps;
}

/** What an entry must still look like to be used; written last. */
interface Manifest {
  /** Folder of the checkpoint, so that a later version of it replaces this entry, and its end ends this entry too. */
  readonly source: string;
  /** Which of the folder's entries this is; none has the same. */
  readonly variant: string;
  /** SHA-256 (hex) of each graph. */
  readonly graphs: Readonly<Record<string, string>>;
  /** SHA-256 (hex) of each weights file. A linked file changes with its original, and shows it here. */
  readonly weights: Readonly<Record<string, string>>;
}

const manifestFile = 'manifest.json';
const unfinishedPrefix = 'unfinished-';
/** No builder works this long: an older unfinished entry is what a killed process left. */
const abandonedAfterMs = 60 * 60 * 1000;

/**
 * A folder with the graphs of a checkpoint and the weights they point into, written at the first time and whenever it
 * is not as it was written. It appears by renaming, so that any number of processes may write it at once.
 * @param source absolute path of the checkpoint's folder, and which of its entries this is when it has several
 * @param hash of everything that the graphs depend on
 * @param write puts the weights into the new entry, and gives the graphs
 * @throws EngineError `cache-unwritable`, `model-changing`, and what `write` throws
 */
export async function cachedEntry(
  { source, variant = '' }: { readonly source: string; readonly variant?: string },
  hash: string,
  place: EntryPlace,
  write: (entry: string) => Promise<EntryContents>,
): Promise<CachedEntry> {
  const { folder } = place;
  const entry = path.join(folder, `${hash.slice(0, 32)}-v${graphVersion}`);
  const found = await intact(entry, place);
  if (found) return found;
  const unfinished = path.join(folder, `${unfinishedPrefix}${randomUUID()}`);
  try {
    await makeFolders(unfinished);
    await finish(unfinished, { source, variant }, await write(unfinished), place);
    await removeSuperseded(folder, { source, variant }, entry);
    return await publish(unfinished, entry, place);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error; // not the file system's
    throw new EngineError('cache-unwritable', { folder, reason: error.message }, { cause: error });
  } finally {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The entry where it is as it was written, undefined where it is not. */
async function intact(entry: string, { memoFolder }: EntryPlace): Promise<CachedEntry | undefined> {
  const files = new Map<string, FileStamp | undefined>();
  try {
    const manifest = await readManifest(entry);
    for (const [name, hash] of Object.entries(manifest.graphs)) {
      const file = path.join(entry, name);
      files.set(file, stampOf(file));
      if (sha256(await readFile(file)) !== hash) return undefined;
    }
    for (const [name, expected] of Object.entries(manifest.weights)) {
      const { path: file, stamp, hash } = await weightsHash(path.join(entry, name), memoFolder);
      files.set(file, stamp);
      if (hash !== expected) return undefined;
    }
    return { path: entry, files };
  } catch (error) {
    // Somebody gives its files names or takes them away: no reason to build it again.
    if (error instanceof EngineError && error.code === 'model-changing') throw error;
    return undefined;
  }
}

async function finish(
  entry: string,
  of: Pick<Manifest, 'source' | 'variant'>,
  contents: EntryContents,
  { memoFolder }: EntryPlace,
): Promise<void> {
  const graphs: Record<string, string> = {};
  for (const [name, graph] of Object.entries(contents.graphs)) {
    await writeFile(path.join(entry, name), graph);
    graphs[name] = sha256(graph);
  }
  const weights: Record<string, string> = {};
  for (const name of contents.weights) {
    weights[name] = (await weightsHash(path.join(entry, name), memoFolder)).hash;
  }
  const manifest: Manifest = { ...of, graphs, weights };
  await writeFile(path.join(entry, manifestFile), JSON.stringify(manifest));
}

/** Renames the finished entry into its place, unless another process was faster. */
async function publish(unfinished: string, entry: string, place: EntryPlace): Promise<CachedEntry> {
  for (let attempt = 0; ; attempt++) {
    const failure = await rename(unfinished, entry).then(
      () => undefined,
      (error: Error) => error,
    );
    const published = await intact(entry, place);
    if (published) return published;
    // It was as it should be a moment ago.
    if (!failure) throw new EngineError('model-changing', { file: path.basename(entry) });
    if (attempt === 2) throw failure;
    // A damaged entry is in the way. Its own name must become free at once, so it is moved before it is removed.
    const damaged = path.join(path.dirname(entry), `${unfinishedPrefix}${randomUUID()}`);
    await rename(entry, damaged).catch(() => undefined);
    await rm(damaged, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Removes entries of earlier weights or builders of the same folder, and what killed builders left. */
async function removeSuperseded(
  folder: string,
  { source, variant }: Pick<Manifest, 'source' | 'variant'>,
  current: string,
): Promise<void> {
  for (const name of await readdir(folder)) {
    const candidate = path.join(folder, name);
    if (candidate === current) continue;
    const isOld = name.startsWith(unfinishedPrefix)
      ? await stat(candidate).then(
          ({ mtimeMs }) => Date.now() - mtimeMs > abandonedAfterMs,
          () => false,
        )
      : await readManifest(candidate).then(
          (manifest) => manifest.source === source && manifest.variant === variant,
          () => false,
        );
    if (isOld) await rm(candidate, { recursive: true, force: true }).catch(() => undefined);
  }
}

/**
 * Removes the entries of checkpoints that are no longer there: linked weights would keep their space on the disk after
 * the checkpoint was deleted.
 * @param folder where entries are kept
 */
export async function removeOrphans(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const entry = path.join(folder, name);
    const manifest = await readManifest(entry).catch(() => undefined);
    if (manifest && (await isGone(manifest.source)))
      await rm(entry, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isGone(file: string): Promise<boolean> {
  return stat(file).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT' || error.code === 'ENOTDIR',
  );
}

async function readManifest(entry: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(entry, manifestFile), 'utf8')) as Manifest;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
