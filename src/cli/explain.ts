import { fewestObservations, type Interval } from '../core/statistics/pairedDifference';
import { checkpointLabel, type ExportedFile } from '../core/score/export/exportedFile';
import type { SpellRow } from '../core/score/export/reportRows';
import type { Ledger, LedgerEntry } from '../core/why/ledger';
import type { Pair } from '../core/why/pairs';
import type { ShapleyTable, ShapleyValue } from '../core/why/shapleyTable';
import { explainSpell, labelsOf, mostPaired, unitText, type ExplainedSpell } from '../tasks/explainFile';
import { cosine, difference, differenceInterval, signedPercent } from '../words/numbers';
import { readingKey, wholeKey, WHY_WORDING } from '../words/why';
import { say, type Parameters } from '../words/words';
import { eachFile, exitCodeOf, exitCodes, type CommandContext } from './commands';
import { ProgressBar } from './progressBar';
import type { ScoredOne } from './scoreOne';
import { printable, tableLines, type Column } from './table';
import type { Terminal } from './terminal';
import { noSuchSpell, wantedSpells } from './wantedSpells';

export const explainFormats = ['table', 'json'] as const;

export interface ExplainArguments {
  readonly paths: readonly string[];
  readonly images: readonly string[];
  readonly allow?: readonly string[];
  readonly model?: string;
  /** Of the spell; all where it is absent. */
  readonly spell?: string;
  readonly words?: boolean;
  readonly pairs?: boolean;
  readonly shapley?: boolean;
  readonly format: (typeof explainFormats)[number];
}

/** Pairs that a table shows. */
const shownPairs = 5;

interface ExplainedFile {
  readonly exported: ExportedFile;
  readonly spells: readonly { readonly row: SpellRow; readonly explained: ExplainedSpell }[];
}

/** `spellwright explain`: which words carry the score of each spell. */
export async function explain(request: ExplainArguments, context: CommandContext): Promise<number> {
  const { terminal, version } = context;
  const done: ExplainedFile[] = [];
  let isMissing = false;
  const exported = await eachFile(request, context, async (file, further) => {
    const wanted = wantedSpells(file, request.spell);
    if (wanted === undefined) {
      isMissing = true;
      terminal.writeError(noSuchSpell(file, request.spell!, terminal));
      return;
    }
    const spells = further ? await explainRows(wanted, file, further, request, context) : [];
    done.push({ exported: file, spells });
    if (request.format === 'table') await terminal.write(explainTables(file, spells, request, terminal));
  });
  if (request.format === 'json') await terminal.write(explainJson(done, version));
  return isMissing ? exitCodes.wrong : exitCodeOf(exported);
}

async function explainRows(
  rows: readonly SpellRow[],
  { path }: ExportedFile,
  { scored, embedder }: NonNullable<ScoredOne['further']>,
  { words, pairs, shapley }: ExplainArguments,
  { terminal, signal }: CommandContext,
): Promise<{ row: SpellRow; explained: ExplainedSpell }[]> {
  const progress = new ProgressBar(terminal, path);
  const found: { row: SpellRow; explained: ExplainedSpell }[] = [];
  try {
    for (const row of rows) {
      const explained = await explainSpell(scored, row.spell.spell, embedder, {
        withWords: words,
        withPairs: pairs,
        withShapley: shapley,
        signal,
        onProgress: progress.update,
      });
      if (explained) found.push({ row, explained });
    }
  } finally {
    progress.clear();
  }
  return found;
}

type Say = (key: keyof typeof WHY_WORDING, parameters?: Parameters) => string;

function explainTables(
  { path, score }: ExportedFile,
  spells: ExplainedFile['spells'],
  asked: Pick<ExplainArguments, 'pairs'>,
  terminal: Terminal,
): string {
  if (score === undefined) return '';
  const words: Say = (key, parameters) => say(WHY_WORDING[key], terminal.language, parameters);
  const lines = [terminal.out('bold', printable(path))];
  for (const { row, explained } of spells) {
    const { text, ledger, unweighed, lostWord, pairs = [] } = explained;
    const labels = labelsOf(text, ledger.entries);
    lines.push(
      printable(words('spell', { spell: row.name, text })),
      terminal.out(
        'dim',
        words(wholeKey(ledger), {
          all: cosine(ledger.all),
          none: cosine(ledger.none),
          unexplained: difference(ledger.unexplained),
        }),
      ),
      ...ledgerLines(text, ledger, terminal, words, explained.shapley),
    );
    if (explained.shapley) lines.push(shapleyLine(explained.shapley, words));
    if (unweighed > 0) lines.push(words('unweighed', { count: ledger.entries.length, rest: unweighed }));
    if (lostWord !== undefined) lines.push(printable(words('lost', { word: lostWord })));
    for (const { phrase, ledger: own } of explained.words) {
      const shown = labels.get(ledger.entries[phrase]!)!;
      lines.push(
        '',
        printable(words('ofPhrase', { phrase: shown })),
        ...ledgerLines(text, own, terminal, words),
      );
    }
    if (pairs.length > 0) {
      const unit = (of: number): string => labels.get(ledger.entries[of]!)!;
      const rows = pairs.slice(0, shownPairs);
      const columns = [
        {
          title: words('effect'),
          align: 'right' as const,
          cell: ({ together }: Pair) => difference(together),
        },
        ...(rows.some(({ interval }) => interval) ? [intervalColumn<Pair>(words)] : []),
        {
          title: words('unit'),
          align: 'left' as const,
          flexible: true,
          cell: ({ first, second }: Pair) => words('pair', { first: unit(first), second: unit(second) }),
        },
      ];
      lines.push('', words('pairs'), ...columnLines(columns, rows, terminal));
    }
    if (asked.pairs && explained.pairs === undefined)
      lines.push('', words('tooManyPairs', { most: mostPaired }));
    lines.push('');
  }
  if (spells.length === 0) lines.push(words('nothing'), '');
  const checkpoint = printable(checkpointLabel(score.checkpoint));
  if (score.differentImages < fewestObservations) lines.push(terminal.out('dim', words('fewPictures')));
  lines.push(terminal.out('dim', words('view', { checkpoint, pictures: score.differentImages })), '');
  return `${lines.join('\n')}\n`;
}

/** How Shapley's values were found. */
function shapleyLine({ orders }: ShapleyTable, words: Say): string {
  return orders === undefined ? words('shapleyExact') : words('shapleySampled', { orders });
}

/** The strongest first. */
function ledgerLines(
  text: string,
  { entries }: Ledger,
  terminal: Terminal,
  words: Say,
  shapley?: ShapleyTable,
): string[] {
  const rows = [...entries].sort((a, b) => b.effect - a.effect);
  const labels = labelsOf(text, entries);
  const has = (key: 'interval' | 'probability'): boolean => rows.some((row) => row[key] !== undefined);
  const columns = [
    {
      title: words('effect'),
      align: 'right' as const,
      cell: ({ effect }: LedgerEntry) => difference(effect),
    },
    ...(has('interval') ? [intervalColumn<LedgerEntry>(words)] : []),
    ...(shapley ? [shapleyColumn(entries, shapley, words)] : []),
    ...(has('probability')
      ? [
          {
            title: words('probability'),
            align: 'right' as const,
            cell: ({ probability = 0 }: LedgerEntry) => signedPercent(probability),
          },
        ]
      : []),
    { title: words('alone'), align: 'right' as const, cell: ({ alone }: LedgerEntry) => difference(alone) },
    {
      title: words('leftOut'),
      align: 'right' as const,
      cell: ({ leftOut }: LedgerEntry) => difference(-leftOut),
    },
    { title: '', align: 'left' as const, cell: (entry: LedgerEntry) => readingText(entry, words) },
    {
      title: words('unit'),
      align: 'left' as const,
      flexible: true,
      cell: (entry: LedgerEntry) => labels.get(entry)!,
    },
  ];
  return columnLines(columns, rows, terminal);
}

interface Cells<T> extends Column {
  readonly cell: (row: T) => string;
}

function intervalColumn<T extends { readonly interval?: Interval }>(words: Say): Cells<T> {
  return {
    title: words('interval'),
    align: 'left',
    cell: ({ interval }) => (interval ? differenceInterval(interval) : ''),
  };
}

function shapleyColumn(
  entries: readonly LedgerEntry[],
  { values }: ShapleyTable,
  words: Say,
): Cells<LedgerEntry> {
  return {
    title: words('shapley'),
    align: 'right',
    cell: (entry) => {
      const { value, standardError } = values[entries.indexOf(entry)]!;
      if (standardError === 0) return difference(value);
      return words('shapleyError', { value: difference(value), error: cosine(standardError) });
    },
  };
}

function columnLines<T>(columns: readonly Cells<T>[], rows: readonly T[], terminal: Terminal): string[] {
  return tableLines(
    columns,
    rows.map((row) => columns.map(({ cell }) => cell(row))),
    terminal.width,
  );
}

function readingText(entry: LedgerEntry, words: Say): string {
  const reading = readingKey(entry);
  return reading ? words(reading) : '';
}

function explainJson(files: readonly ExplainedFile[], version: string): string {
  const written = {
    version,
    schema: 1,
    files: files.map(({ exported: { path, score, problems }, spells }) => ({
      path,
      checkpoint: score ? { id: score.checkpoint.id, hash: score.checkpoint.hash } : null,
      pictures: score?.images.length ?? 0,
      differentPictures: score?.differentImages ?? 0,
      problems,
      spells: spells.map(
        ({
          row: { name, line },
          explained: { text, ledger, unweighed, lostWord, words, pairs, shapley },
        }) => ({
          name,
          line,
          text,
          unweighed,
          lostWord: lostWord ?? null,
          ...ledgerJson(text, ledger, shapley),
          shapley: shapley ? { orders: shapley.orders ?? null } : undefined,
          words: words.map(({ phrase, ledger: own }) => ({
            phrase: unitText(text, ledger.entries[phrase]!.unit),
            ...ledgerJson(text, own),
          })),
          pairs: pairs?.map(({ first, second, together, interval }) => ({
            first: unitText(text, ledger.entries[first]!.unit),
            second: unitText(text, ledger.entries[second]!.unit),
            together,
            interval: interval ?? null,
          })),
        }),
      ),
    })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}

function ledgerJson(
  text: string,
  { all, none, unexplained, floor, entries }: Ledger,
  shapley?: ShapleyTable,
): object {
  return {
    cosine: all,
    cosineWithout: none,
    unexplained,
    floor,
    units: entries.map(({ unit, interval, probability, ...numbers }, i) => ({
      text: unitText(text, unit),
      start: unit.start,
      end: unit.end,
      ...numbers,
      interval: interval ?? null,
      probability: probability ?? null,
      ...(shapley && { shapley: shapleyJson(shapley.values[i]!) }),
    })),
  };
}

function shapleyJson({ value, interval, standardError }: ShapleyValue): object {
  return { value, interval: interval ?? null, standardError };
}
