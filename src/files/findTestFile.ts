import { dirname, join } from 'node:path';
import { TEST_FILE } from '../core/check/testFile';
import { FileError } from './fileError';
import { isWithin, type Reach } from './reach';
import { readTextFile } from './readTextFile';

export interface FoundTestText {
  /** Absolute. */
  readonly path: string;
  /** Absent where it is there and cannot be read. */
  readonly text?: string;
  readonly failure?: FileError;
}

/** Reads a text; throws as `readTextFile` does. */
export type ReadText = (path: string, within?: readonly string[]) => Promise<string>;

/**
 * The nearest `spellwright.test.yml` at or above a spell file's folder, within what the file may reach. Others above it are
 * not looked at.
 * @param path of the spell file, absolute
 * @throws what is no FileError
 */
export async function findTestFile(
  path: string,
  reach: Reach | undefined,
  read: ReadText = (file, within) => readTextFile(file, { ...(within && { within }) }),
): Promise<FoundTestText | undefined> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const found = await testTextIn(folder, (file) => read(file, linksWithin(file, reach)));
    if (found) return found;
    const above = dirname(folder);
    if (above === folder || (reach && !isWithin(above, reach.folders))) return undefined;
  }
}

/**
 * The test file of a folder; undefined where it has none.
 * @throws what is no FileError
 */
export async function testTextIn(
  folder: string,
  read: (path: string) => Promise<string> = readTextFile,
): Promise<FoundTestText | undefined> {
  const path = join(folder, TEST_FILE);
  try {
    return { path, text: await read(path) };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return error.code === 'file-missing' ? undefined : { path, failure: error };
  }
}

/** Where a link in a file's folder may lead: to that folder and to what may be reached. Anywhere when undefined. */
export function linksWithin(beside: string, reach: Reach | undefined): readonly string[] | undefined {
  return reach && !reach.linksOutside ? [dirname(beside), ...reach.folders] : undefined;
}
