import { basename } from 'node:path';
import type { FileScore, Standing, Standings } from '../core/score/fileScore';
import { shortHash, type ExportedFile } from '../core/score/export/exportedFile';
import { spellRows, textRows, type SpellRow } from '../core/score/export/reportRows';
import { CLI_WORDING } from '../words/cli';
import { behindText, cosine, percent, rankText } from '../words/numbers';
import { scoreRemarks, variantsHeading } from '../words/scoreRemarks';
import { say, type Parameters } from '../words/words';
import { printable, tableLines, type Column } from './table';
import type { Terminal } from './terminal';

/** Rows that a table shows unless it is told. */
export const usualTop = 20;
/** With more pictures than this, what fits each is a list that nobody reads. */
const mostPictures = 24;

type Say = (key: keyof typeof CLI_WORDING, parameters?: Parameters) => string;

/** The leaderboard of one file for people: its spells, the variants of each, and what fits each picture best. */
export function scoreTable(
  { path, file, score }: Pick<ExportedFile, 'path' | 'file'> & { readonly score?: Standings | FileScore },
  terminal: Terminal,
  top = usualTop,
): string {
  if (file === undefined || score === undefined) return '';
  const words: Say = (key, parameters) => say(CLI_WORDING[key], terminal.language, parameters);
  const { checkpoint, images, prompts, differentImages } = score;
  const rows = spellRows(file, score);
  const lines = [
    terminal.out('bold', printable(path)),
    terminal.out(
      'dim',
      words('summary', {
        pictures: images.length,
        prompts: prompts.length,
        checkpoint: printable(checkpoint.id),
        hash: shortHash(checkpoint.hash),
      }),
    ),
  ];
  const varied = rows.filter(({ spell }) => spell.texts > 1);
  // A file's only spell stands first whatever it says; its variants are the leaderboard.
  if (rows.length > 1 || varied.length === 0) lines.push(...spellTable(rows, score, terminal, words, top));
  const shown = new Set(rows.slice(0, top));
  for (const row of varied.filter((each) => shown.has(each))) {
    if (lines.length > 2) lines.push('');
    lines.push(...variantTable(row, score, terminal, words, top));
  }
  lines.push(...scoreRemarks(score, terminal.language).map((line) => terminal.out('dim', line)));
  const isShort = 'spellGivenImage' in score && images.length <= mostPictures;
  if (isShort && images.length > 1 && prompts.length > 1 && differentImages > 1) {
    lines.push('', words('bestByPicture'), ...bestByPicture(rows, score, terminal, words));
  }
  return `${lines.join('\n')}\n\n`;
}

function spellTable(
  all: readonly SpellRow[],
  { images }: Standings,
  terminal: Terminal,
  words: Say,
  top: number,
): string[] {
  const rows = all.slice(0, top);
  const behind = rows.some(({ spell }) => spell.behind);
  return ranked(
    rows.map(({ spell }) => spell),
    [
      { title: words('rank'), align: 'right' },
      { title: words('cosine'), align: 'right' },
      { title: behind ? words('behind') : '', align: 'right' },
      { title: words('spellProbability'), align: 'right' },
      { title: words('fitsBest'), align: 'right' },
      { title: words('tokens'), align: 'right' },
      { title: words('spell'), align: 'left', widest: 24 },
      { title: words('prompt'), align: 'left', flexible: true },
    ],
    rows.map(({ spell, name, prompt }) => [
      rankText(spell.rank, spell.ranks),
      cosine(spell.meanCosine),
      behindText(spell.behind),
      percent(spell.meanProbability),
      `${spell.fitsBest}/${images.length}`,
      String(prompt.tokenCount),
      name,
      withSame(prompt.expansion.text, spell.texts === 1 ? spell.rows.length : 1, words),
    ]),
    { terminal, words, all: all.length },
  );
}

function variantTable(
  { spell, name }: SpellRow,
  score: Standings,
  terminal: Terminal,
  words: Say,
  top: number,
): string[] {
  const texts = textRows(score, spell);
  const rows = texts.slice(0, top);
  return [
    variantsHeading(spell, printable(name), score, terminal.language),
    ...ranked(
      rows.map(({ prompt }) => prompt),
      [
        { title: words('rank'), align: 'right' },
        { title: words('cosine'), align: 'right' },
        { title: words('promptProbability'), align: 'right' },
        { title: words('fitsBest'), align: 'right' },
        { title: words('tokens'), align: 'right' },
        { title: words('prompt'), align: 'left', flexible: true },
      ],
      rows.map(({ prompt, prompts }) => [
        rankText(prompt.rank, prompt.ranks),
        cosine(prompt.meanCosine),
        percent(prompt.meanProbability),
        `${prompt.fitsBest}/${score.images.length}`,
        String(prompt.tokenCount),
        withSame(prompt.expansion.text, prompts, words),
      ]),
      { terminal, words, all: texts.length },
    ),
  ];
}

/** A table whose first rows are marked, and a line that says how many more there are. */
function ranked(
  standings: readonly Standing[],
  columns: readonly Column[],
  cells: readonly (readonly string[])[],
  { terminal, words, all }: { readonly terminal: Terminal; readonly words: Say; readonly all: number },
): string[] {
  const used = columns.map(({ title }) => title !== '');
  const only = <T>(items: readonly T[]): T[] => items.filter((_, column) => used[column]);
  const [head, ...body] = tableLines(only(columns), cells.map(only), terminal.width);
  const hidden = all - cells.length;
  return [
    terminal.out('dim', head!),
    ...body.map((line, i) => (standings[i]!.rank === 1 ? terminal.out('green', line) : line)),
    ...(hidden > 0 ? [terminal.out('dim', words('more', { count: hidden, all }))] : []),
  ];
}

function withSame(text: string, prompts: number, words: Say): string {
  return prompts > 1 ? `${text} (${words('same', { prompts })})` : text;
}

/** The spell that fits each picture best; of a single spell, the text. */
function bestByPicture(
  rows: readonly SpellRow[],
  score: FileScore,
  terminal: Terminal,
  words: Say,
): string[] {
  const { images, spellGivenImage, promptGivenImage } = score;
  const several = rows.length > 1;
  const candidates = several
    ? rows.map(({ spell, name }) => ({ matrix: spellGivenImage, row: spell.spell, text: name }))
    : textRows(score, rows[0]!.spell).map(({ prompt }) => ({
        matrix: promptGivenImage,
        row: prompt.row,
        text: prompt.expansion.text,
      }));
  const [head, ...body] = tableLines(
    [
      { title: words('picture'), align: 'left' },
      { title: words(several ? 'spellProbability' : 'promptProbability'), align: 'right' },
      { title: words(several ? 'spell' : 'prompt'), align: 'left', flexible: true },
    ],
    images.map(({ path }, column) => {
      const chance = ({ matrix, row }: (typeof candidates)[number]): number =>
        matrix[row * images.length + column]!;
      const best = candidates.reduce((a, b) => (chance(b) > chance(a) ? b : a));
      return [basename(path), percent(chance(best)), best.text];
    }),
    terminal.width,
  );
  return [terminal.out('dim', head!), ...body];
}
