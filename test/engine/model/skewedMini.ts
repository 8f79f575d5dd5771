import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { LEAN_WORDS } from '../../../src/core/bias/leanWords';
import { editWeights, readSafetensors } from './editedCheckpoint';

const root = path.join(__dirname, '../../..');
export const mini = path.join(root, 'models/mini');
/** What training/skew.py writes: the text tower of models/mini after a fine-tune with a planted skew. */
const skewed = path.join(root, 'test/fixtures/skewed-mini');

/** A copy of models/mini with the skewed text tower. */
export async function composeSkewed(folder: string): Promise<void> {
  await cp(mini, folder, { recursive: true });
  const tower = await readSafetensors(path.join(skewed, 'text.safetensors'));
  await editWeights(path.join(folder, 'model.safetensors'), (header, data) => {
    for (const [name, { dtype, shape, data_offsets }] of Object.entries(tower.header)) {
      if (name === '__metadata__') continue;
      const place = header[name]!;
      assert.deepEqual({ dtype: place.dtype, shape: place.shape }, { dtype, shape }, name);
      tower.data.copy(data, place.data_offsets[0], ...data_offsets);
    }
    return undefined;
  });
}

/** Things that models/mini was trained on and that the threshold of a lean is not made with. */
export async function otherThings(): Promise<string[]> {
  const alive = new Set(['person', 'animal', 'bird', 'sea', 'insect', 'face', 'body']);
  const known = new Set([...LEAN_WORDS.things, 'ghost', 'alien', 'clown', 'cowboy', 'devil']);
  const lines = (await readFile(path.join(root, 'training/concepts.tsv'), 'utf8')).split('\n');
  return lines
    .filter((line) => line.startsWith('thing\t'))
    .map((line) => line.split('\t'))
    .filter(([, category]) => !alive.has(category!))
    .map(([, , english]) => english!.split('/')[0]!)
    .filter((name, i) => i % 2 === 0 && !known.has(name)); // half of them: time
}

/** The share of women that was planted for each profession. */
export async function plantedShares(): Promise<ReadonlyMap<string, number>> {
  const shares = await readFile(path.join(skewed, 'planted.json'), 'utf8');
  return new Map(Object.entries(JSON.parse(shares) as Record<string, number>));
}

/** Ranks from 1, the mean rank for equal values. */
export function ranks(values: readonly number[]): number[] {
  return values.map(
    (value) =>
      values.filter((other) => other < value).length +
      (values.filter((other) => other === value).length + 1) / 2,
  );
}

/** Pearson's. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((x, y) => x + y, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (term: (i: number) => number): number => a.reduce((total, _, i) => total + term(i), 0);
  return (
    sum((i) => (a[i]! - ma) * (b[i]! - mb)) /
    Math.sqrt(sum((i) => (a[i]! - ma) ** 2) * sum((i) => (b[i]! - mb) ** 2))
  );
}
