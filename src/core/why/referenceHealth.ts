import { seenArea } from '../clip/frame';
import type { Framing } from '../clip/preprocessing';
import { dot } from '../clip/similarity';
import type { PictureArea } from '../ports';
import type { Steps } from '../steps';
import { nearDuplicate } from '../score/pictureGroups';

/** What is the matter with one reference picture, as the checkpoint sees it. */
export type HealthMark =
  /** Counts as one picture together with another. */
  | { readonly code: 'near-duplicate'; readonly other: number; readonly cosine: number }
  /** No spell of the file tells it from another: the most that one does, as p of the two pictures. */
  | { readonly code: 'confusable'; readonly other: number; readonly most: number }
  /** The model's input has more pixels than what is seen of it. */
  | { readonly code: 'too-small'; readonly edge: number; readonly input: number }
  /** Part of it that the crop drops. */
  | { readonly code: 'cropped'; readonly dropped: number }
  /** Unlike the others: its mean cosine with them, and what is usual among them. */
  | { readonly code: 'outlier'; readonly cosine: number; readonly usual: number; readonly pictures: number }
  /** Part of what is seen that lies in lines of writing. */
  | { readonly code: 'mostly-text'; readonly share: number; readonly lines: number }
  /** A word of the file stands in it, and does not win. */
  | {
      readonly code: 'word-written';
      readonly word: string;
      readonly area: PictureArea;
      readonly probability: number;
      readonly probabilityWithout: number;
    }
  /** It is taken for a word that stands in it; without the writing another word fits best. */
  | {
      readonly code: 'word-takes-over';
      readonly word: string;
      readonly instead: string;
      readonly area: PictureArea;
      readonly probability: number;
      readonly probabilityWithout: number;
    };

export type HealthCode = HealthMark['code'];

/** Of fewer different pictures nobody can say which is unlike the others. */
export const fewestForOutlier = 5;
/** Of fewer different texts nobody can say that none tells two pictures apart. */
export const fewestForConfusable = 3;
/** Pictures of more than this are not compared in pairs. */
export const mostPaired = 300;

/** A mean cosine so many robust standard deviations below the median of the others' is an outlier's. */
const outlierDeviations = 2.8;
/** Of few pictures that happen to be much alike the deviation comes out as next to nothing. */
const leastDeviation = 0.08;
/** p of two pictures for one text, from which the text tells them apart. */
const toldApart = 0.9;
/** A crop that drops less is no news: 4 : 3 drops a quarter. */
const mostDropped = 0.26;
/** Lines of writing, and the part of the picture that they lie in, from which it is mostly text. */
const textLines = 3;
const textShare = 0.25;

/** What is known of a picture without looking at its pixels again. */
export interface KnownPicture {
  readonly width: number;
  readonly height: number;
  /** Unit length. */
  readonly embedding: Float32Array;
  /** Of `pictureGroups`. */
  readonly group: number;
}

/** What of a picture is seen, and how much is not. */
export interface Crop {
  readonly seen: PictureArea;
  /** Part of the picture's area, 0…1. */
  readonly dropped: number;
}

export function cropOf({ width, height }: { width: number; height: number }, framing: Framing): Crop {
  const seen = seenArea({ width, height }, framing);
  const wide = Math.min(width, seen.right) - Math.max(0, seen.left);
  const tall = Math.min(height, seen.bottom) - Math.max(0, seen.top);
  return { seen, dropped: Math.max(0, 1 - (wide * tall) / (width * height)) };
}

/** Marks by size: what the crop drops, and pictures that have to be enlarged. */
export function sizeMarks(
  picture: { readonly width: number; readonly height: number },
  imageSize: number,
  framing: Framing | undefined,
): HealthMark[] {
  const edge = Math.min(picture.width, picture.height);
  const dropped = framing ? cropOf(picture, framing).dropped : 0;
  return [
    ...(edge < imageSize ? [{ code: 'too-small' as const, edge, input: imageSize }] : []),
    ...(dropped > mostDropped ? [{ code: 'cropped' as const, dropped }] : []),
  ];
}

/**
 * Marks by comparison with the other pictures, for each picture. One picture is a step.
 * @param cosines of the spells' different texts with the pictures, row-major texts × pictures
 */
export function* comparedMarks(
  pictures: readonly KnownPicture[],
  cosines: Float32Array,
  logitScale: number,
): Steps<HealthMark[][]> {
  const marks: HealthMark[][] = pictures.map(() => []);
  if (pictures.length > mostPaired) return marks;
  const outliers = yield* outlierMarks(pictures);
  const texts = pictures.length === 0 ? 0 : cosines.length / pictures.length;
  for (const [i, picture] of pictures.entries()) {
    const outlier = outliers[i];
    if (outlier) marks[i]!.push(outlier);
    let [duplicate, nearest] = [-1, nearDuplicate as number];
    let [confused, least] = [-1, toldApart];
    for (const [j, other] of pictures.entries()) {
      if (i === j) continue;
      if (picture.group === other.group) {
        const cosine = dot(picture.embedding, other.embedding);
        if (duplicate === -1 || cosine > nearest) [duplicate, nearest] = [j, cosine];
      } else if (texts >= fewestForConfusable) {
        const most = mostTold(i, j, cosines, pictures.length, logitScale);
        if (most < least) [confused, least] = [j, most];
      }
    }
    if (duplicate !== -1) marks[i]!.push({ code: 'near-duplicate', other: duplicate, cosine: nearest });
    if (confused !== -1) marks[i]!.push({ code: 'confusable', other: confused, most: least });
    yield;
  }
  return marks;
}

/** The largest p that any text gives to one of two pictures: a softmax over the two. */
export function mostTold(
  i: number,
  j: number,
  cosines: Float32Array,
  pictures: number,
  logitScale: number,
): number {
  let apart = 0;
  for (let row = 0; row < cosines.length; row += pictures)
    apart = Math.max(apart, Math.abs(cosines[row + i]! - cosines[row + j]!));
  return 1 / (1 + Math.exp(-logitScale * apart));
}

/** Near-duplicates stand for one picture, so that two alike outliers do not vouch for each other. */
function* outlierMarks(pictures: readonly KnownPicture[]): Steps<(HealthMark | undefined)[]> {
  const means: number[] = [];
  for (const picture of pictures) {
    const others = new Map<number, number[]>();
    for (const other of pictures) {
      if (other.group === picture.group) continue;
      const same = others.get(other.group) ?? [];
      same.push(dot(picture.embedding, other.embedding));
      others.set(other.group, same);
    }
    means.push(mean([...others.values()].map(mean)));
    yield;
  }
  const count = new Set(pictures.map(({ group }) => group)).size;
  return pictures.map((_, i) => {
    if (count < fewestForOutlier) return undefined;
    const others = means.filter((_, j) => pictures[j]!.group !== pictures[i]!.group);
    const usual = median(others);
    const deviation = 1.4826 * median(others.map((each) => Math.abs(each - usual)));
    const isOut = usual - means[i]! > outlierDeviations * Math.max(leastDeviation, deviation);
    return isOut ? { code: 'outlier', cosine: means[i]!, usual, pictures: count } : undefined;
  });
}

/** A picture in which writing takes most of the place. */
export function textMarks(writtenShare: number, lineCount: number): HealthMark[] {
  return lineCount >= textLines && writtenShare >= textShare
    ? [{ code: 'mostly-text', share: writtenShare, lines: lineCount }]
    : [];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
