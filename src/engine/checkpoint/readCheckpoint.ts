import { stat } from 'node:fs/promises';
import type { Preprocessing } from '../../core/clip/preprocessing';
import { EngineError } from '../../core/engineError';
import type { ClipCheckpoint } from './clipCheckpoint';
import { huggingFaceClip } from './huggingFaceClip';
import { huggingFaceSiglip } from './huggingFaceSiglip';
import { readJsonObject, readJsonObjectIfThere, type JsonObject } from './modelFiles';
import { openClip, openClipConfigFile } from './openClip';
import { openClipPreprocessing, preprocessorConfigFile, readPreprocessor } from './preprocessorConfig';
import { huggingFaceMark, openClipMarks, readWeights, type Weights } from './weights';

export interface CheckpointFolder {
  readonly checkpoint: ClipCheckpoint;
  readonly preprocessing: Preprocessing;
  readonly weights: Weights;
  /** The same checkpoint in other files with the same tensor names and shapes: converted ones. */
  readonly locate: (weights: Weights) => ClipCheckpoint;
  /** The configuration files that were read, by name, in a fixed order: with the weights they decide every score. */
  readonly configurations: Readonly<Record<string, JsonObject>>;
}

/**
 * Reads a checkpoint's folder, but no weights: which naming scheme, which shapes, where each tensor lies.
 * @throws EngineError `model-folder-missing`, `model-file-missing`, `model-file-broken`, `model-unsupported`
 */
export async function readCheckpoint(folder: string): Promise<CheckpointFolder> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new EngineError('model-folder-missing', { folder });
  const weights = await readWeights(folder);
  if (weights.has(huggingFaceMark)) return readHuggingFace(folder, weights);
  if (openClipMarks.some((mark) => weights.has(mark))) return readOpenClip(folder, weights);
  const config = await readJsonObjectIfThere(folder, 'config.json');
  const kind = typeof config?.model_type === 'string' ? config.model_type : 'unknown tensor names';
  throw new EngineError('model-unsupported', { kind });
}

async function readHuggingFace(folder: string, weights: Weights): Promise<CheckpointFolder> {
  const config = await readJsonObject(folder, 'config.json');
  if (config.model_type === 'siglip2') {
    const kind = 'SigLIP 2 with pictures of any shape (NaFlex; config.json says model_type = "siglip2")';
    throw new EngineError('model-unsupported', { kind });
  }
  const read = config.model_type === 'siglip' ? huggingFaceSiglip : huggingFaceClip;
  const locate = (from: Weights): ClipCheckpoint => read(config, from);
  const checkpoint = locate(weights);
  const preprocessor = await readPreprocessor(folder);
  return {
    checkpoint,
    preprocessing: preprocessor.meaning(checkpoint.image.imageSize),
    weights,
    locate,
    configurations: { 'config.json': config, [preprocessorConfigFile]: preprocessor.config },
  };
}

async function readOpenClip(folder: string, weights: Weights): Promise<CheckpointFolder> {
  const config = await readJsonObject(folder, openClipConfigFile);
  const locate = (from: Weights): ClipCheckpoint => openClip(config, from);
  const checkpoint = locate(weights);
  return {
    checkpoint,
    preprocessing: openClipPreprocessing(config, checkpoint.image.imageSize),
    weights,
    locate,
    configurations: { [openClipConfigFile]: config },
  };
}
