import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { resultsFolder } from '../folders';
import { thisMachine } from '../machine';
import { figuresTable, markdownOf } from './markdown';
import type { BenchResult, FigureTable } from './result';

/** Figures that stand for themselves: of the editor. */
export async function saveFigures(what: string, figures: FigureTable): Promise<string> {
  const name = `${figures.measured.slice(0, 10)}-${what}`;
  const description = { machine: thisMachine(), versions: { Node: process.versions.node } };
  await mkdir(resultsFolder, { recursive: true });
  const file = path.join(resultsFolder, `${name}.json`);
  await writeFile(file, `${JSON.stringify({ ...description, figures }, rounded, 1)}\n`);
  await writeFile(path.join(resultsFolder, `${name}.md`), `${figuresTable(figures)}\n`);
  return file;
}

type Identified = { readonly id: string };

/**
 * Adds what was measured to the file of that name, where a case that was measured before is replaced: so that a case
 * that was disturbed can be taken again alone.
 */
export async function saveResult(name: string, result: BenchResult): Promise<string> {
  await mkdir(resultsFolder, { recursive: true });
  const file = path.join(resultsFolder, `${name}.json`);
  const before = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as BenchResult,
    () => undefined,
  );
  const merged: BenchResult = {
    ...result,
    timed: replaced(before?.timed ?? [], result.timed),
    figures: replaced(before?.figures ?? [], result.figures),
  };
  await writeFile(file, `${JSON.stringify(merged, rounded, 1)}\n`);
  await writeFile(path.join(resultsFolder, `${name}.md`), `${markdownOf(merged)}\n`);
  return file;
}

function replaced<T extends Identified>(before: readonly T[], now: readonly T[]): T[] {
  const byId = new Map([...before, ...now].map((each) => [each.id, each]));
  return [...byId.values()];
}

/** Nobody measures nanoseconds. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value;
}
