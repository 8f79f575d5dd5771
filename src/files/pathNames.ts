import { dirname, relative, resolve, sep } from 'node:path';
import { matchesPath, readGlob } from './glob/globPattern';
import { isWithin } from './reach';

/** How a path is written in the folder of another file: relative, with `/`. @param beside absolute, as is `path` */
export function writtenBeside(beside: string, path: string): string {
  return relative(dirname(beside), path).split(sep).join('/');
}

/** What a name that is written in a file stands for, absolute. @param beside the file, absolute */
export function namedBeside(beside: string, name: string): string {
  return resolve(dirname(beside), name);
}

/**
 * Whether a path, a folder or a glob that is written in a file names another one. By its name alone: nothing need be on disk.
 * @param beside the file that the pattern is written in, absolute
 * @param path absolute
 */
export function namesPath(pattern: string, beside: string, path: string): boolean {
  const written = pattern.replaceAll('\\', '/');
  const plain = namedBeside(beside, written);
  if (plain === path || isWithin(path, [plain])) return true;
  const patterns = readGlob(written.replace(/^(?:\.\/)+/, ''));
  return patterns !== undefined && matchesPath(patterns, writtenBeside(beside, path), { steps: 0 });
}
