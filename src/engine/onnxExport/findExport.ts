import path from 'node:path';
import { findFile, readJsonObjectIfThere, refuseStandIns } from '../checkpoint/modelFiles';
import { hasWeights, huggingFaceMark, readWeights } from '../checkpoint/weights';

/** Absolute paths of an export's graphs; the same twice where one graph holds both towers. */
export interface ExportFiles {
  readonly text: string;
  readonly image: string;
  /** A graph with both towers and the logits, whether they are run by it or not. */
  readonly both?: string;
}

/** How variants are told apart by name, the most exact one first. */
const suffixes = ['', '_fp16', '_int8', '_uint8', '_quantized', '_q4', '_bnb4', '_q4f16'];

interface Variant {
  readonly path: string;
  /** The lower, the more exact. */
  readonly rank: number;
}

/**
 * The ONNX export of a folder that is to be run: where there are no safetensors with towers: beside
 * SigLIP's graphs there may be some with its scale alone. Of several variants it is the most exact one; of two graphs and one alike, the two.
 * @throws EngineError `model-file-empty`, `model-file-pointer` where nothing can be run, and such a thing is in its place
 */
export async function findExport(folder: string): Promise<ExportFiles | undefined> {
  if (await hasTowers(folder)) return undefined;
  const places = [path.join(folder, 'onnx'), folder];
  for (const place of places) {
    const [text, image, both] = [
      await mostExact(place, 'text_model'),
      await mostExact(place, 'vision_model'),
      await mostExact(place, 'model'),
    ];
    if (text && image && Math.max(text.rank, image.rank) <= (both?.rank ?? Infinity)) {
      return { text: text.path, image: image.path, both: both?.path };
    }
    if (both) return { text: both.path, image: both.path, both: both.path };
  }
  const names = ['text_model', 'vision_model', 'model'].flatMap((name) => suffixes.map(fileOf(name)));
  for (const place of places) await refuseStandIns(place, names);
  return undefined;
}

async function hasTowers(folder: string): Promise<boolean> {
  if (!(await hasWeights(folder))) return false;
  const config = await readJsonObjectIfThere(folder, 'config.json').catch(() => undefined);
  return config?.model_type !== 'siglip' || (await readWeights(folder)).has(huggingFaceMark);
}

const fileOf =
  (name: string) =>
  (suffix: string): string =>
    `${name}${suffix}.onnx`;

async function mostExact(place: string, name: string): Promise<Variant | undefined> {
  for (const [rank, suffix] of suffixes.entries()) {
    const found = await findFile(place, [fileOf(name)(suffix)]);
    if (found) return { path: found, rank };
  }
  return undefined;
}
