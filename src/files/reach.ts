import { realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse, relative, resolve } from 'node:path';

/** How far what a spell file names may reach on this machine's disks. */
export interface Reach {
  /** Whatever lies in them may be read: absolute, without links. */
  readonly folders: readonly string[];
  /** Whether a picture that is named by its own path may lie elsewhere. */
  readonly namedOutside: boolean;
  /** Whether a link that lies in one of the folders may lead elsewhere. */
  readonly linksOutside: boolean;
}

/** Both the folders and where they really lie: a path to one may be told either way. */
export async function reachOf(
  folders: readonly string[],
  { namedOutside, linksOutside }: Omit<Reach, 'folders'>,
): Promise<Reach> {
  const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
  return {
    folders: [...new Set([...folders.map((folder) => resolve(folder)), ...real])],
    namedOutside,
    linksOutside,
  };
}

/** Whether a path is one of the folders or lies in one. @param path absolute */
export function isWithin(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const from = relative(folder, path);
    return from === '' || (from !== '..' && !/^\.\.[\\/]/.test(from) && !isAbsolute(from));
  });
}

/** Whether a folder may be searched: it lies within the reach when links are followed, or is not there. @param folder absolute */
export async function reachesFolder(reach: Reach, folder: string): Promise<boolean> {
  // What lies outside by its name is not even looked at: on Windows that would tell a stranger's computer who asks.
  if (!reach.namedOutside && !isWithin(folder, reach.folders)) return false;
  const real = await realpath(folder).catch(() => undefined);
  return real === undefined || isWithin(real, reach.folders);
}

/**
 * What a spell file may reach that was named on a command line, by somebody who perhaps did not write it: its folder, the
 * repository around it, the current folder where it lies in that, and what the user allows. A picture that is named by its
 * own path may lie anywhere.
 */
export async function commandLineReach(
  folder: string,
  { current, allowed }: { readonly current: string; readonly allowed: readonly string[] },
): Promise<Reach> {
  const folders = [folder, ...allowed];
  const repository = await repositoryAround(folder);
  if (repository !== undefined) folders.push(repository);
  const isRoot = parse(current).root === current;
  if (!isRoot && isWithin(folder, [current])) folders.push(current);
  return reachOf(folders, { namedOutside: true, linksOutside: false });
}

/** The nearest folder at or above this one that is a repository's. */
async function repositoryAround(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const isHere = await stat(join(at, '.git')).then(
      () => true,
      () => false,
    );
    if (isHere) return at;
    if (dirname(at) === at) return undefined;
  }
}
