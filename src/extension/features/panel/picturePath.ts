import path from 'node:path';

/**
 * How a picture is written in a spell file: relative to the file's folder, with `/`, so that the folder can move and
 * the file reads the same on every system. On another drive of Windows only the absolute path can say it.
 */
export function writtenPath(folder: string, picture: string): string {
  const relative = path.relative(folder, picture).split(path.sep).join('/');
  // `!` at the start would take the picture away instead of adding it.
  return relative.startsWith('!') ? `./${relative}` : relative;
}

/** The absolute path that an entry of `images` names when it is no glob. */
export function namedPicture(folder: string, entry: string): string {
  return path.resolve(folder, entry.trim());
}
