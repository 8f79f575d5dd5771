import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../core/engineError';

/** Part of every entry's name: raise it whenever other graphs are written for the same files. */
export const graphVersion = 5;

/** What an entry is to hold. */
export interface EntryContents {
  /** By file name; written by the cache. */
  readonly graphs: Readonly<Record<string, Uint8Array>>;
  /** Names of weights files, which are there already. */
  readonly weights: readonly string[];
}

/** What an entry must still look like to be used; written last. */
interface Manifest {
  /** Folder of the checkpoint, so that a later version of it replaces this entry, and its end ends this entry too. */
  readonly source: string;
  /** Which of the folder's entries this is; none has the same. */
  readonly variant: string;
  /** SHA-256 (hex) of each graph. */
  readonly graphs: Readonly<Record<string, string>>;
  /** Weights are too long to read at each start. A linked file changes with its original, and shows it here. */
  readonly weights: Readonly<Record<string, { readonly size: number; readonly mtimeMs: number }>>;
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
 * @param folder where entries are kept
 * @param write puts the weights into the new entry, and gives the graphs
 * @returns the entry's path
 * @throws EngineError `cache-unwritable`, and what `write` throws
 */
export async function cachedEntry(
  { source, variant = '' }: { readonly source: string; readonly variant?: string },
  hash: string,
  folder: string,
  write: (entry: string) => Promise<EntryContents>,
): Promise<string> {
  const entry = path.join(folder, `${hash.slice(0, 32)}-v${graphVersion}`);
  if (await isIntact(entry)) return entry;
  const unfinished = path.join(folder, `${unfinishedPrefix}${randomUUID()}`);
  try {
    await mkdir(unfinished, { recursive: true });
    await finish(unfinished, { source, variant }, await write(unfinished));
    await removeSuperseded(folder, { source, variant }, entry);
    await publish(unfinished, entry);
    return entry;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error; // not the file system's
    throw new EngineError('cache-unwritable', { folder, reason: error.message }, { cause: error });
  } finally {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isIntact(entry: string): Promise<boolean> {
  try {
    const manifest = await readManifest(entry);
    for (const [name, hash] of Object.entries(manifest.graphs)) {
      if (sha256(await readFile(path.join(entry, name))) !== hash) return false;
    }
    for (const [name, expected] of Object.entries(manifest.weights)) {
      const { size, mtimeMs } = await stat(path.join(entry, name));
      if (size !== expected.size || mtimeMs !== expected.mtimeMs) return false;
    }
    return true;
  } catch {
    return false;
  }
}

async function finish(
  entry: string,
  of: Pick<Manifest, 'source' | 'variant'>,
  contents: EntryContents,
): Promise<void> {
  const graphs: Record<string, string> = {};
  for (const [name, graph] of Object.entries(contents.graphs)) {
    await writeFile(path.join(entry, name), graph);
    graphs[name] = sha256(graph);
  }
  const weights: Record<string, { size: number; mtimeMs: number }> = {};
  for (const name of contents.weights) {
    const { size, mtimeMs } = await stat(path.join(entry, name));
    weights[name] = { size, mtimeMs };
  }
  const manifest: Manifest = { ...of, graphs, weights };
  await writeFile(path.join(entry, manifestFile), JSON.stringify(manifest));
}

/** Renames the finished entry into its place, unless another process was faster. */
async function publish(unfinished: string, entry: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await rename(unfinished, entry);
    } catch (error) {
      if (await isIntact(entry)) return;
      if (attempt === 2) throw error;
      // A damaged entry is in the way. Its own name must become free at once, so it is moved before it is removed.
      const damaged = path.join(path.dirname(entry), `${unfinishedPrefix}${randomUUID()}`);
      await rename(entry, damaged).catch(() => undefined);
      await rm(damaged, { recursive: true, force: true }).catch(() => undefined);
    }
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
