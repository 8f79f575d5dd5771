import type { LibraryPicture } from '../core/score/library/libraryScorer';
import { spellRows } from '../core/score/export/reportRows';
import type { ExportedFile } from '../core/score/export/exportedFile';
import { FIND_WORDING } from '../words/find';
import { cosine, percent } from '../words/numbers';
import { say, type Parameters } from '../words/words';
import { shownPath } from './problems';
import { scoreTable } from './scoreTable';
import { printable, tableLines } from './table';
import type { Terminal } from './terminal';

/** Spells whose pictures are named. */
const mostSpells = 5;

/** The leaderboard of a file on a library, and the nearest pictures of its best spells. */
export function libraryTable(
  { path, file, library }: ExportedFile,
  terminal: Terminal,
  { top, most }: { readonly top?: number; readonly most: number },
): string {
  if (file === undefined || library === undefined) return '';
  const text = (key: keyof typeof FIND_WORDING, parameters?: Parameters): string =>
    say(FIND_WORDING[key], terminal.language, parameters);
  const lines: string[] = [];
  for (const { spell, name } of spellRows(file, library).slice(0, mostSpells)) {
    const found = library.found.find((each) => each.spell === spell.spell);
    if (!found) continue;
    lines.push(text('nearest', { spell: printable(name) }));
    lines.push(...pictureLines(found.nearest.slice(0, most), terminal));
  }
  if (library.failed > library.failures.length)
    lines.push(text('moreFailures', { failed: library.failed, named: library.failures.length }));
  return `${scoreTable({ path, file, score: library }, terminal, top)}${lines.join('\n')}\n\n`;
}

/** A line for each, with its cosine and its share of all pictures. */
export function pictureLines(pictures: readonly LibraryPicture[], terminal: Terminal): string[] {
  const text = (key: keyof typeof FIND_WORDING): string => say(FIND_WORDING[key], terminal.language);
  const [head, ...body] = tableLines(
    [
      { title: text('cosine'), align: 'right' },
      { title: text('share'), align: 'right' },
      { title: text('picture'), align: 'left', flexible: true },
    ],
    pictures.map(({ path, cosine: value, probability }) => [
      cosine(value),
      percent(probability),
      shownPath(path),
    ]),
    terminal.width,
  );
  return [terminal.out('dim', head!), ...body];
}
