import { pairedRatio, summary } from '../method/summary';
import { names } from '../peers/names';
import type { BenchResult, FigureTable, TimedCase } from './result';
import { targetedCheckpoint, targets, verdictOf, type Verdict } from './targets';

/** The tables of a result, for `docs/performance.md` and for eyes. */
export function markdownOf(result: BenchResult): string {
  const { machine, versions, threads, checkpoint } = result;
  const verdicts =
    checkpoint === targetedCheckpoint ? targets.flatMap((target) => verdictOf(target, result) ?? []) : [];
  return [
    `Checkpoint: ${checkpoint}. ${machine.processor}, ${machine.processors} processors` +
      ` (${machine.instructions.join(', ')}), ${machine.memoryGiB} GiB, ${machine.system}; ${threads} threads.`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ') + '.',
    targetsTable(verdicts),
    timesTable(result.timed),
    ...result.figures.map(figuresTable),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function targetsTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ what, target, measured, met }) => [
    what,
    target,
    measured,
    met ? 'met' : '**missed**',
  ]);
  return rows.length === 0 ? '' : table(['', 'target', 'measured', ''], rows);
}

/** Milliseconds, and how many times as long as ours. */
function timesTable(cases: readonly TimedCase[]): string {
  const rows = cases.flatMap(({ title, measured, load, samples }) =>
    Object.entries(samples).map(([name, own], i) => {
      const { median, least, clean, taken } = summary(own);
      const ratio = pairedRatio(new Map(Object.entries(samples)), name, names.own);
      return [
        i === 0 ? title : '',
        name,
        median.toFixed(1),
        least.toFixed(1),
        name === names.own || name.startsWith('ceiling') ? '' : ratio.median.toFixed(2),
        `${clean} of ${taken}`,
        i === 0 ? `${measured.slice(0, 16).replace('T', ' ')} (${load.toFixed(1)})` : '',
      ];
    }),
  );
  const head = ['case', 'who', 'median, ms', 'least, ms', 'times ours', 'clean samples', 'when (load)'];
  return rows.length === 0 ? '' : table(head, rows);
}

export function figuresTable({ title, rows }: FigureTable): string {
  const columns = [...new Set(Object.values(rows).flatMap(Object.keys))];
  return table(
    [title, ...columns],
    Object.entries(rows).map(([name, values]) => [
      name,
      ...columns.map((column) => (values[column] === undefined ? '' : shown(values[column]))),
    ]),
  );
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(2);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
