import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../core/engineError';
import { broken } from './safetensors';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Larger than any real tokenizer.json (17 MB for the largest multilingual ones), small enough to parse. */
const maxJsonBytes = 64 * 1024 * 1024;

/** Path of the first of the named files that is there. */
export async function findFile(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const file = path.join(folder, name);
    const isFile = await stat(file).then(
      (found) => found.isFile(),
      () => false, // not there, or a dangling link
    );
    if (isFile) return file;
  }
  return undefined;
}

/** @throws EngineError `model-file-missing`, `model-file-broken` */
export async function readJsonObject(folder: string, name: string): Promise<JsonObject> {
  const file = await findFile(folder, [name]);
  if (!file) throw new EngineError('model-file-missing', { file: name, folder });
  if ((await stat(file)).size > maxJsonBytes) throw broken(name, `larger than ${maxJsonBytes} bytes`);
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw broken(name, 'not valid JSON', cause);
  }
  if (!isJsonObject(json)) throw broken(name, 'not a JSON object');
  return json;
}

export async function readJsonObjectIfThere(folder: string, name: string): Promise<JsonObject | undefined> {
  return (await findFile(folder, [name])) ? readJsonObject(folder, name) : undefined;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
