import path from 'node:path';
import { findFile, readJsonObjectIfThere } from '../checkpoint/modelFiles';
import { hasWeights } from '../checkpoint/weights';

/** Absolute paths of an export's graphs; the same twice where one graph holds both towers. */
export interface ExportFiles {
  readonly text: string;
  readonly image: string;
}

/** How variants are told apart by name, the most exact one first. */
const suffixes = ['', '_fp16', '_int8', '_uint8', '_quantized', '_q4', '_bnb4', '_q4f16'];

/**
 * The ONNX export of a folder that is to be run: where there are no safetensors, or where they are SigLIP's, which
 * only an export can run.
 */
export async function findExport(folder: string): Promise<ExportFiles | undefined> {
  const config = await readJsonObjectIfThere(folder, 'config.json').catch(() => undefined);
  const isSiglip = config?.model_type === 'siglip';
  if (!isSiglip && (await hasWeights(folder))) return undefined;
  for (const place of [path.join(folder, 'onnx'), folder]) {
    for (const suffix of suffixes) {
      const file = (name: string): Promise<string | undefined> => findFile(place, [`${name}${suffix}.onnx`]);
      const [text, image, both] = [await file('text_model'), await file('vision_model'), await file('model')];
      const two = text && image ? { text, image } : undefined;
      const one = both ? { text: both, image: both } : undefined;
      // Two graphs do no needless work; but only one graph knows SigLIP's scale and bias.
      const found = isSiglip ? (one ?? two) : (two ?? one);
      if (found) return found;
    }
  }
  return undefined;
}
