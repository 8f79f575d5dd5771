import { pictureExtensions } from '../../core/clip/pictureFormat';

const wildcardExtensions = ['txt', 'yaml', 'yml'];

/**
 * A glob of the files whose change may change scores: pictures and wildcards. The editor tells small letters from
 * capital ones on some systems, and cameras write `IMG_0001.JPG`.
 */
export const watchedFiles = `**/*.{${[...pictureExtensions, ...wildcardExtensions].map(inAnyCase).join(',')}}`;

function inAnyCase(extension: string): string {
  return extension.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
