import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FileError } from './fileError';
import { globFiles } from './globFiles';
import { naturalOrder } from './naturalOrder';

/**
 * The spell files that a path names: itself, or every `*.spell` below a folder, in natural order.
 * @throws FileError for a folder without any; whether a file exists shows when it is read
 */
export async function findSpellFiles(path: string, signal?: AbortSignal): Promise<string[]> {
  const absolute = resolve(path);
  const isFolder = await stat(absolute).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [absolute];
  const found = (await globFiles('**/*.spell', absolute, signal)).map((file) => resolve(file));
  if (found.length === 0) throw new FileError('folder-without-spells', absolute);
  return found.sort(naturalOrder);
}
