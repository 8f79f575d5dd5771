import { createHash } from 'node:crypto';
import type { Checkpoint, EmbedOptions, ImageOutcome } from '../../../src/core/ports';
import { FakeEmbedder } from '../score/fakeEmbedder';

/** Letters that pictures of a planted set are called by: `a.png`, `b.png`, … */
const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * An embedder whose cosines stand in the prompts: `0.3 0.31 0.29` has these with the pictures `a.png`, `b.png` and `c.png`,
 * and the last one with all that follow. No picture is another's near-duplicate.
 */
export class PlantedEmbedder extends FakeEmbedder {
  constructor(
    private readonly pictures: number,
    private readonly hash = 'f'.repeat(64),
  ) {
    super(
      (text) => textVector(text, pictures),
      (path) => pictureVector(path, pictures),
      100,
      60,
    );
  }

  override async checkpoint(): Promise<Checkpoint> {
    return { ...(await super.checkpoint()), hash: this.hash, embeddingWidth: this.pictures + 1 };
  }

  override async embedImages(paths: readonly string[], options?: EmbedOptions): Promise<ImageOutcome[]> {
    const outcomes = await super.embedImages(paths, options);
    return outcomes.map((outcome) =>
      outcome.ok ? { ...outcome, hash: createHash('sha256').update(outcome.path).digest('hex') } : outcome,
    );
  }
}

/** The files of a planted set, for a temporary folder. */
export function plantedPictures(count: number): Record<string, string> {
  return Object.fromEntries([...letters.slice(0, count)].map((letter) => [`${letter}.png`, letter]));
}

function pictureVector(path: string, pictures: number): Float32Array {
  const vector = new Float32Array(pictures + 1);
  vector[letters.indexOf(/(\w)\.png$/.exec(path)![1]!)] = 1;
  return vector;
}

function textVector(text: string, pictures: number): Float32Array {
  const given = [...text.matchAll(/\d+\.\d+/g)].map(([value]) => Number(value));
  const vector = new Float32Array(pictures + 1);
  for (let i = 0; i < pictures; i++) vector[i] = given[Math.min(i, given.length - 1)] ?? 0;
  vector[pictures] = Math.sqrt(1 - vector.reduce((sum, value) => sum + value * value, 0));
  return vector;
}
