import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../core/engineError';
import { findFile, needFile, readJsonObject, refuseStandIns } from './modelFiles';
import { broken, readSafetensors, type SafetensorsFile, type TensorSlice } from './safetensors';

/** The tensors of a checkpoint, whether they lie in one file or in shards. */
export class Weights {
  readonly files: readonly SafetensorsFile[];
  readonly #byName = new Map<string, TensorSlice>();
  readonly #taken = new Set<string>();

  constructor(files: readonly SafetensorsFile[]) {
    this.files = files;
    for (const file of files) for (const [name, tensor] of file.tensors) this.#byName.set(name, tensor);
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** Names of the tensors that a checkpoint consists of: those that were taken. */
  get taken(): ReadonlySet<string> {
    return this.#taken;
  }

  /**
   * @param shape what the configuration says the tensor's shape is
   * @throws EngineError `model-file-broken` when it is missing, has another shape, or is not of a float type
   */
  take(name: string, shape: readonly number[]): TensorSlice {
    const tensor = this.#byName.get(name);
    if (!tensor) throw broken(this.files[0]!.path, `tensor ${name} is missing`);
    if (tensor.shape.length !== shape.length || tensor.shape.some((size, axis) => size !== shape[axis])) {
      throw broken(
        tensor.file,
        `tensor ${name} has the shape [${tensor.shape.join(', ')}], the configuration asks for [${shape.join(', ')}]`,
      );
    }
    if (tensor.dtype !== 'F32' && tensor.dtype !== 'F16' && tensor.dtype !== 'BF16') {
      throw broken(tensor.file, `tensor ${name} has the type ${tensor.dtype}, not F32, F16 or BF16`);
    }
    this.#taken.add(name);
    return tensor;
  }
}

/** The token table of transformers' `CLIPModel`, and of no other format; SigLIP's has the same name. */
export const huggingFaceMark = 'text_model.embeddings.token_embedding.weight';
/** The token table of open_clip's `CLIP`, and of its `CustomTextCLIP`, which keeps the text tower under `text.`. */
export const openClipMarks = ['token_embedding.weight', 'text.token_embedding.weight'] as const;
const tokenTables: readonly string[] = [huggingFaceMark, ...openClipMarks];

/** Names under which the Hub keeps a CLIP's weights; the first that is there is read. */
const singleFiles = ['model.safetensors', 'open_clip_model.safetensors'];
const shardIndex = 'model.safetensors.index.json';

/** Names of all files that say where the weights are. */
export const weightsCandidates: readonly string[] = [...singleFiles, shardIndex];

export async function hasWeights(folder: string): Promise<boolean> {
  return (await findFile(folder, weightsCandidates)) !== undefined;
}

/** @throws EngineError `model-file-missing`, `model-file-empty`, `model-file-pointer`, `model-file-broken` */
export async function readWeights(folder: string): Promise<Weights> {
  return new Weights(await Promise.all((await weightsFilesOf(folder)).map(readSafetensors)));
}

/**
 * Paths of the files with the weights.
 * @throws EngineError `model-file-missing`, `model-file-empty`, `model-file-pointer`, `model-file-broken`,
 * `model-unsupported` where they are a pickle
 */
export async function weightsFilesOf(folder: string): Promise<string[]> {
  const single = await singleFileOf(folder);
  if (single) return [single];
  const index = await findFile(folder, [shardIndex]);
  if (index) return shardsOf(folder, index);
  await refuseStandIns(folder, weightsCandidates);
  const pickle = (await readdir(folder).catch(() => [])).find((name) => /\.(?:bin|pt|pth|ckpt)$/.test(name));
  if (pickle)
    throw new EngineError('model-unsupported', {
      kind: `weights as a pickle, which can run code when it is read (${pickle}); take safetensors`,
    });
  return [await needFile(folder, weightsCandidates)];
}

/**
 * Of several files the first that holds a text tower: timm's copies keep its picture tower alone in `model.safetensors`,
 * beside open_clip's file with both.
 */
async function singleFileOf(folder: string): Promise<string | undefined> {
  const found: string[] = [];
  for (const name of singleFiles) {
    const file = await findFile(folder, [name]);
    if (file) found.push(file);
  }
  if (found.length < 2) return found[0];
  for (const file of found) {
    const { tensors } = await readSafetensors(file);
    if (tokenTables.some((name) => tensors.has(name))) return file;
  }
  return found[0];
}

async function shardsOf(folder: string, index: string): Promise<string[]> {
  const { weight_map: map } = await readJsonObject(folder, shardIndex);
  const names = typeof map === 'object' && map !== null ? [...new Set(Object.values(map))] : [];
  if (names.length === 0) throw broken(index, 'weight_map names no file');
  return Promise.all(
    names.sort().map(async (name) => {
      if (typeof name !== 'string' || path.basename(name) !== name) {
        throw broken(
          index,
          `weight_map names ${JSON.stringify(name).slice(0, 80)}, which is no file of this folder`,
        );
      }
      return needFile(folder, [name]);
    }),
  );
}
