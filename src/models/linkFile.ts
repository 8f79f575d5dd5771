import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { kindOf, lstatOf, oddEntry } from './plainFiles';

/**
 * Makes a snapshot's file out of a blob: a relative symbolic link, as huggingface_hub makes it, so that the cache can
 * be moved; where the system allows none (Windows without developer mode), a hard link, or else a copy. A link of that
 * name to another place is replaced: it is a name only.
 * @throws ModelError `cache-odd-entry` when a folder, a pipe and the like has the name; errors of the file system
 */
export async function linkFile(blob: string, pointer: string): Promise<void> {
  if (await isShown(blob, pointer)) return;
  const found = await lstatOf(pointer);
  if (found && !found.isFile() && !found.isSymbolicLink()) throw oddEntry(pointer, kindOf(found));
  const unfinished = `${pointer}.${randomUUID()}.tmp`;
  const ways = [
    () => symlink(path.relative(path.dirname(pointer), blob), unfinished),
    () => link(blob, unfinished),
    () => copyFile(blob, unfinished, constants.COPYFILE_EXCL),
  ];
  try {
    for (const [index, make] of ways.entries()) {
      try {
        await make();
        break;
      } catch (error) {
        if (index === ways.length - 1) throw error;
      }
    }
    await rename(unfinished, pointer);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** True when the name leads to the blob already, by a link of its own or as its second name. */
async function isShown(blob: string, pointer: string): Promise<boolean> {
  const found = await lstatOf(pointer);
  if (!found) return false;
  if (found.isSymbolicLink()) return path.resolve(path.dirname(pointer), await readlink(pointer)) === blob;
  const { ino, dev } = await stat(blob);
  return found.isFile() && ino !== 0 && found.ino === ino && found.dev === dev;
}
