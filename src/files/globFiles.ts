import { glob } from 'tinyglobby';

/** Folders that hold nobody's pictures or prompts. */
const ignored = ['**/node_modules/**', '**/.git/**'];

export const mostFiles = 10_000;

/**
 * Files that match a glob, absolute, in no order. Links to folders are not followed, so that a loop of them ends and nothing
 * outside is met unawares; a `../` in the pattern is.
 * @throws the signal's reason
 */
export async function globFiles(pattern: string, folder: string, signal?: AbortSignal): Promise<string[]> {
  const found = await glob(pattern, {
    cwd: folder,
    absolute: true,
    ignore: ignored,
    expandDirectories: false,
    followSymbolicLinks: false,
    caseSensitiveMatch: false,
    signal,
  });
  signal?.throwIfAborted();
  return found;
}
