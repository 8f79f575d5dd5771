import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readJsonObject, readJsonObjectIfThere } from '../checkpoint/modelFiles';
import { readPreprocessor } from '../checkpoint/preprocessorConfig';
import { broken } from '../checkpoint/safetensors';
import { weightsHash } from '../checkpoint/weightsHash';
import { checkpointName } from '../checkpointName';
import { cachedEntry } from '../graph/entryCache';
import type { LoadOptions } from '../loadModel';
import type { Model } from '../model';
import { LazySession } from '../session';
import { ClipTokenizer } from '../text/clipTokenizer';
import { exportConfig } from './exportConfig';
import { ExportedImages } from './exportedImages';
import { ExportedModel } from './exportedModel';
import { ExportedText } from './exportedText';
import { exportPieces, inspectExport, pieceName, writePieces, type ExportPieces } from './exportGraphs';
import { computedLogits, storedLogits } from './exportLogits';
import type { ExportFiles } from './findExport';

/**
 * Loads an ONNX export as users of transformers.js have it. Unlike safetensors its graphs are opened at once: only
 * they say what they take and give.
 * @throws EngineError `model-file-missing`, `model-file-broken`, `model-unsupported`, `cache-unwritable`
 */
export async function loadExport(folder: string, files: ExportFiles, options: LoadOptions): Promise<Model> {
  const preprocessor = await readPreprocessor(folder);
  const configurations = {
    config: await readJsonObject(folder, 'config.json'),
    tokenizer: await readJsonObject(folder, 'tokenizer.json'),
    tokenizerConfig: (await readJsonObjectIfThere(folder, 'tokenizer_config.json')) ?? {},
    preprocessor: preprocessor.config,
  };
  const config = exportConfig(
    configurations.config,
    configurations.tokenizer,
    configurations.tokenizerConfig,
  );
  const { family, contextLength, imageSize } = config;
  const tokenizer = new ClipTokenizer({
    tokenizer: configurations.tokenizer,
    config: configurations.tokenizerConfig,
    contextLength,
    vocabularySize: config.vocabularySize,
    onlyEnd: family === 'siglip',
  });
  const preprocessing = preprocessor.meaning(imageSize);
  const candidates = exportPieces(files, family);
  const inspection = await inspectExport(candidates, folder);
  const { logits: _, ...towers } = candidates;
  const pieces: ExportPieces = inspection.hasLogits ? candidates : towers;
  const stored = inspection.hasLogits ? undefined : await storedLogits(config, folder);
  const hash = await exportHash(inspection.files, { ...configurations, stored }, options.cacheFolder);

  const temporary = options.cacheFolder ? undefined : await mkdtemp(path.join(tmpdir(), 'spellwright-'));
  const graphFolder = temporary ?? path.join(options.cacheFolder!, 'graphs');
  let entry: string | undefined;
  const sessions: LazySession[] = [];
  const open = (kind: keyof ExportPieces): LazySession => {
    const graph = path.join(entry!, pieceName(kind, pieces[kind]!));
    const session = new LazySession(() => Promise.resolve(graph), options.threads);
    sessions.push(session);
    return session;
  };
  const tower = async (kind: 'text' | 'image') => {
    const { file } = pieces[kind];
    const session = open(kind);
    const signature = await session.signature();
    return { path: file, session, signature, oneAtATime: inspection.oneAtATime.has(file) };
  };
  try {
    entry = await cachedEntry(path.resolve(folder), hash, graphFolder, (unfinished) =>
      writePieces(pieces, folder, unfinished),
    );
    const text = new ExportedText({
      graph: await tower('text'),
      family,
      contextLength,
      padToken: config.padToken ?? tokenizer.endToken,
    });
    const images = new ExportedImages(await tower('image'), imageSize);
    // Broken weights should fail here, not at the first text.
    const [textWidth, imageWidth] = [
      (await text.embed([tokenizer.tokenize('').ids]))[0]!.length,
      (await images.embed(new Float32Array(3 * imageSize ** 2), 1))[0]!.length,
    ];
    if (textWidth !== imageWidth) {
      throw broken(files.image, `embeds in ${imageWidth} dimensions, the text graph in ${textWidth}`);
    }
    const logits = stored ?? (await computedLogits(open('logits'), textWidth, files.both!));
    return new ExportedModel({
      checkpoint: {
        id: checkpointName(folder),
        hash,
        family,
        embeddingWidth: textWidth,
        contextLength,
        logitScale: logits.scale,
        logitBias: logits.bias,
        imageSize,
        languages: [],
      },
      preprocessing,
      folder: path.resolve(folder),
      tokenizer,
      text,
      images,
      sessions,
      temporaryFolder: temporary,
    });
  } catch (error) {
    await Promise.all(sessions.map((session) => session.dispose()));
    const failed = temporary ?? entry;
    if (failed) await rm(failed, { recursive: true, force: true });
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
