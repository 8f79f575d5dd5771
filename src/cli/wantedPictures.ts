import { basename, dirname, resolve } from 'node:path';
import type { ExportedFile } from '../core/score/export/exportedFile';
import { WHERE_WORDING } from '../words/where';
import { say } from '../words/words';
import { shownPath } from './problems';
import { printable } from './table';
import type { Terminal } from './terminal';

/**
 * The pictures of a file that are called so: by a path from the current folder or from the file's, else by their name.
 * @param file absolute
 * @returns absolute paths
 */
export function wantedPictures({ score }: ExportedFile, named: string, file: string): string[] {
  const paths = score?.images.map(({ path }) => path) ?? [];
  const asked = [resolve(named), resolve(dirname(file), named)];
  const exact = paths.filter((path) => asked.includes(path));
  return exact.length > 0 ? exact : paths.filter((path) => basename(path) === named);
}

/** Names that are listed. */
const mostNames = 20;

export function noSuchPicture(
  { path, score }: ExportedFile,
  picture: string,
  { language }: Terminal,
): string {
  const all = score!.images.map((image) => shownPath(image.path));
  const names = [...all.slice(0, mostNames), ...(all.length > mostNames ? ['…'] : [])].join(', ');
  return `${printable(say(WHERE_WORDING.noSuchPicture, language, { path, picture, names }))}\n`;
}
