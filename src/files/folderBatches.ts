import type { Dirent } from 'node:fs';
import { opendir, readdir, stat } from 'node:fs/promises';

/** A folder's own size, where the disk tells one, from which on it is not read at once: some 50,000 names. */
const largeFolder = 2 * 1024 * 1024;
/** Names of a large folder that are read at once. */
const batchSize = 1024;

/**
 * What is directly in a folder, in no order: all at once, which is several times as fast, or in batches when there is so much
 * that reading all of it might fill the memory.
 * @throws the file system's error
 */
export async function* folderBatches(
  folder: string,
  { large, size }: { readonly large: number; readonly size: number } = {
    large: largeFolder,
    size: batchSize,
  },
): AsyncGenerator<readonly Dirent[], void, void> {
  if ((await stat(folder)).size < large) {
    yield await readdir(folder, { withFileTypes: true });
    return;
  }
  let batch: Dirent[] = [];
  // Closed at its end, and when nobody wants the rest.
  for await (const entry of await opendir(folder, { bufferSize: size })) {
    batch.push(entry);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
