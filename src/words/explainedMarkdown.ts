import { escaped } from '../core/score/export/markdown';
import { fewestObservations } from '../core/statistics/pairedDifference';
import type { Ledger, LedgerEntry } from '../core/why/ledger';
import { labelsOf, unitText, type ExplainedSpell } from '../tasks/explainFile';
import { cosine, difference, differenceInterval, signedPercent } from './numbers';
import { readingKey, wholeKey, WHY_WORDING } from './why';
import { say, type Language, type Parameters } from './words';

/** What the words of a file's spells do, as Markdown: a table for each spell, and one for each of its phrases. */
export function explainedMarkdown(
  {
    path,
    checkpoint,
    differentPictures,
  }: {
    readonly path: string;
    /** As it is shown to people. */
    readonly checkpoint: string;
    readonly differentPictures: number;
  },
  spells: readonly { readonly name: string; readonly explained: ExplainedSpell }[],
  language: Language,
): string {
  const words = (key: keyof typeof WHY_WORDING, parameters?: Parameters): string =>
    escaped(say(WHY_WORDING[key], language, parameters));
  const parts = [`# ${words('fileTitle', { file: path })}`];
  if (spells.length === 0) parts.push(words('nothing'));
  for (const { name, explained } of spells) {
    const { text, ledger, unweighed, lostWord } = explained;
    parts.push(
      `## ${escaped(name)}`,
      escaped(text),
      words(wholeKey(ledger), {
        all: cosine(ledger.all),
        none: cosine(ledger.none),
        unexplained: difference(ledger.unexplained),
      }),
      ledgerTable(text, ledger, words),
    );
    if (unweighed > 0) parts.push(words('unweighed', { count: ledger.entries.length, rest: unweighed }));
    if (lostWord !== undefined) parts.push(words('lost', { word: lostWord }));
    for (const { phrase, ledger: own } of explained.words) {
      const shown = unitText(text, ledger.entries[phrase]!.unit);
      parts.push(words('ofPhrase', { phrase: shown }), ledgerTable(text, own, words));
    }
  }
  if (differentPictures < fewestObservations) parts.push(words('fewPictures'));
  parts.push(words('view', { checkpoint, pictures: differentPictures }));
  return `${parts.join('\n\n')}\n`;
}

/** The strongest first. */
function ledgerTable(
  text: string,
  { entries }: Ledger,
  words: (key: keyof typeof WHY_WORDING) => string,
): string {
  const rows = [...entries].sort((a, b) => b.effect - a.effect);
  const labels = labelsOf(text, entries);
  const columns: readonly (readonly [string, '---' | '---:', (entry: LedgerEntry) => string])[] = [
    [words('unit'), '---', (entry) => escaped(labels.get(entry)!)],
    [words('effect'), '---:', ({ effect }) => difference(effect)],
    ...(rows.some(({ interval }) => interval)
      ? [
          [
            words('interval'),
            '---',
            ({ interval }: LedgerEntry) => (interval ? differenceInterval(interval) : ''),
          ] as const,
        ]
      : []),
    ...(rows.some(({ probability }) => probability !== undefined)
      ? [
          [
            words('probability'),
            '---:',
            ({ probability = 0 }: LedgerEntry) => signedPercent(probability),
          ] as const,
        ]
      : []),
    [words('alone'), '---:', ({ alone }) => difference(alone)],
    [words('leftOut'), '---:', ({ leftOut }) => difference(-leftOut)],
    [
      ' ',
      '---',
      (entry) => {
        const reading = readingKey(entry);
        return reading ? words(reading) : '';
      },
    ],
  ];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(([title]) => title)),
    line(columns.map(([, rule]) => rule)),
    ...rows.map((row) => line(columns.map(([, , cell]) => cell(row)))),
  ].join('\n');
}
