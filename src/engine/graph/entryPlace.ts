import { rm } from 'node:fs/promises';
import path from 'node:path';
import { makeTemporaryFolder } from '../temporaryFolders';
import type { EntryPlace } from './entryCache';

/** Where the graphs of a model lie while it is loaded and used. */
export interface OpenEntryPlace extends EntryPlace {
  /** Removes what is not to be kept. */
  close(): Promise<void>;
}

/** @param cacheFolder undefined keeps graphs until the place is closed */
export async function openEntryPlace(cacheFolder: string | undefined): Promise<OpenEntryPlace> {
  if (cacheFolder === undefined) {
    const folder = await makeTemporaryFolder();
    return { folder, close: () => rm(folder, { recursive: true, force: true }) };
  }
  return {
    folder: path.join(cacheFolder, 'graphs'),
    memoFolder: path.join(cacheFolder, 'weights-hashes'),
    close: () => Promise.resolve(),
  };
}
