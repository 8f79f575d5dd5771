import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isGitLfsPointer } from '../core/gitLfs';
import { FileError } from './fileError';

/** Far more than anyone types: a book has about 1 MB. */
export const largestTextFile = 8 * 1024 * 1024;

/**
 * Reads a UTF-8 file. A byte order mark stays in the text, where the parser skips it, so that offsets are those of the editor.
 * @throws FileError when it is missing, a folder, unreadable, larger than `largestTextFile`, not UTF-8
 * text, or a Git LFS pointer to it
 */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readBytes(path);
  // It is text, and would be taken for prompts or options.
  if (isGitLfsPointer(bytes)) throw new FileError('file-pointer', path);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new FileError('file-not-text', path, '', { cause: error });
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    // O_NONBLOCK: opening a named pipe must not wait for a writer that never comes.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = await handle.stat();
      if (stat.isDirectory()) throw new FileError('file-is-folder', path);
      if (!stat.isFile()) throw new FileError('file-unreadable', path, 'not a file');
      if (stat.size > largestTextFile) throw new FileError('file-too-large', path, String(stat.size));
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof FileError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    if (code === 'EISDIR') throw new FileError('file-is-folder', path, code, { cause: error });
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    throw new FileError(missing ? 'file-missing' : 'file-unreadable', path, code, { cause: error });
  }
}
