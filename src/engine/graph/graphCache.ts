import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../core/engineError';
import type { ClipCheckpoint } from '../checkpoint/clipCheckpoint';
import type { CheckpointFolder } from '../checkpoint/readCheckpoint';
import { readSafetensors } from '../checkpoint/safetensors';
import { Weights } from '../checkpoint/weights';
import { resNetGraph } from './resNetGraph';
import { textGraph } from './textGraph';
import { visionGraph } from './visionGraph';
import { putWeightsBeside } from './weightsBesideGraph';

/** Part of every entry's name: raise it whenever the builder writes other graphs for the same checkpoint. */
export const graphVersion = 1;

/** Absolute paths of a checkpoint's two graphs. */
export interface Graphs {
  readonly text: string;
  readonly image: string;
}

/** What an entry must still look like to be used; written last. */
interface Manifest {
  /** Folder of the checkpoint, so that a later version of it replaces this entry. */
  readonly source: string;
  /** SHA-256 (hex) of each graph. */
  readonly graphs: Readonly<Record<string, string>>;
  /** Weights are too long to read at each start. A linked file changes with its original, and shows it here. */
  readonly weights: Readonly<Record<string, { readonly size: number; readonly mtimeMs: number }>>;
}

const graphFiles = { text: 'text.onnx', image: 'vision.onnx' } as const;
const manifestFile = 'manifest.json';
const unfinishedPrefix = 'unfinished-';
/** No builder works this long: an older unfinished entry is what a killed process left. */
const abandonedAfterMs = 60 * 60 * 1000;

/**
 * The graphs of a checkpoint, built at the first time and whenever the entry is not as it was written. An entry is a
 * folder that appears by renaming, so that any number of processes may build it at once.
 * @param folder where entries are kept
 * @param hash of everything that the graphs depend on
 * @throws EngineError `model-file-broken`, `cache-unwritable`
 */
export async function graphsOf(
  source: { readonly path: string; readonly contents: CheckpointFolder },
  hash: string,
  folder: string,
): Promise<Graphs> {
  const entry = path.join(folder, `${hash.slice(0, 32)}-v${graphVersion}`);
  if (!(await isIntact(entry))) await buildEntry(source.path, source.contents, folder, entry);
  return { text: path.join(entry, graphFiles.text), image: path.join(entry, graphFiles.image) };
}

async function isIntact(entry: string): Promise<boolean> {
  try {
    const manifest = JSON.parse(await readFile(path.join(entry, manifestFile), 'utf8')) as Manifest;
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

async function buildEntry(
  sourceFolder: string,
  contents: CheckpointFolder,
  folder: string,
  entry: string,
): Promise<void> {
  const unfinished = path.join(folder, `${unfinishedPrefix}${randomUUID()}`);
  try {
    await mkdir(unfinished, { recursive: true });
    await writeEntry(sourceFolder, contents, unfinished);
    await removeSuperseded(folder, sourceFolder, entry);
    await publish(unfinished, entry);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError('cache-unwritable', { folder, reason }, { cause: error });
  } finally {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function writeEntry(sourceFolder: string, contents: CheckpointFolder, entry: string): Promise<void> {
  const weights: Record<string, { size: number; mtimeMs: number }> = {};
  const moved = await Promise.all(
    contents.weights.files.map(async (file, i) => {
      const name = `weights-${i}.safetensors`;
      const target = path.join(entry, name);
      await putWeightsBeside(file, target);
      const { size, mtimeMs } = await stat(target);
      weights[name] = { size, mtimeMs };
      return readSafetensors(target);
    }),
  );
  const checkpoint = contents.locate(new Weights(moved));
  const bytes = {
    [graphFiles.text]: textGraph(checkpoint.text, checkpoint.embeddingWidth, path.basename),
    [graphFiles.image]: imageGraph(checkpoint, path.basename),
  };
  const graphs: Record<string, string> = {};
  for (const [name, graph] of Object.entries(bytes)) {
    await writeFile(path.join(entry, name), graph);
    graphs[name] = sha256(graph);
  }
  const manifest: Manifest = { source: sourceFolder, graphs, weights };
  await writeFile(path.join(entry, manifestFile), JSON.stringify(manifest));
}

function imageGraph(
  { image, embeddingWidth }: ClipCheckpoint,
  location: (file: string) => string,
): Uint8Array {
  return image.kind === 'vit'
    ? visionGraph(image, embeddingWidth, location)
    : resNetGraph(image, embeddingWidth, location);
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
async function removeSuperseded(folder: string, sourceFolder: string, current: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const candidate = path.join(folder, name);
    if (candidate === current) continue;
    const isOld = name.startsWith(unfinishedPrefix)
      ? await stat(candidate).then(
          ({ mtimeMs }) => Date.now() - mtimeMs > abandonedAfterMs,
          () => false,
        )
      : await readFile(path.join(candidate, manifestFile), 'utf8').then(
          (text) => (JSON.parse(text) as Manifest).source === sourceFolder,
          () => false,
        );
    if (isOld) await rm(candidate, { recursive: true, force: true }).catch(() => undefined);
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
