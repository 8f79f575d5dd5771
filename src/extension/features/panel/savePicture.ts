import { readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PictureFormat } from '../../../core/clip/pictureFormat';
import { isWithin, type Reach } from '../../../files/reach';
import { pictureName } from './pictureName';

/** Where pictures are put when it is there: a folder of this name beside the spell file. */
const folderName = 'refs';

/** More files of one name are no coincidence. */
const mostAttempts = 1000;

/**
 * Saves a picture beside a spell file under a name that is free; the same picture under the same name is not saved
 * twice. Never overwrites.
 * @param folder the spell file's folder, absolute
 * @param reach of what the spell file names: what is saved stays in it
 * @returns the absolute path
 * @throws the file system's error; `EEXIST` where every name that would do is taken
 */
export async function savePicture(
  folder: string,
  reach: Reach,
  given: string,
  format: PictureFormat,
  bytes: Uint8Array,
): Promise<string> {
  const refs = path.join(folder, folderName);
  const target = (await takesFiles(refs, reach)) ? refs : folder;
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const file = path.join(target, pictureName(given, format, attempt));
    try {
      await writeFile(file, bytes, { flag: 'wx' });
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        // What was written of it before the disk was full is of no use.
        await rm(file, { force: true });
        throw error;
      }
      if (await holds(file, bytes)) return file;
    }
  }
  const taken = `${mostAttempts} files are called like ${pictureName(given, format, 1)}`;
  throw Object.assign(new Error(taken), { code: 'EEXIST' });
}

async function holds(file: string, bytes: Uint8Array): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  // A file of another size need not be read, however large it is; a named pipe would never end.
  if (!found?.isFile() || found.size !== bytes.length) return false;
  const there = await readFile(file).catch(() => undefined);
  return there !== undefined && Buffer.compare(there, bytes) === 0;
}

async function takesFiles(folder: string, { folders, linksOutside }: Reach): Promise<boolean> {
  try {
    if (!(await stat(folder)).isDirectory()) return false;
    return linksOutside || isWithin(await realpath(folder), folders);
  } catch {
    return false;
  }
}
