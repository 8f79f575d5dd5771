import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a snapshot's file out of a blob: a relative symbolic link, as huggingface_hub makes it, so that the cache can
 * be moved; where the system allows none (Windows without developer mode), a hard link, or else a copy.
 */
export async function linkFile(blob: string, pointer: string): Promise<void> {
  await mkdir(path.dirname(pointer), { recursive: true });
  const unfinished = `${pointer}.${randomUUID()}.tmp`;
  const ways = [
    () => symlink(path.relative(path.dirname(pointer), blob), unfinished),
    () => link(blob, unfinished),
    () => copyFile(blob, unfinished),
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
    await rename(unfinished, pointer); // takes the place of a dangling link, too
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}
