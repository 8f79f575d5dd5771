import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Below a cache folder: embeddings of pictures. */
export const embeddingsFolder = 'images';
/** Below a cache folder: which bytes lay under which name. */
export const knownFilesFolder = 'pictures';

const folders = [embeddingsFolder, knownFilesFolder];

/** Bytes that a cache folder keeps of pictures; 0 where there is nothing. Never rejects. */
export async function keptPictureBytes(cacheFolder: string): Promise<number> {
  let bytes = 0;
  for (const folder of folders) {
    const entries = await readdir(join(cacheFolder, folder), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const found = await lstat(join(entry.parentPath, entry.name)).catch(() => undefined);
      bytes += found?.size ?? 0;
    }
  }
  return bytes;
}

/**
 * Deletes what a cache folder keeps of pictures, and nothing else; a link in its place is deleted, not what it leads to.
 * Whoever has it open goes on, and keeps anew.
 * @throws what the file system says
 */
export async function clearKeptPictures(cacheFolder: string): Promise<void> {
  for (const folder of folders)
    await rm(join(cacheFolder, folder), { recursive: true, force: true, maxRetries: 3 });
}
