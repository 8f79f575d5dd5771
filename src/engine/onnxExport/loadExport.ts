import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { framingOf } from '../../core/clip/preprocessing';
import type { FilesInUse } from '../checkpoint/filesInUse';
import { weightsHash, type HashedFile } from '../checkpoint/weightsHash';
import { checkpointName } from '../checkpointName';
import { cachedEntry, type EntryPlace } from '../graph/entryCache';
import type { Model } from '../model';
import { runtimeHere } from '../onnxRuntime';
import { ExportedModel } from './exportedModel';
import { readExportFolder } from './exportFolder';
import { exportPieces, inspectExport, writePieces, type ExportPieces } from './exportGraphs';
import { storedLogits } from './exportLogits';
import type { ExportFiles } from './findExport';
import { openExport } from './openExport';

export interface LoadExportOptions {
  readonly place: EntryPlace;
  /** Of one native run. */
  readonly threads: number;
  /** The files of the export, as they were before any was read. */
  readonly files: FilesInUse;
  readonly onDisposed: () => Promise<void>;
}

/**
 * Loads an ONNX export as users of transformers.js have it. Unlike safetensors its graphs are opened at once: only
 * they say what they take and give.
 * @throws EngineError `model-file-missing`, `model-file-broken`, `model-unsupported`, `model-changing`, `cache-unwritable`
 */
export async function loadExport(
  folder: string,
  files: ExportFiles,
  { place, threads, files: inUse, onDisposed }: LoadExportOptions,
): Promise<Model> {
  const contents = await readExportFolder(folder);
  const { config, configurations, tokenizer, preprocessing } = contents;
  const candidates = exportPieces(files, config.family);
  const { files: read, oneAtATime, hasLogits } = await inspectExport(candidates, folder);
  const { logits: _, ...towers } = candidates;
  const pieces: ExportPieces = hasLogits ? candidates : towers;
  const stored = hasLogits ? undefined : await storedLogits(config, folder);
  let entry: string | undefined;
  try {
    const hashed = await Promise.all(read.map((file) => weightsHash(file, place.memoFolder)));
    const hash = exportHash(hashed, { ...configurations, stored });
    const cached = await cachedEntry({ source: path.resolve(folder) }, hash, place, (unfinished) =>
      writePieces(pieces, folder, hashed, unfinished),
    );
    entry = cached.path;
    inUse.keep(cached.files);
    const { width, logits, ...parts } = await openExport({ entry, pieces, oneAtATime, contents, threads });
    const { scale, bias } = (stored ?? logits)!;
    return new ExportedModel({
      ...parts,
      checkpoint: {
        id: checkpointName(folder),
        hash,
        family: config.family,
        embeddingWidth: width,
        contextLength: config.contextLength,
        logitScale: scale,
        logitBias: bias,
        imageSize: config.imageSize,
        framing: framingOf(preprocessing),
        languages: [],
        ...(await runtimeHere()),
      },
      preprocessing,
      tokenizer,
      onDisposed,
      files: inUse,
    });
  } catch (error) {
    if (entry) await rm(entry, { recursive: true, force: true });
    throw error;
  }
}

/** SHA-256 (hex) over everything that decides a score. */
function exportHash(files: readonly HashedFile[], configurations: object): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.hash}\n`);
  return hash.update(JSON.stringify(configurations)).digest('hex');
}
