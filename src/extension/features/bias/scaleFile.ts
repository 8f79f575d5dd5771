import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LeanScale, LeanWords } from '../../../core/bias/lean';
import { makeFolders } from '../../../files/makeFolders';
import { writeAtomically } from '../../../files/writeAtomically';

/** To be raised when the formula of `core/bias/lean` or the file's form changes. */
const version = 2;

/** Where the scale of a checkpoint is kept: it takes some 1750 texts to measure, and changes only with the words. */
export function scaleFile(folder: string, checkpointHash: string, words: LeanWords): string {
  const wordsHash = sha256(JSON.stringify(words)).slice(0, 12);
  return path.join(folder, `${checkpointHash}-${wordsHash}-${version}.json`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Undefined when there is none, or it is not what was written. */
export async function readScale(
  file: string,
  words: LeanWords,
  embeddingWidth: number,
): Promise<LeanScale | undefined> {
  try {
    const [checksum, text = ''] = (await readFile(file, 'utf8')).split('\n');
    if (checksum !== sha256(text)) return undefined;
    const kept = JSON.parse(text) as Record<string, unknown>;
    const directions = readVectors(kept.directions, words.pairs.length, embeddingWidth);
    const centres = readVectors(kept.centres, words.templates.length, embeddingWidth);
    const { unit, threshold } = kept;
    if (!directions || !centres || !isNumber(unit) || !isNumber(threshold)) return undefined;
    return { words, directions, centres, unit, threshold };
  } catch {
    return undefined;
  }
}

/** @throws when the folder can't be written */
export async function writeScale(file: string, scale: LeanScale): Promise<void> {
  const { directions, centres, unit, threshold } = scale;
  const vectors = (list: readonly Float64Array[]): number[][] => list.map((vector) => [...vector]);
  await makeFolders(path.dirname(file));
  const text = JSON.stringify({
    directions: vectors(directions),
    centres: vectors(centres),
    unit,
    threshold,
  });
  // Another window may write the same: what appears is whole.
  await writeAtomically(file, `${sha256(text)}\n${text}`);
}

function readVectors(value: unknown, count: number, width: number): Float64Array[] | undefined {
  if (!Array.isArray(value) || value.length !== count) return undefined;
  const right = value.every((each) => Array.isArray(each) && each.length === width && each.every(isNumber));
  return right ? value.map((each) => Float64Array.from(each as number[])) : undefined;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
