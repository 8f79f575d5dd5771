import { dot } from '../clip/similarity';
import type { PicturePlaces } from '../ports';
import { mean } from '../statistics/moments';

/**
 * Where in pictures a phrase is: for each place, how much it shows the phrase rather than anything else that is named
 * (contrast), and what it brought towards the phrase (evidence).
 */

export const heatMethods = ['product', 'contrast', 'evidence'] as const;
/** What a map shows; `product` is the geometric mean of the two others. */
export type HeatMethod = (typeof heatMethods)[number];

/** A picture whose places were looked at, with the evidence of one text: the phrase. */
export interface LookedAt {
  readonly places: PicturePlaces;
  /** Embedding of the whole picture, of unit length. */
  readonly whole: Float32Array;
}

/** Embeddings of unit length. */
export interface HeatTexts {
  readonly phrase: Float32Array;
  /** Other phrases that a place may show instead. */
  readonly rivals: readonly Float32Array[];
  /** Texts that could be said of any place; at least one. */
  readonly neutral: readonly Float32Array[];
}

/** Where in one picture a phrase is. Lists are by cell, row by row. */
export interface PictureHeat {
  /** 0 to 1, on one scale for all pictures of the phrase. */
  readonly values: Float32Array;
  /** p(phrase | place) among the phrase, its rivals and the neutral texts. */
  readonly contrast: Float32Array;
  /** What the place brought to the cosine of the whole picture with the phrase; below 0 where it took away. */
  readonly evidence: Float32Array;
  /**
   * How much speaks for it that the picture shows the phrase at all, in logits: how far the whole picture is nearer to it
   * than to neutral texts in the mean, and the best place nearer to it than to anything else.
   */
  readonly presence: number;
  /** `presence` is above the floor. */
  readonly isFound: boolean;
}

/**
 * Logits of `presence` below which a phrase counts as not found: one absent phrase in ten lies above it
 * (docs/where.md tells on which pictures it was measured). At twice as much a map is drawn in full.
 */
export const presenceFloor = 3.4;

/** A place where the phrase is e^−10 as probable as what fits best is cold. */
const coldLogits = 10;

/** Maps of one phrase over several pictures. A map is the fainter the less speaks for the phrase being there at all. */
export function heatMaps(
  pictures: readonly LookedAt[],
  texts: HeatTexts,
  { method = 'product', logitScale }: { readonly method?: HeatMethod; readonly logitScale: number },
): PictureHeat[] {
  const seen = pictures.map((picture) => {
    const { margins, logContrast } = contrastOf(picture.places, texts, logitScale);
    const whole =
      dot(picture.whole, texts.phrase) - mean(texts.neutral.map((text) => dot(picture.whole, text)));
    return { picture, logContrast, presence: logitScale * whole + Math.max(...margins) };
  });
  const most = Math.max(...seen.map(({ picture }) => Math.max(...picture.places.evidence)), Number.MIN_VALUE);
  const shapes = seen.map(({ picture, logContrast }) =>
    logContrast.map((logProbability, cell) => {
      const fit = Math.max(0, 1 + logProbability / coldLogits);
      const brought = Math.max(0, picture.places.evidence[cell]!) / most;
      if (method === 'contrast') return fit;
      return method === 'evidence' ? brought : Math.sqrt(fit * brought);
    }),
  );
  const hottest = Math.max(...shapes.map((shape) => Math.max(...shape)), Number.MIN_VALUE);
  return seen.map(({ picture, logContrast, presence }, i) => {
    const strength = strengthOf(presence);
    return {
      values: shapes[i]!.map((value) => (strength * value) / hottest),
      contrast: logContrast.map(Math.exp),
      evidence: picture.places.evidence,
      presence,
      isFound: presence >= presenceFloor,
    };
  });
}

/** 0 to 1: how much of a map is drawn. */
function strengthOf(presence: number): number {
  return Math.min(1, Math.max(0, presence / (2 * presenceFloor)));
}

/** For each place the logarithm of p(phrase | place), and by how many logits the phrase is before all others. */
function contrastOf(
  { rows, columns, features }: PicturePlaces,
  { phrase, rivals, neutral }: HeatTexts,
  logitScale: number,
): { readonly logContrast: Float32Array; readonly margins: Float32Array } {
  const cells = rows * columns;
  const [logContrast, margins] = [new Float32Array(cells), new Float32Array(cells)];
  for (let cell = 0; cell < cells; cell++) {
    const place = placeOf(features, phrase.length, cell);
    const own = logitScale * dot(place, phrase);
    const others = [...rivals, ...neutral].map((text) => logitScale * dot(place, text));
    const most = Math.max(...others);
    margins[cell] = own - most;
    const sum = others.reduce((total, each) => total + Math.exp(each - most), Math.exp(own - most));
    logContrast[cell] = own - most - Math.log(sum);
  }
  return { logContrast, margins };
}

/** How probable each text is at one place, among all of them. Sums to 1. */
export function fitsAt(
  { features }: Pick<PicturePlaces, 'features'>,
  cell: number,
  texts: readonly Float32Array[],
  logitScale: number,
): number[] {
  const logits = texts.map((text) => logitScale * dot(placeOf(features, text.length, cell), text));
  const most = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function placeOf(features: Float32Array, width: number, cell: number): Float32Array {
  return features.subarray(cell * width, (cell + 1) * width);
}
