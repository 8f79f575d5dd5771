import { stat } from 'node:fs/promises';
import path from 'node:path';
import { dot, softmaxOverRows } from '../core/clip/similarity';
import { finish } from '../core/steps';
import type { Checkpoint, Embedder, EmbedOptions } from '../core/ports';
import { ModelError } from './modelError';
import type { PublishedCase } from './publishedScores';

export interface VerifiedCase {
  readonly published: PublishedCase;
  /** What this program gets, in the order of the texts; undefined when the picture is not in the folder. */
  readonly measured?: readonly number[];
  /** The largest difference to a published value. */
  readonly worst?: number;
}

export interface Verification {
  readonly checkpoint: Checkpoint;
  readonly cases: readonly VerifiedCase[];
  /** True when every case that could be tried is within its tolerance. */
  readonly passed: boolean;
}

export interface VerifyOptions extends Pick<EmbedOptions, 'signal' | 'onProgress'> {
  /** Id in the registry. */
  readonly model: string;
  readonly cases: readonly PublishedCase[];
  /** Where the published pictures lie, absolute. */
  readonly picturesFolder: string;
  readonly embedder: Embedder;
}

/**
 * Scores the published pictures and compares.
 * @throws ModelError `nothing-published`, `picture-missing` (when none is there, or one of them is no picture);
 * EngineError
 */
export async function verifyModel(options: VerifyOptions): Promise<Verification> {
  const { model, picturesFolder, embedder, signal, onProgress } = options;
  const published = options.cases.filter((known) => known.model === model);
  if (published.length === 0) throw new ModelError('nothing-published', { model });
  const files = published.map(({ picture }) => path.join(picturesFolder, picture.file));
  const there = await Promise.all(files.map((file) => isFile(file)));
  if (!there.includes(true)) throw missing(published, picturesFolder);

  const checkpoint = await embedder.checkpoint({ signal, onProgress });
  const cases: VerifiedCase[] = [];
  for (const [index, known] of published.entries()) {
    cases.push(
      there[index] ? await verifyCase(known, files[index]!, checkpoint, options) : { published: known },
    );
  }
  const passed = cases.every(
    // NaN is never within a tolerance.
    ({ published: { tolerance }, worst }) => worst === undefined || worst <= tolerance,
  );
  return { checkpoint, cases, passed };
}

async function verifyCase(
  published: PublishedCase,
  file: string,
  { logitScale, logitBias }: Checkpoint,
  { embedder, picturesFolder, signal, onProgress }: VerifyOptions,
): Promise<VerifiedCase> {
  const texts = await embedder.embedTexts(published.texts, { signal, onProgress });
  // Whoever published scores of a transparent picture had Pillow drop its alpha.
  const [picture] = await embedder.embedImages([file], { signal, onProgress, alpha: 'dropped' });
  if (!picture?.ok) throw missing([published], picturesFolder);
  const cosines = Float32Array.from(texts, ({ embedding }) => dot(embedding, picture.embedding));
  const measured =
    published.kind === 'logits'
      ? [...cosines].map((cosine) => cosine * logitScale + logitBias)
      : [...finish(softmaxOverRows(cosines, 1, logitScale))];
  const worst = measured.reduce((most, value, index) => {
    const difference = Math.abs(value - published.values[index]!);
    return difference <= most ? most : difference; // NaN stays
  }, 0);
  return { published, measured, worst };
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

function missing(cases: readonly PublishedCase[], folder: string): ModelError {
  return new ModelError('picture-missing', {
    folder,
    urls: cases.map(({ picture }) => picture.url).join(' '),
  });
}
