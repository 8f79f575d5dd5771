import type { FileScore } from '../score/fileScore';
import { byGroup, groupCount } from '../score/pictureGroups';
import { crossFit, type CrossFitted } from '../statistics/crossFit';
import type { Steps } from '../steps';

/** Some of a file's pictures, with near-duplicates counted as one. */
export interface Sample {
  /** Indices in `FileScore.images`. */
  readonly columns: readonly number[];
  /** Of each column, numbered from 0. */
  readonly groups: Int32Array;
  /** How many different ones there are. */
  readonly different: number;
}

export function sampleOf({ images }: Pick<FileScore, 'images'>, columns: readonly number[]): Sample {
  const numbers = new Map<number, number>();
  const groups = Int32Array.from(columns, (column) => {
    const { group } = images[column]!;
    if (!numbers.has(group)) numbers.set(group, numbers.size);
    return numbers.get(group)!;
  });
  return { columns, groups, different: groupCount(groups) };
}

export function everyPicture(score: Pick<FileScore, 'images'>): Sample {
  return sampleOf(
    score,
    score.images.map((_, i) => i),
  );
}

/** A prompt's cosine with each different picture: the mean over near-duplicates. */
export function cosinesOf(
  { cosine, images }: FileScore,
  row: number,
  { columns, groups }: Sample,
): Float64Array {
  const at = row * images.length;
  return byGroup(
    Float32Array.from(columns, (column) => cosine[at + column]!),
    groups,
  );
}

/** The rows of a spell's different texts. */
export function textsOf({ prompts, spells }: FileScore, spell: number): number[] {
  return (spells[spell]?.rows ?? []).filter((row) => prompts[row]!.sameAs === row);
}

/** What a spell is worth on a sample, as it is ranked by: its best text, judged on pictures that did not choose it. */
export function* worthOf(score: FileScore, spell: number, sample: Sample): Steps<CrossFitted | undefined> {
  const texts = textsOf(score, spell);
  if (texts.length === 0 || sample.different === 0) return undefined;
  return yield* crossFit(texts.map((row) => cosinesOf(score, row, sample)));
}
