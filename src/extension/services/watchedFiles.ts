import path from 'node:path';
import { pictureExtensions } from '../../core/clip/pictureFormat';
import { wildcardExtensions } from '../../files/parseWildcards';

const extensions = [...pictureExtensions, ...wildcardExtensions];

/**
 * A glob of the files whose change may change scores: pictures and wildcards. The editor tells small letters from
 * capital ones on some systems, and cameras write `IMG_0001.JPG`.
 */
export const watchedFiles = `**/*.{${extensions.map(inAnyCase).join(',')}}`;

/** Whether `watchedFiles` means a file. */
export function isWatchedFile(file: string): boolean {
  return extensions.includes(extensionOf(file));
}

/** Whether a file may be one of wildcards. */
export function isWildcardFile(file: string): boolean {
  return wildcardExtensions.includes(extensionOf(file));
}

/** Without the dot, in small letters. */
function extensionOf(file: string): string {
  return path.extname(file).slice(1).toLowerCase();
}

function inAnyCase(extension: string): string {
  return extension.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/**
 * Whether a file or folder that came or went may change what a document names.
 * @param document its folder, and the files that it names, absolute
 */
export function mayMatter(
  fileOrFolder: string,
  isThere: boolean,
  { folder, files }: { readonly folder: string; readonly files: ReadonlySet<string> },
): boolean {
  if (files.has(fileOrFolder)) return true;
  const isFile = isWatchedFile(fileOrFolder);
  // What is gone may have been a folder, whatever its name; but many a program makes files for a moment only.
  const mayBeNamed = isFile || isThere || path.extname(fileOrFolder) === '';
  if (mayBeNamed && fileOrFolder.startsWith(folder + path.sep)) return true;
  return !isFile && holdsOne(fileOrFolder, files);
}

function holdsOne(folder: string, files: ReadonlySet<string>): boolean {
  const start = folder + path.sep;
  for (const file of files) if (file.startsWith(start)) return true;
  return false;
}
