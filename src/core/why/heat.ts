import { dot } from '../clip/similarity';
import type { PicturePlaces } from '../ports';
import { mean } from '../statistics/moments';
import { cellArea, valueAt, type HeatGrid } from './heatGrid';

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
  /** Parts of it looked at as if each were a whole picture: finer places. */
  readonly windows?: readonly PicturePlaces[];
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

/** Where in one picture a phrase is. Lists are by cell of its grid, row by row. */
export interface PictureHeat extends HeatGrid {
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
 * Logits of `presence` below which a phrase counts as not found: about one absent phrase in eight lies above it
 * (docs/where.md tells on which pictures it was measured). At twice as much a map is drawn in full.
 */
export const presenceFloor = 3.4;

/** Instead of 0. `Number.MIN_VALUE` is 0 itself where the processor was told to take subnormal numbers for that. */
const leastDivisor = 1e-100;

/** A place where the phrase is e^−10 as probable as what fits best is cold. */
const coldLogits = 10;

/** What the cells of one look at a picture, or at a part of it, say of a phrase. */
interface Look extends HeatGrid {
  /** ln p(phrase | place). */
  readonly logContrast: Float32Array;
  readonly evidence: Float32Array;
}

/** Maps of one phrase over several pictures. A map is the fainter the less speaks for the phrase being there at all. */
export function heatMaps(
  pictures: readonly LookedAt[],
  texts: HeatTexts,
  { method = 'product', logitScale }: { readonly method?: HeatMethod; readonly logitScale: number },
): PictureHeat[] {
  const looks = pictures.map(({ places, windows = [], whole }) => {
    const { look, lead } = lookOf(places, texts, logitScale);
    const ahead = dot(whole, texts.phrase) - mean(texts.neutral.map((text) => dot(whole, text)));
    const finer = windows.map((window) => lookOf(window, texts, logitScale).look);
    return {
      look: finer.length > 0 ? merged(places, [look, ...finer]) : look,
      presence: logitScale * ahead + lead,
    };
  });
  const most = Math.max(...looks.map(({ look }) => largest(look.evidence)), leastDivisor);
  const shapes = looks.map(({ look }) =>
    look.logContrast.map((logProbability, cell) => {
      const fit = Math.max(0, 1 + logProbability / coldLogits);
      const brought = Math.max(0, look.evidence[cell]!) / most;
      if (method === 'contrast') return fit;
      return method === 'evidence' ? brought : Math.sqrt(fit * brought);
    }),
  );
  const hottest = Math.max(...shapes.map(largest), leastDivisor);
  return looks.map(({ look: { seen, rows, columns, logContrast, evidence }, presence }, i) => {
    const strength = strengthOf(presence);
    return {
      ...{ seen, rows, columns, evidence, presence },
      values: shapes[i]!.map((value) => (strength * value) / hottest),
      contrast: logContrast.map(Math.exp),
      isFound: presence >= presenceFloor,
    };
  });
}

/** 0 to 1: how much of a map is drawn. */
function strengthOf(presence: number): number {
  return Math.min(1, Math.max(0, presence / (2 * presenceFloor)));
}

/** One look, and by how many logits its best place is nearer to the phrase than to anything else. */
function lookOf(
  { seen, rows, columns, features, evidence }: PicturePlaces,
  { phrase, rivals, neutral }: HeatTexts,
  logitScale: number,
): { readonly look: Look; readonly lead: number } {
  const logContrast = new Float32Array(rows * columns);
  let lead = -Infinity;
  for (let cell = 0; cell < logContrast.length; cell++) {
    const place = placeOf(features, phrase.length, cell);
    const own = logitScale * dot(place, phrase);
    const others = [...rivals, ...neutral].map((text) => logitScale * dot(place, text));
    const next = Math.max(...others);
    const most = Math.max(own, next);
    const sum = others.reduce((total, each) => total + Math.exp(each - most), Math.exp(own - most));
    logContrast[cell] = own - most - Math.log(sum);
    lead = Math.max(lead, own - next);
  }
  return { look: { seen, rows, columns, logContrast, evidence }, lead };
}

/** Several looks on one grid over the whole picture, of cells half as wide as those of the first: their mean at each place. */
function merged({ width, height, seen, rows, columns }: PicturePlaces, looks: readonly Look[]): Look {
  const [across, down] = [(seen.right - seen.left) / columns / 2, (seen.bottom - seen.top) / rows / 2];
  const grid: HeatGrid = {
    seen: { left: 0, top: 0, right: width, bottom: height },
    rows: Math.max(1, Math.round(height / down)),
    columns: Math.max(1, Math.round(width / across)),
  };
  const cells = grid.rows * grid.columns;
  const [logContrast, evidence] = [new Float32Array(cells), new Float32Array(cells)];
  for (let cell = 0; cell < cells; cell++) {
    const { left, top, right, bottom } = cellArea(grid, cell);
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const meanOf = (of: 'logContrast' | 'evidence'): number => {
      const found = looks.map((look) => valueAt(look, look[of], x, y)).filter((value) => value !== undefined);
      return found.length > 0 ? mean(found) : of === 'evidence' ? 0 : -coldLogits;
    };
    logContrast[cell] = meanOf('logContrast');
    evidence[cell] = meanOf('evidence');
  }
  return { ...grid, logContrast, evidence };
}

/** Windows along an edge at most: a picture may be a hundred times as long as it is wide. */
const mostAlong = 12;

/**
 * Windows over a picture, in shares of its edges: squares of half its shorter edge, each half over the next (NACLIP,
 * Hajimiri et al. 2025).
 */
export function heatWindows(width: number, height: number): HeatGrid['seen'][] {
  const side = Math.min(width, height) / 2;
  const along = (length: number): { readonly from: number; readonly to: number }[] => {
    const count = Math.min(mostAlong, Math.ceil((length - side) / (side / 2)) + 1);
    return Array.from({ length: count }, (_, i) => {
      const from = ((length - side) * i) / (count - 1);
      return { from: from / length, to: Math.min(1, (from + side) / length) };
    });
  };
  const across = along(width);
  return along(height).flatMap((down) =>
    across.map(({ from, to }) => ({ left: from, top: down.from, right: to, bottom: down.to })),
  );
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

function largest(values: Float32Array): number {
  return values.reduce((most, each) => Math.max(most, each), 0);
}
