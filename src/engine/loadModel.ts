import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Checkpoint } from '../core/ports';
import { readJsonObject, readJsonObjectIfThere } from './checkpoint/modelFiles';
import { readCheckpoint, type CheckpointFolder } from './checkpoint/readCheckpoint';
import { readScalar } from './checkpoint/tensorValues';
import { weightsHash } from './checkpoint/weightsHash';
import { checkpointName } from './checkpointName';
import { ClipModel } from './clipModel';
import { removeOrphans } from './graph/entryCache';
import { graphsOf, int8TextGraphOf } from './graph/graphCache';
import { ImageEncoder } from './imageEncoder';
import type { Model } from './model';
import { findExport } from './onnxExport/findExport';
import { loadExport } from './onnxExport/loadExport';
import { LazySession } from './session';
import { ClipTokenizer } from './text/clipTokenizer';
import { TextEncoder } from './text/textEncoder';

export interface LoadOptions {
  /** Where graphs and converted weights are kept; undefined keeps them until the model is disposed of. */
  readonly cacheFolder?: string;
  /** Of one native run. */
  readonly threads: number;
  /** Of token states and text embeddings in memory. */
  readonly textCacheBytes?: number;
}

/** Some 2,600 token states of a ViT-B/32's text tower. */
const defaultTextCacheBytes = 128 * 1024 * 1024;

/**
 * Loads a CLIP from the folder that Hugging Face and open_clip users have: configuration, `tokenizer.json`,
 * `preprocessor_config.json` and safetensors, for which nothing native runs yet: sessions open at their first need.
 * A folder without safetensors that can be read may hold an ONNX export.
 * @throws EngineError `model-folder-missing`, `model-file-missing`, `model-file-broken`, `model-unsupported`,
 * `cache-unwritable`
 */
export async function loadModel(folder: string, options: LoadOptions): Promise<Model> {
  if (options.cacheFolder) await removeOrphans(path.join(options.cacheFolder, 'graphs'));
  const exported = await findExport(folder);
  if (exported) return loadExport(folder, exported, options);
  const contents = await readCheckpoint(folder);
  const { text, image, embeddingWidth, logLogitScale } = contents.checkpoint;
  const tokenizerFiles = {
    tokenizer: await readJsonObject(folder, 'tokenizer.json'),
    config: (await readJsonObjectIfThere(folder, 'tokenizer_config.json')) ?? {},
  };
  const tokenizer = new ClipTokenizer({ ...tokenizerFiles, ...text });
  const hash = await checkpointHash(contents, tokenizerFiles, options.cacheFolder);
  const checkpoint: Checkpoint = {
    id: checkpointName(folder),
    hash,
    family: 'clip',
    embeddingWidth,
    contextLength: text.contextLength,
    logitScale: Math.exp(await readScalar(logLogitScale)),
    logitBias: 0,
    imageSize: image.imageSize,
    languages: [],
  };

  const temporary = options.cacheFolder ? undefined : await mkdtemp(path.join(tmpdir(), 'spellwright-'));
  const graphFolder = temporary ?? path.join(options.cacheFolder!, 'graphs');
  const source = { path: path.resolve(folder), contents, hash };
  const graphs = () => graphsOf(source, graphFolder);
  const textEncoder = (graph: () => Promise<string>): TextEncoder =>
    new TextEncoder({
      shape: { blocks: text.blocks.length, width: text.width, embeddingWidth },
      graph,
      session: new LazySession(graph, options.threads),
      maxCacheBytes: options.textCacheBytes ?? defaultTextCacheBytes,
    });
  try {
    await graphs(); // broken weights should fail here, not at the first text
  } catch (error) {
    if (temporary) await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  return new ClipModel({
    checkpoint,
    preprocessing: contents.preprocessing,
    folder: path.resolve(folder),
    tokenizer,
    pooling: text.pooling,
    textEncoders: {
      fp32: textEncoder(async () => (await graphs()).text),
      int8: textEncoder(() => int8TextGraphOf(source, graphFolder)),
    },
    imageEncoder: new ImageEncoder(
      new LazySession(async () => (await graphs()).image, options.threads),
      image.imageSize,
      embeddingWidth,
    ),
    temporaryFolder: temporary,
  });
}

/** SHA-256 (hex) over everything that decides a score. */
async function checkpointHash(
  { weights, configurations }: CheckpointFolder,
  tokenizerFiles: object,
  cacheFolder: string | undefined,
): Promise<string> {
  const memoFolder = cacheFolder && path.join(cacheFolder, 'weights-hashes');
  const hash = createHash('sha256');
  for (const { path: file } of weights.files) hash.update(`${await weightsHash(file, memoFolder)}\n`);
  return hash.update(JSON.stringify([configurations, tokenizerFiles])).digest('hex');
}
