import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { weightsHash } from '../checkpoint/weightsHash';
import { checkpointName } from '../checkpointName';
import { cachedEntry } from '../graph/entryCache';
import type { LoadOptions } from '../loadModel';
import type { Model } from '../model';
import { ExportedModel } from './exportedModel';
import { readExportFolder } from './exportFolder';
import { exportPieces, inspectExport, writePieces, type ExportPieces } from './exportGraphs';
import { storedLogits } from './exportLogits';
import type { ExportFiles } from './findExport';
import { openExport } from './openExport';

/**
 * Loads an ONNX export as users of transformers.js have it. Unlike safetensors its graphs are opened at once: only
 * they say what they take and give.
 * @throws EngineError `model-file-missing`, `model-file-broken`, `model-unsupported`, `cache-unwritable`
 */
export async function loadExport(folder: string, files: ExportFiles, options: LoadOptions): Promise<Model> {
  const contents = await readExportFolder(folder);
  const { config, configurations, tokenizer, preprocessing } = contents;
  const candidates = exportPieces(files, config.family);
  const { files: read, oneAtATime, hasLogits } = await inspectExport(candidates, folder);
  const { logits: _, ...towers } = candidates;
  const pieces: ExportPieces = hasLogits ? candidates : towers;
  const stored = hasLogits ? undefined : await storedLogits(config, folder);
  const hash = await exportHash(read, { ...configurations, stored }, options.cacheFolder);

  const temporary = options.cacheFolder ? undefined : await mkdtemp(path.join(tmpdir(), 'spellwright-'));
  const graphFolder = temporary ?? path.join(options.cacheFolder!, 'graphs');
  let entry: string | undefined;
  try {
    entry = await cachedEntry({ source: path.resolve(folder) }, hash, graphFolder, (unfinished) =>
      writePieces(pieces, folder, unfinished),
    );
    const { threads } = options;
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
        languages: [],
      },
      preprocessing,
      folder: path.resolve(folder),
      tokenizer,
      temporaryFolder: temporary,
    });
  } catch (error) {
    const useless = temporary ?? entry;
    if (useless) await rm(useless, { recursive: true, force: true });
    throw error;
  }
}

/** SHA-256 (hex) over everything that decides a score. */
async function exportHash(
  files: readonly string[],
  configurations: object,
  cacheFolder: string | undefined,
): Promise<string> {
  const memoFolder = cacheFolder && path.join(cacheFolder, 'weights-hashes');
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${await weightsHash(file, memoFolder)}\n`);
  return hash.update(JSON.stringify(configurations)).digest('hex');
}
