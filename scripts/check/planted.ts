import { baselineOf } from '../../src/core/check/baseline';
import { judge, type CheckResult } from '../../src/core/check/judge';
import type { LockedFile } from '../../src/core/check/lock';
import { planChecks } from '../../src/core/check/plan';
import type { Embedder, ImageOutcome } from '../../src/core/ports';
import type { FileScore } from '../../src/core/score/fileScore';
import { scoreSpellFile } from '../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import type { SpellFile } from '../../src/core/spell/spell';
import { finish } from '../../src/core/steps';
import type { Random } from '../statistics/random';

/** Cosines that are planted: of each spell with each picture. */
export type Cosines = readonly Float64Array[];

/** Pictures at right angles to each other, and texts with the wanted cosines to them. */
class TableEmbedder implements Embedder {
  constructor(
    private readonly cosines: Cosines,
    private readonly pictures: number,
    /** Added to each element of an embedding. */
    private readonly noise: () => number,
  ) {}

  async checkpoint() {
    return {
      ...{ id: 'planted', hash: 'f'.repeat(64), family: 'clip', embeddingWidth: this.pictures + 1 },
      ...{ contextLength: 77, logitScale: 100, logitBias: 0, imageSize: 8, languages: [] },
    } as Awaited<ReturnType<Embedder['checkpoint']>>;
  }

  async embedTexts(texts: readonly string[]) {
    return texts.map((text) => {
      const own = this.cosines[Number(/\d+/.exec(text)![0])]!;
      const vector = new Float32Array(this.pictures + 1);
      const square = own.reduce((sum, value) => sum + value * value, 0);
      for (let i = 0; i < this.pictures; i++) vector[i] = own[i]! + this.noise();
      vector[this.pictures] = Math.sqrt(1 - square) + this.noise();
      return { embedding: vector, tokenCount: 3 };
    });
  }

  async embedImages(paths: readonly string[]): Promise<ImageOutcome[]> {
    return paths.map((path, i) => {
      const embedding = new Float32Array(this.pictures + 1).map(() => this.noise());
      embedding[i]! += 1;
      return { path, ok: true, embedding, hash: i.toString(16).padStart(64, '0'), width: 1, height: 1 };
    });
  }

  async tokenize(texts: readonly string[]) {
    return texts.map(() => ({ ids: [], count: 3 }));
  }
}

const none = (): number => 0;

/** A file with a spell for each row of cosines; `texts` of them are one spell's variants where it is above 1. */
export async function plantedScore(
  cosines: Cosines,
  { texts = 1, noise = none, expect = '' }: { texts?: number; noise?: () => number; expect?: string } = {},
): Promise<{ file: SpellFile; score: FileScore }> {
  const pictures = cosines[0]!.length;
  const spells: string[] = [];
  for (let i = 0; i < cosines.length; i += texts) {
    const variants = Array.from({ length: texts }, (_, t) => `text ${i + t}`);
    spells.push(`### s${i / texts}\n${texts === 1 ? variants[0]! : `{${variants.join('|')}}`}`);
  }
  const file = parseSpellFile(`---\nexpect:\n  ${expect}\n---\n${spells.join('\n\n')}`);
  const imagePaths = Array.from({ length: pictures }, (_, i) => `/${i}.png`);
  const embedder = new TableEmbedder(cosines, pictures, noise);
  return { file, score: await scoreSpellFile({ file, imagePaths, embedder }) };
}

export async function plantedBaseline(cosines: Cosines, texts = 1): Promise<LockedFile> {
  const { file, score } = await plantedScore(cosines, { texts });
  return finish(
    baselineOf(
      file,
      score,
      score.images.map(({ path }) => path.slice(1)),
    ),
  );
}

/** What `spellwright test` says of planted cosines. */
export async function plantedResults(
  cosines: Cosines,
  baseline: LockedFile | undefined,
  options: Parameters<typeof plantedScore>[1] = {},
): Promise<CheckResult[]> {
  const { file, score } = await plantedScore(cosines, options);
  const expectations = file.frontMatter.expect ?? [];
  const { checks } = planChecks(file, [{ origin: 'front-matter', expectations }], baseline);
  return finish(
    judge(checks, {
      file,
      score,
      ...(baseline && { baseline }),
      findings: [],
      picturesOf: ({ value }) => score.images.flatMap(({ path }, i) => (path === `/${value}` ? [i] : [])),
    }),
  );
}

/** Of a cosine between pictures, as `mini` and CLIP have it; a change of wording moves each picture by its own amount. */
export const pictureSpread = 0.02;
export const changeSpread = 0.006;
const middle = 0.08;

/** Spells that fit about as well as each other; every picture is easier or harder for all of them. */
export function drawCosines(random: Random, spells: number, pictures: number): Float64Array[] {
  const shared = Float64Array.from({ length: pictures }, () => random.normal() * pictureSpread);
  return Array.from({ length: spells }, () =>
    shared.map((value) => middle + value + random.normal() * changeSpread),
  );
}

/** A change of wording that is worth `effect` on average, in spreads of a change. */
export function changed(before: Float64Array, effect: number, draw: () => number): Float64Array {
  return before.map((value) => value + (effect + draw()) * changeSpread);
}
