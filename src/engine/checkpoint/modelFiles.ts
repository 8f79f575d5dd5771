import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../core/engineError';
import { isGitLfsPointer, largestPointer } from '../../core/gitLfs';
import { jsonFault, parseJson } from '../../core/json/parseJson';
import { broken } from './safetensors';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Larger than any real tokenizer.json (17 MB for the largest multilingual ones), small enough to parse. */
const maxJsonBytes = 64 * 1024 * 1024;

/** What lies in place of a file that was never fetched or written, or the file itself. */
type FileKind = 'real' | 'model-file-empty' | 'model-file-pointer';

/** Path of the first of the named files that is there: neither empty nor a Git LFS pointer to it. */
export async function findFile(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const file = path.join(folder, name);
    if ((await kindOf(file)) === 'real') return file;
  }
  return undefined;
}

/**
 * Path of the first of the named files that is there.
 * @throws EngineError `model-file-empty` or `model-file-pointer` where only such a thing is, `model-file-missing`
 */
export async function needFile(folder: string, names: readonly string[]): Promise<string> {
  const found = await findFile(folder, names);
  if (found) return found;
  await refuseStandIns(folder, names);
  throw new EngineError('model-file-missing', { file: names[0]!, folder });
}

/** @throws EngineError `model-file-empty` or `model-file-pointer` where one of the files is such a thing */
export async function refuseStandIns(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const kind = await kindOf(path.join(folder, name));
    if (kind && kind !== 'real') throw new EngineError(kind, { file: name, folder });
  }
}

/** Undefined where nothing is, no file, or a dangling link. */
async function kindOf(file: string): Promise<FileKind | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  if (found.size === 0) return 'model-file-empty';
  if (found.size > largestPointer) return 'real';
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return 'real'; // whoever reads it tells why that cannot be
  try {
    const bytes = new Uint8Array(found.size);
    await handle.read(bytes, 0, bytes.length, 0);
    return isGitLfsPointer(bytes) ? 'model-file-pointer' : 'real';
  } finally {
    await handle.close();
  }
}

/** @throws EngineError `model-file-missing`, `model-file-empty`, `model-file-pointer`, `model-file-broken` */
export async function readJsonObject(folder: string, name: string): Promise<JsonObject> {
  const file = await needFile(folder, [name]);
  if ((await stat(file)).size > maxJsonBytes) throw broken(name, `larger than ${maxJsonBytes} bytes`);
  let json: unknown;
  try {
    json = parseJson(await readFile(file, 'utf8'));
  } catch (cause) {
    throw broken(name, jsonFault(cause), cause);
  }
  if (!isJsonObject(json)) throw broken(name, 'not a JSON object');
  return json;
}

export async function readJsonObjectIfThere(folder: string, name: string): Promise<JsonObject | undefined> {
  return (await kindOf(path.join(folder, name))) ? readJsonObject(folder, name) : undefined;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
