import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readJsonObject, readJsonObjectIfThere } from '../checkpoint/modelFiles';
import { readPreprocessor } from '../checkpoint/preprocessorConfig';
import { broken } from '../checkpoint/safetensors';
import { weightsHash } from '../checkpoint/weightsHash';
import type { LoadOptions } from '../loadModel';
import type { Model } from '../model';
import { LazySession } from '../session';
import { ClipTokenizer } from '../text/clipTokenizer';
import { exportConfig } from './exportConfig';
import { ExportedModel } from './exportedModel';
import { ExportedTowers, type OpenGraph } from './exportedTowers';
import { exportLogits } from './exportLogits';
import type { ExportFiles } from './findExport';
import { placeExport, readExportedGraph, type ExportedGraph } from './placeExport';

/**
 * Loads an ONNX export as users of transformers.js have it. Unlike safetensors its graphs are opened at once: only
 * they say what they take and give, and one graph tells the scale by what it computes.
 * @throws EngineError `model-file-missing`, `model-file-broken`, `model-unsupported`, `cache-unwritable`
 */
export async function loadExport(folder: string, files: ExportFiles, options: LoadOptions): Promise<Model> {
  const configurations = {
    config: await readJsonObject(folder, 'config.json'),
    tokenizer: await readJsonObject(folder, 'tokenizer.json'),
    tokenizerConfig: (await readJsonObjectIfThere(folder, 'tokenizer_config.json')) ?? {},
    preprocessor: await readPreprocessor(folder),
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
  const preprocessing = configurations.preprocessor.meaning(imageSize);
  const paths = [...new Set([files.text, files.image])];
  const graphs = await Promise.all(paths.map(readExportedGraph));
  const hash = await exportHash(graphs, configurations, options.cacheFolder);

  const temporary = options.cacheFolder ? undefined : await mkdtemp(path.join(tmpdir(), 'spellwright-'));
  const placed = path.join(temporary ?? options.cacheFolder!, 'exports', hash.slice(0, 32));
  const opened: OpenGraph[] = [];
  try {
    for (const graph of graphs) {
      const place = await placeExport(graph, placed);
      const session = new LazySession(() => Promise.resolve(place), options.threads);
      opened.push({
        path: graph.path,
        session,
        signature: await session.signature(),
        oneAtATime: [...graph.operators].some((type) => type.startsWith('DynamicQuantize')),
      });
    }
    const text = opened[0]!;
    const image = opened.at(-1)!;
    const towers = new ExportedTowers({
      text,
      image,
      family,
      contextLength,
      imageSize,
      padToken: config.padToken ?? tokenizer.endToken,
    });
    const samples = ['', 'a'].map((each) => tokenizer.tokenize(each).ids);
    const logits = await exportLogits(towers, samples, config, folder);
    const [textWidth, imageWidth] = [
      (await towers.embedTexts([samples[0]!]))[0]!.length,
      (await towers.embedPictures(new Float32Array(3 * imageSize ** 2), 1))[0]!.length,
    ];
    if (textWidth !== imageWidth) {
      throw broken(image.path, `embeds in ${imageWidth} dimensions, the text graph in ${textWidth}`);
    }
    return new ExportedModel({
      checkpoint: {
        id: path.basename(path.resolve(folder)),
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
      towers,
      temporaryFolder: temporary,
    });
  } catch (error) {
    await Promise.all(opened.map(({ session }) => session.dispose()));
    if (temporary) await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** SHA-256 (hex) over everything that decides a score. */
async function exportHash(
  graphs: readonly ExportedGraph[],
  configurations: object,
  cacheFolder: string | undefined,
): Promise<string> {
  const memoFolder = cacheFolder && path.join(cacheFolder, 'weights-hashes');
  const hash = createHash('sha256');
  for (const graph of graphs) {
    const data = graph.dataPaths.map((name) => path.join(path.dirname(graph.path), name));
    for (const file of [graph.path, ...data]) hash.update(`${await weightsHash(file, memoFolder)}\n`);
  }
  return hash.update(JSON.stringify(configurations)).digest('hex');
}
