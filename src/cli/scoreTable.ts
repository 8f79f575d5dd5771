import { basename } from 'node:path';
import { shortHash, type ExportedFile } from '../core/score/export/exportedFile';
import { reportRows } from '../core/score/export/reportRows';
import { fewestImages } from '../core/score/bootstrap';
import type { FileScore } from '../core/score/fileScore';
import { CLI_WORDING } from '../words/cli';
import { say, type Parameters } from '../words/words';
import { printable, tableLines } from './table';
import type { Terminal } from './terminal';

/** Rows that a table shows unless it is told. */
const usualTop = 20;
/** With more pictures than this, what fits each is a list that nobody reads. */
const mostPictures = 24;

/** The leaderboard of one file for people, with what fits each picture best below it. */
export function scoreTable(exported: ExportedFile, terminal: Terminal, top = usualTop): string {
  const { path, file, score } = exported;
  if (file === undefined || score === undefined) return '';
  const words = (key: keyof typeof CLI_WORDING, parameters?: Parameters): string =>
    say(CLI_WORDING[key], terminal.language, parameters);
  const { checkpoint, images, prompts } = score;
  const rows = reportRows(file, score, top);
  const [head, ...body] = tableLines(
    [
      { title: words('rank'), align: 'right' },
      { title: words('probability'), align: 'right' },
      { title: words('interval'), align: 'right' },
      { title: words('cosine'), align: 'right' },
      { title: words('tokens'), align: 'right' },
      { title: words('spell'), align: 'left', widest: 24 },
      { title: words('prompt'), align: 'left', flexible: true },
    ],
    rows.map(({ prompt, spell }) => [
      `${prompt.tiedWithPrevious ? '=' : ''}${prompt.rank}`,
      prompt.meanProbability.toFixed(3),
      prompt.interval ? `${prompt.interval.low.toFixed(3)}–${prompt.interval.high.toFixed(3)}` : '',
      prompt.meanCosine.toFixed(3),
      String(prompt.tokenCount),
      spell,
      prompt.expansion.text,
    ]),
    terminal.width,
  );
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
    terminal.out('dim', head!),
    ...body.map((line, i) => (rows[i]!.prompt.rank === 1 ? terminal.out('green', line) : line)),
  ];
  const hidden = prompts.length - rows.length;
  if (hidden > 0) lines.push(terminal.out('dim', words('more', { count: hidden, all: prompts.length })));
  if (images.length < fewestImages) lines.push(terminal.out('dim', words('fewPictures')));
  else if (rows.some(({ prompt }) => prompt.tiedWithPrevious)) lines.push(terminal.out('dim', words('ties')));
  if (images.length > 1 && images.length <= mostPictures && prompts.length > 1) {
    lines.push('', words('bestByPicture'), ...bestByPicture(score, terminal));
  }
  return `${lines.join('\n')}\n\n`;
}

function bestByPicture({ images, prompts, promptGivenImage }: FileScore, terminal: Terminal): string[] {
  const words = (key: keyof typeof CLI_WORDING): string => say(CLI_WORDING[key], terminal.language);
  const [head, ...body] = tableLines(
    [
      { title: words('picture'), align: 'left' },
      { title: words('probability'), align: 'right' },
      { title: words('prompt'), align: 'left', flexible: true },
    ],
    images.map(({ path }, column) => {
      const chance = (row: number): number => promptGivenImage[row * images.length + column]!;
      const best = prompts.reduce((a, b) => (chance(b.row) > chance(a.row) ? b : a));
      return [basename(path), chance(best.row).toFixed(3), best.expansion.text];
    }),
    terminal.width,
  );
  return [terminal.out('dim', head!), ...body];
}
