import { dot } from '../clip/similarity';
import { mean } from '../statistics/moments';
import { fewestObservations, intervalOf, type Interval } from '../statistics/pairedDifference';
import { measuredByMeans, rankRanges, type RankRange } from '../statistics/rankRanges';
import { spearman, type RankCorrelation } from '../statistics/spearman';
import { finish, type Steps } from '../steps';

/** A picture that was drawn, as its checkpoint sees it. */
export interface DrawnPicture {
  /** Undefined for one of another text: it is told of by itself, and compared with none. */
  readonly variant: number | undefined;
  /** Pictures of one seed pair; undefined for one that pairs with none. */
  readonly seed: string | undefined;
  /** Of its own prompt, of unit length, where that is no variant's. */
  readonly own?: Float32Array;
  /** The group of the references that it is one of: nothing is close to itself. It is compared with the others, and pairs with none. */
  readonly reference?: number;
  /** Of unit length. */
  readonly embedding: Float32Array;
}

export interface DrawnVariant {
  /** Of its prompt with its templates, of unit length. */
  readonly embedding: Float32Array;
  /** Its mean cosine with the reference pictures, before anything was drawn; undefined without any. */
  readonly score?: number;
}

export interface JudgeRequest {
  readonly variants: readonly DrawnVariant[];
  readonly pictures: readonly DrawnPicture[];
  /** Of the reference pictures; near-duplicates share a group, and count as one. */
  readonly references: readonly { readonly embedding: Float32Array; readonly group: number }[];
  /** exp(t) of the checkpoint. */
  readonly logitScale: number;
  /** Which variants are compared, by their places; all of them by default. */
  readonly compared?: readonly number[];
}

export interface JudgedPicture {
  /** Cosine with its own prompt, and p(its prompt | picture) among the variants; a text of its own counts besides. */
  readonly ownCosine: number;
  readonly ownProbability: number;
  /** Mean cosine with the references, and the nearest of them, itself left out; undefined without any. */
  readonly closeness?: number;
  readonly nearest?: { readonly reference: number; readonly cosine: number };
}

export interface JudgedVariant {
  /** Mean over the seeds that all variants have; undefined without such seeds or references. */
  readonly closeness?: number;
  readonly rank?: number;
  /** The ranks that it may truly have, all together at 95 %; absent with fewer than 5 seeds. */
  readonly ranks?: RankRange;
  /** Its closeness minus that of the first, and the interval of that, paired by seed. */
  readonly behind?: { readonly difference: number; readonly interval?: Interval };
}

export interface Verdict {
  /** In the order of the request. */
  readonly pictures: readonly JudgedPicture[];
  readonly variants: readonly JudgedVariant[];
  /** Seeds of which every compared variant has a picture: what is compared. */
  readonly seeds: readonly string[];
  /** Whether the score from before told which would come out closer; absent where there is too little to say. */
  readonly foretold?: RankCorrelation;
}

/**
 * Which variant came out closer to the references. Pictures of one seed pair: what the seed makes of all variants alike is
 * taken out. Closeness of a picture is its mean cosine with the references. What is compared are the seeds of which every
 * variant has a picture, so that a run which somebody stopped is judged fairly.
 */
export function judge(request: JudgeRequest): Verdict {
  return finish(judgeSteps(request));
}

/** The same; one picture or one row of pairs a step. Of two pictures of one variant and seed the later one counts. */
export function* judgeSteps(request: JudgeRequest): Steps<Verdict> {
  const { variants, pictures, references } = request;
  const judged: JudgedPicture[] = [];
  for (const picture of pictures) {
    judged.push(judgePicture(picture, request));
    yield;
  }
  const compared = request.compared ?? variants.map((_, variant) => variant);
  const pairing = pictures.flatMap(({ variant, seed, reference }, i) =>
    variant === undefined || seed === undefined || reference !== undefined ? [] : [{ variant, seed, i }],
  );
  const at = new Map(pairing.map(({ variant, seed, i }) => [`${variant} ${seed}`, i]));
  const seeds = [...new Set(pairing.map(({ seed }) => seed))].filter((seed) =>
    compared.every((variant) => at.has(`${variant} ${seed}`)),
  );
  if (references.length === 0 || seeds.length === 0 || compared.length === 0)
    return { pictures: judged, variants: variants.map(() => ({})), seeds };
  const values = Float64Array.from(
    compared.flatMap((variant) => seeds.map((seed) => judged[at.get(`${variant} ${seed}`)!]!.closeness!)),
  );
  const measured = measuredByMeans(values, seeds.length);
  const found = yield* rankRanges(measured);
  const first = bestOf(measured.centres);
  const rowOf = (row: number): Float64Array => values.subarray(row * seeds.length, (row + 1) * seeds.length);
  const standings = new Map<number, JudgedVariant>();
  for (const [row, variant] of compared.entries()) {
    const closeness = measured.centres[row]!;
    const difference = closeness - measured.centres[first]!;
    const differences = rowOf(row).map((value, i) => value - rowOf(first)[i]!);
    const interval =
      found?.yardstick && row !== first ? intervalOf(difference, differences, found.yardstick) : undefined;
    standings.set(variant, {
      closeness,
      rank: 1 + Array.from(measured.centres).filter((other) => other > closeness).length,
      ...(found && { ranks: found.ranges[row]! }),
      ...(row !== first && { behind: { difference, ...(interval && { interval }) } }),
    });
    yield;
  }
  const scores = compared.map((variant) => variants[variant]!.score);
  const isScored = scores.every((score) => score !== undefined);
  const foretold = isScored ? spearman(scores, measured.centres) : undefined;
  return {
    pictures: judged,
    variants: variants.map((_, variant) => standings.get(variant) ?? {}),
    seeds,
    ...(foretold && { foretold }),
  };
}

/** Whether a verdict on so many seeds may say more than a mean. */
export function canTell(seeds: number): boolean {
  return seeds >= fewestObservations;
}

function judgePicture(
  { variant, own: ownText, embedding, reference: itself }: DrawnPicture,
  { variants, references: all, logitScale }: JudgeRequest,
): JudgedPicture {
  const cosines = variants.map((each) => dot(each.embedding, embedding));
  if (variant === undefined && ownText) cosines.push(dot(ownText, embedding));
  const own = cosines[variant ?? variants.length]!;
  const sum = cosines.reduce((total, cosine) => total + Math.exp(logitScale * (cosine - own)), 0);
  const near = all.flatMap(({ embedding: other, group }, reference) =>
    group === itself ? [] : [{ reference, group, cosine: dot(other, embedding) }],
  );
  if (near.length === 0) return { ownCosine: own, ownProbability: 1 / sum };
  const { reference, cosine } = near[bestOf(near.map((each) => each.cosine))]!;
  return {
    ownCosine: own,
    ownProbability: 1 / sum,
    closeness: closenessOf(near),
    nearest: { reference, cosine },
  };
}

/** Mean over the different references. */
function closenessOf(near: readonly { readonly group: number; readonly cosine: number }[]): number {
  const groups = new Map<number, number[]>();
  for (const { group, cosine } of near) groups.set(group, [...(groups.get(group) ?? []), cosine]);
  return mean([...groups.values()].map((each) => mean(each)));
}

/** Index of the largest, the first of equals. */
function bestOf(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
