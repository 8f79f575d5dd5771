import { parse } from 'node:path';
import { isWithin } from '../files/reach';

/**
 * What a server may read that is told of no folder: the one that it was started in. Programs start servers wherever they are,
 * so a whole disk, somebody's home and what homes lie in are not meant.
 * @param current absolute
 * @param homes of the user, absolute: by its name, and where it really lies
 */
export function startFolders(current: string, homes: readonly string[]): readonly string[] {
  const isTooMuch = parse(current).root === current || homes.some((home) => isWithin(home, [current]));
  return isTooMuch ? [] : [current];
}
