import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DeviceChoice } from '../core/device';
import { framingOf } from '../core/clip/preprocessing';
import { EngineError } from '../core/engineError';
import type { Checkpoint } from '../core/ports';
import { AttentionReader, type TextReading } from './attentionReader';
import { checkpointFiles } from './checkpoint/checkpointFiles';
import type { PaddedTextTower } from './checkpoint/clipCheckpoint';
import { FilesInUse } from './checkpoint/filesInUse';
import { readJsonObject, readJsonObjectIfThere, type JsonObject } from './checkpoint/modelFiles';
import { readCheckpoint, type CheckpointFolder } from './checkpoint/readCheckpoint';
import { broken, type TensorSlice } from './checkpoint/safetensors';
import { readScalar } from './checkpoint/tensorValues';
import { weightsHash, type HashedFile } from './checkpoint/weightsHash';
import { checkpointName } from './checkpointName';
import { ClipModel } from './clipModel';
import { EXECUTION_PROVIDERS, type ExecutionProvider } from './device/accelerators';
import { AcceleratedSession } from './device/acceleratedSession';
import { DeviceMemory } from './device/deviceMemory';
import { removeOrphans } from './graph/entryCache';
import type { EntryPlace } from './graph/entryCache';
import { openEntryPlace, type OpenEntryPlace } from './graph/entryPlace';
import {
  attentionGraphsOf,
  graphsOf,
  int8TextGraphOf,
  type AttentionGraphs,
  type Graphs,
} from './graph/graphCache';
import { tokenCounts } from './graph/visionBlocks';
import { ImageEncoder } from './imageEncoder';
import type { Model } from './model';
import { onnxRuntime, runtimeHere } from './onnxRuntime';
import { PatchReader } from './patchReader';
import { findExport } from './onnxExport/findExport';
import { loadExport } from './onnxExport/loadExport';
import { PassingSession } from './passingSession';
import { Products } from './products';
import { LazySession } from './session';
import { CausalTexts } from './text/causalTexts';
import { ClipTokenizer } from './text/clipTokenizer';
import { fillingSide, fillingToken, type Filling } from './text/filling';
import { PaddedTexts } from './text/paddedTexts';
import { isOfSiglip2 } from './text/siglip2';
import { removeAbandonedFolders } from './temporaryFolders';
import { TextEncoder } from './text/textEncoder';

export interface LoadOptions {
  /** Where graphs and converted weights are kept; undefined keeps them until the model is disposed of. */
  readonly cacheFolder?: string;
  /** Of one native run. */
  readonly threads: number;
  /** What computes pictures; the processor by default. Without a cache folder it is the processor, too. */
  readonly device?: DeviceChoice;
  /** Of token states and text embeddings in memory. */
  readonly textCacheBytes?: number;
}

/** Some 2,600 token states of a ViT-B/32's text tower. */
const defaultTextCacheBytes = 128 * 1024 * 1024;

/** Files that never come to rest are given up after so many attempts. */
const mostAttempts = 6;
const firstPauseMs = 50;

/**
 * Loads a CLIP from the folder that Hugging Face and open_clip users have: configuration, `tokenizer.json`,
 * `preprocessor_config.json` and safetensors, for which nothing native runs yet: sessions open at their first need.
 * A folder without safetensors that can be read may hold an ONNX export.
 * What comes out is of one state of the folder: where a file changes meanwhile, all are read again.
 * @throws EngineError `model-folder-missing`, `model-file-missing`, `model-file-broken`, `model-unsupported`,
 * `model-changing`, `cache-unwritable`
 */
export async function loadModel(folder: string, options: LoadOptions): Promise<Model> {
  await removeAbandonedFolders();
  if (options.cacheFolder) await removeOrphans(path.join(options.cacheFolder, 'graphs'));
  if (!(await isFolder(folder))) throw new EngineError('model-folder-missing', { folder });
  const place = await openEntryPlace(options.cacheFolder);
  try {
    return await loadSure(folder, options, place);
  } catch (error) {
    await place.close();
    throw error;
  }
}

async function loadSure(folder: string, options: LoadOptions, place: OpenEntryPlace): Promise<Model> {
  for (let attempt = 1; ; attempt++) {
    let isSure = false;
    const onDisposed = async (): Promise<void> => {
      if (isSure) await place.close();
    };
    const loaded = await loadOnce(folder, { ...options, place, onDisposed });
    isSure = loaded.isSure;
    if (loaded.isSure) {
      if (loaded.model) return loaded.model;
      throw loaded.error;
    }
    await loaded.model?.dispose();
    if (attempt === mostAttempts)
      throw isChanging(loaded.error)
        ? loaded.error
        : new EngineError('model-changing', { file: path.basename(folder) });
    await delay(firstPauseMs * 2 ** (attempt - 1));
  }
}

interface PlacedOptions extends LoadOptions {
  readonly place: EntryPlace;
  readonly onDisposed: () => Promise<void>;
}

type Loaded = { readonly isSure: boolean } & (
  | { readonly model: Model; readonly error?: undefined }
  | { readonly model?: undefined; readonly error: unknown }
);

/** A model or why there is none, and whether the folder kept still meanwhile. */
async function loadOnce(folder: string, options: PlacedOptions): Promise<Loaded> {
  let files: FilesInUse | undefined;
  try {
    const exported = await findExport(folder);
    files = await FilesInUse.at(await checkpointFiles(folder, exported));
    const model = exported
      ? await loadExport(folder, exported, { ...options, files })
      : await loadSafetensors(folder, options, files);
    const now = await findExport(folder)
      .then((found) => checkpointFiles(folder, found))
      .catch(() => []);
    const isSame = now.join('\n') === files.paths.join('\n');
    return { isSure: isSame && files.areUnchanged(), model };
  } catch (error) {
    return { isSure: !isChanging(error) && (files?.areUnwritten() ?? true), error };
  }
}

function isChanging(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'model-changing';
}

async function loadSafetensors(
  folder: string,
  { place, onDisposed, ...options }: PlacedOptions,
  files: FilesInUse,
): Promise<Model> {
  const contents = await readCheckpoint(folder);
  const { text, image, embeddingWidth, logLogitScale, logitBias } = contents.checkpoint;
  const tokenizerFiles = {
    tokenizer: await readJsonObject(folder, 'tokenizer.json'),
    config: (await readJsonObjectIfThere(folder, 'tokenizer_config.json')) ?? {},
  };
  const family = text.kind === 'padded' ? 'siglip' : 'clip';
  const tokenizer = new ClipTokenizer({
    ...tokenizerFiles,
    ...text,
    onlyEnd: family === 'siglip',
    lowerCase: family === 'siglip' && isOfSiglip2(tokenizerFiles.config),
  });
  const weights = await Promise.all(
    contents.weights.files.map((file) => weightsHash(file.path, place.memoFolder)),
  );
  const hash = checkpointHash(weights, contents.configurations, tokenizerFiles);
  const checkpoint: Checkpoint = {
    id: checkpointName(folder),
    hash,
    family,
    embeddingWidth,
    contextLength: text.contextLength,
    logitScale: await readLogitScale(logLogitScale),
    logitBias: logitBias ? await readScalar(logitBias) : 0,
    imageSize: image.imageSize,
    framing: framingOf(contents.preprocessing),
    languages: [],
    ...(await runtimeHere()),
  };

  const source = { path: path.resolve(folder), contents, weights, hash };
  const graphs = async (): Promise<Graphs> => {
    const found = await graphsOf(source, place);
    files.keep(found.files);
    return found;
  };
  const int8Graph = async (): Promise<string> => {
    const found = await int8TextGraphOf(source, place);
    files.keep(found.files);
    return found.text;
  };
  const attentionGraphs = async (): Promise<AttentionGraphs> => {
    const found = await attentionGraphsOf(source, place);
    files.keep(found.files);
    return found;
  };
  const textGraph = async (): Promise<string> => (await graphs()).text;
  const maxCacheBytes = options.textCacheBytes ?? defaultTextCacheBytes;
  const textEncoder = (graph: () => Promise<string>): TextEncoder =>
    new TextEncoder({
      shape: { blocks: text.blocks.length, width: text.width, embeddingWidth },
      graph,
      session: new LazySession(graph, options.threads),
      maxCacheBytes,
    });
  const reading: TextReading =
    text.kind === 'padded'
      ? { kind: 'padded', filling: fillingOf(text, tokenizer, tokenizerFiles) }
      : { kind: 'causal', pooling: text.pooling };
  const imageSession = (provider?: ExecutionProvider): LazySession =>
    new LazySession(async () => (await graphs()).image, options.threads, provider);
  const accelerated = await acceleratedBy(options, hash, image.imageSize, imageSession);
  await graphs(); // broken weights should fail here, not at the first text
  return new ClipModel({
    checkpoint,
    preprocessing: contents.preprocessing,
    tokenizer,
    texts:
      reading.kind === 'padded'
        ? new PaddedTexts({
            graph: textGraph,
            session: new LazySession(textGraph, options.threads),
            embeddingWidth,
            filling: reading.filling,
            maxCacheBytes,
          })
        : new CausalTexts({
            pooling: reading.pooling,
            endToken: tokenizer.endToken,
            encoders: { fp32: textEncoder(textGraph), int8: textEncoder(int8Graph) },
          }),
    imageEncoder: new ImageEncoder(accelerated ?? imageSession(), image.imageSize, embeddingWidth),
    ...(accelerated && { accelerated }),
    products: new Products(options.threads),
    patchReader: new PatchReader(
      new PassingSession(new LazySession(async () => (await graphs()).places, options.threads)),
      image.imageSize,
      embeddingWidth,
    ),
    attention: new AttentionReader({
      graphs: attentionGraphs,
      image: new PassingSession(
        new LazySession(async () => (await attentionGraphs()).image, options.threads),
      ),
      text: new PassingSession(new LazySession(async () => (await attentionGraphs()).text, options.threads)),
      tokenizer,
      reading,
      imageSize: image.imageSize,
      side: image.kind === 'resnet' ? image.pool.side : tokenCounts(image).side,
      hasOwnToken: image.kind !== 'pooled',
    }),
    onDisposed,
    files,
  });
}

/** What the tokeniser's files say fills a text up; else the end token. */
function fillingOf(
  { contextLength }: PaddedTextTower,
  { endToken }: ClipTokenizer,
  { tokenizer, config }: { readonly tokenizer: JsonObject; readonly config: JsonObject },
): Filling {
  return {
    length: contextLength,
    token: fillingToken(tokenizer, config) ?? endToken,
    side: fillingSide(config),
  };
}

/** What runs the image graph where the user chose more than the processor. */
async function acceleratedBy(
  { device = 'cpu', cacheFolder }: LoadOptions,
  hash: string,
  imageSize: number,
  session: (provider?: ExecutionProvider) => LazySession,
): Promise<AcceleratedSession | undefined> {
  if (device === 'cpu' || cacheFolder === undefined) return undefined;
  const { kind, env } = await onnxRuntime();
  if (kind === 'wasm') return undefined;
  return new AcceleratedSession({
    choice: device,
    platform: process.platform,
    session: (accelerator) => session(accelerator && EXECUTION_PROVIDERS[accelerator]),
    input: 'pixel_values',
    output: 'image_embeds',
    imageSize,
    memory: new DeviceMemory(cacheFolder, hash, env.versions.common),
  });
}

/** @throws EngineError `model-file-broken` where it is beyond all numbers */
async function readLogitScale(logarithm: TensorSlice): Promise<number> {
  const scale = Math.exp(await readScalar(logarithm));
  if (Number.isFinite(scale)) return scale;
  throw broken(logarithm.file, 'its logit scale overflows');
}

/** SHA-256 (hex) over everything that decides a score. */
function checkpointHash(
  weights: readonly HashedFile[],
  configurations: CheckpointFolder['configurations'],
  tokenizerFiles: object,
): string {
  const hash = createHash('sha256');
  for (const file of weights) hash.update(`${file.hash}\n`);
  return hash.update(JSON.stringify([configurations, tokenizerFiles])).digest('hex');
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
