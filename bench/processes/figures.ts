import { bundleOf } from '../../test/engine/process/engineBundle';
import { figureTable } from '../cases/figureTable';
import { median } from '../method/statistics';
import { names } from '../peers/names';
import type { FigureTable } from '../report/result';
import type { Answer } from './answer';
import { runChild } from './runChild';

/** What it takes to open a text encoder, each time in a fresh process. */
export function sessionFigures(folder: string, threads: number): Promise<FigureTable> {
  return medians('session', 'a text encoder in a fresh process', 7, {
    [names.own]: () => runChild('bench/processes/openSession.ts', 'own', folder, String(threads)),
    [names.unpadded]: () => runChild('bench/processes/openSession.ts', 'export', folder, String(threads)),
    [names.transformersJs]: () =>
      runChild('bench/processes/openSession.ts', 'transformers', folder, String(threads)),
  });
}

/** How long the caller's event loop is held while texts and pictures are encoded. */
export async function eventLoopFigures(folder: string, threads: number): Promise<FigureTable> {
  const engineFile = await bundleOf('src/engine/main.ts');
  const watch = (kind: string): Promise<Answer> =>
    runChild('bench/processes/watchLoop.ts', kind, folder, String(threads), engineFile);
  return medians('event-loop', 'the caller’s event loop while 64 prompts and 6 pictures are encoded', 3, {
    [names.own]: () => watch('own'),
    [names.transformersJs]: () => watch('transformers'),
  });
}

/** Medians of several runs in turn. */
async function medians(
  id: string,
  title: string,
  rounds: number,
  children: Readonly<Record<string, () => Promise<Answer>>>,
): Promise<FigureTable> {
  const answers: Record<string, Answer[]> = {};
  for (let round = 0; round < rounds; round++)
    for (const [name, child] of Object.entries(children)) (answers[name] ??= []).push(await child());
  const rows = Object.entries(answers).map(([name, all]) => {
    const columns = Object.keys(all[0]!);
    const figures = columns.map((column) => [column, median(all.map((one) => one[column]!))]);
    return [name, Object.fromEntries(figures)] as const;
  });
  return figureTable(id, title, Object.fromEntries(rows));
}
