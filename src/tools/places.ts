import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { isWithin, reachOf, type Reach } from '../files/reach';
import { ToolError, type ToolContext } from './tool';

/** Where a call may read. */
export interface Places {
  /** What relative paths start from, absolute. */
  readonly base: string;
  /** Nothing outside, by name or by link. */
  readonly reach: Reach;
}

/** @throws ToolError `no-folder` */
export async function placesOf({ folders, face }: Pick<ToolContext, 'folders' | 'face'>): Promise<Places> {
  const allowed = folders();
  const [base] = allowed;
  if (base === undefined)
    throw new ToolError(
      'no-folder',
      face === 'terminal'
        ? 'No folder may be read. Ask the user to start the server with --allow FOLDER, the folder of the pictures and spell files.'
        : 'No folder may be read. Ask the user to open a folder in the editor.',
    );
  return { base: resolve(base), reach: await reachOf(allowed, { namedOutside: false, linksOutside: false }) };
}

/**
 * Where a path that an agent named lies; whether anything is there shows when it is read.
 * @throws ToolError `path-outside`, without having looked at the disk outside
 */
export async function insidePath(named: string, { base, reach }: Places): Promise<string> {
  const path = resolve(base, named);
  if (!isWithin(path, reach.folders)) throw outside('path-outside', named, reach);
  const real = await realpath(path).catch(() => path);
  if (!isWithin(real, reach.folders)) throw outside('path-outside', named, reach);
  return path;
}

/** Names in the folder of a checkpoint that are looked at; a real one has a dozen. */
const mostModelFiles = 1000;

/**
 * A model as it may be asked for: an id as it is, and a folder only where it and all files in it lie within the reach.
 * @param base what a relative path starts from
 * @throws ToolError `model-outside`
 */
export async function allowedModel(
  model: string,
  base: string,
  reach: Reach,
  mayLoadFolders: boolean,
): Promise<string> {
  const folder = resolve(base, model);
  const isInside = isWithin(folder, reach.folders);
  const isFolder =
    isInside &&
    (await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    ));
  if (!isFolder && !looksLikePath(model)) return model;
  if (!mayLoadFolders)
    throw new ToolError(
      'model-outside',
      'This workspace is not trusted, so no folder in it is taken for a checkpoint. Name one by its id: list_checkpoints tells which there are.',
    );
  if (!isInside || (isFolder && !(await holdsOnlyOwn(folder, reach))))
    throw outside('model-outside', model, reach);
  return folder;
}

function looksLikePath(model: string): boolean {
  return /[\\/]|^\.|^~/.test(model);
}

/** Whether a folder, and all in it but what its folders' folders hold, lies within the reach when links are followed. */
async function holdsOnlyOwn(folder: string, { folders }: Reach): Promise<boolean> {
  const below = async (at: string): Promise<string[]> =>
    (await readdir(at).catch(() => [])).map((name) => join(at, name));
  const own = await below(folder);
  const all = [folder, ...own, ...(await Promise.all(own.slice(0, mostModelFiles).map(below))).flat()];
  if (all.length > mostModelFiles) return false;
  const real = await Promise.all(all.map((path) => realpath(path).catch(() => undefined)));
  return real.every((path) => path !== undefined && isWithin(path, folders));
}

function outside(code: 'path-outside' | 'model-outside', named: string, { folders }: Reach): ToolError {
  return new ToolError(
    code,
    `“${named}” leads out of the folders that may be read: ${folders.join(', ')}. Name something in them, or ask the user to allow another folder.`,
  );
}

/** A path as an agent may name it again: relative to the base where it lies below. */
export function shownPath(path: string, { base }: Pick<Places, 'base'>): string {
  const short = relative(base, path);
  return short === '' ? '.' : /^\.\.(?:[\\/]|$)/.test(short) ? path : short.replaceAll('\\', '/');
}
