import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder, with those around it. Node's own way to do so never ends where the system says of a folder that is
 * there that nothing can be made in it since it is not there, as `/proc` does.
 * @throws what `mkdir` says
 */
export async function makeFolders(folder: string): Promise<void> {
  if (await isMade(folder)) return;
  const around = path.dirname(folder);
  if (around !== folder) await makeFolders(around);
  await mkdir(folder).catch(async (error: unknown) => {
    if (!(await isFolder(folder))) throw error; // somebody else may just have made it
  });
}

/** False where a folder around it is missing, or seems to be. */
async function isMade(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    if (await isFolder(folder)) return true;
    throw error;
  }
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
