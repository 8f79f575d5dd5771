import { canDraw, cutToInk, drawWord, enclosedBy, enclosedGrounds, type Ink } from './strokeAlphabet';

/** A word and how far its drawing is from what is written: 0 for the same shape. */
export interface Reading {
  readonly word: string;
  readonly distance: number;
}

/** Columns that every shape is brought to, so that wide and narrow fonts compare. */
const columns = 72;
/** Parts of the height in which ink is counted. */
const zones = 6;
/** How far columns may be moved against each other, of `columns`: letters have other widths in other fonts. */
const band = 9;
/** How much wider or narrower a font may set a word than our alphabet does. */
const stretch = 1.9;
/** Pen widths, in the alphabet's units: of light and of bold fonts. */
const pens = [0.9, 1.6];

/** Of the height's square: smaller pieces of ground are gaps of a coarse picture. */
const leastGround = 0.002;
/** What each enclosed piece of ground too many or too few adds to the distance, and how many may be. */
const groundCost = 0.15;
const mostGrounds = 2;

/** Per column: ink of each zone, upper edge, lower edge, changes between ink and none. */
const features = zones + 3;

/**
 * Which of some words is written there, by its shape alone (word spotting: Rath and Manmatha 2003, profiles of columns
 * compared by dynamic time warping) and by the pieces of ground that it encloses, nearest first. Words that our alphabet cannot draw are left out; what is written may
 * also be none of them. One word is a step.
 * @param most words that are farther away are told as Infinity
 */
export function* readInk(
  written: Ink,
  words: readonly string[],
  most = Infinity,
): Generator<void, Reading[]> {
  const ink = upright(written);
  if (ink.width === 0) return [];
  const shape = shapeOf(ink);
  const aspect = ink.width / ink.height;
  const grounds = enclosedGrounds(written, leastGround * ink.height ** 2);
  const readings: Reading[] = [];
  for (const word of words) {
    if (canDraw(word)) {
      const distances = drawingsOf(word).map((drawn) => {
        const ratio = drawn.aspect / aspect;
        const off = Math.abs(drawn.grounds - grounds);
        if (ratio > stretch || ratio < 1 / stretch || off > mostGrounds) return Infinity;
        return warped(shape, drawn.shape, most - off * groundCost) + off * groundCost;
      });
      readings.push({ word, distance: Math.min(...distances) });
    }
    yield;
  }
  return readings.sort((a, b) => a.distance - b.distance);
}

interface Drawing {
  readonly aspect: number;
  readonly grounds: number;
  readonly shape: Float32Array;
}

/** Drawings that were made already: every line is compared with the same words. */
const drawings = new Map<string, readonly Drawing[]>();
const mostDrawings = 2000;

function drawingsOf(word: string): readonly Drawing[] {
  const known = drawings.get(word);
  if (known) return known;
  const made = lettersOf(word).flatMap((letters) =>
    pens.map((pen) => {
      const drawn = drawWord(letters, 5, pen);
      return {
        aspect: drawn.width / drawn.height,
        grounds: enclosedBy(letters),
        shape: shapeOf(drawn),
      };
    }),
  );
  if (drawings.size >= mostDrawings) drawings.clear();
  drawings.set(word, made);
  return made;
}

/** A word as it may be written: small, with a capital, in capitals. */
function lettersOf(word: string): string[] {
  const small = word.toLowerCase();
  return [...new Set([small, small[0]!.toUpperCase() + small.slice(1), small.toUpperCase()])];
}

/** Slopes of a line against the picture's edge, and slants of its letters, that are made up for. */
const slopes = { most: 0.16, step: 0.02 };
const slants = { most: 0.4, step: 0.05 };

/** The writing as if it stood level and upright: so that rows, then columns, are as full or as empty as can be. */
function upright(written: Ink): Ink {
  const level = sharpest(cutToInk(written), slopes, shearedDown, rowSums);
  return cutToInk(sharpest(level, slants, shearedAcross, columnSums));
}

function sharpest(
  ink: Ink,
  { most, step }: { readonly most: number; readonly step: number },
  sheared: (ink: Ink, by: number) => Ink,
  sums: (ink: Ink) => Float64Array,
): Ink {
  let best = ink;
  // What is level already stays so, unless another is clearly better.
  let sharpness = 1.03 * squares(sums(ink));
  for (let by = -most; by <= most + 1e-9; by += step) {
    if (Math.abs(by) < step / 2 || ink.width === 0) continue;
    const other = sheared(ink, by);
    const found = squares(sums(other));
    if (found > sharpness) [best, sharpness] = [other, found];
  }
  return best;
}

const squares = (sums: Float64Array): number => sums.reduce((sum, each) => sum + each * each, 0);

function shearedDown(ink: Ink, by: number): Ink {
  const height = ink.height + Math.ceil(Math.abs(by) * ink.width);
  const offset = by < 0 ? -by * ink.width : 0;
  return moved(ink, ink.width, height, (x, y) => [x, y + Math.floor(offset + by * x)]);
}

function shearedAcross(ink: Ink, by: number): Ink {
  const width = ink.width + Math.ceil(Math.abs(by) * ink.height);
  const offset = by < 0 ? -by * ink.height : 0;
  return moved(ink, width, ink.height, (x, y) => [x + Math.floor(offset + by * y), y]);
}

function moved(
  from: Ink,
  width: number,
  height: number,
  to: (x: number, y: number) => [number, number],
): Ink {
  const ink = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < from.height; y++) {
    for (let x = 0; x < from.width; x++, at++) {
      if (from.ink[at] === 0) continue;
      const [column, row] = to(x, y);
      if (column < width && row < height) ink[row * width + column] = 1;
    }
  }
  return { width, height, ink };
}

function rowSums({ width, height, ink }: Ink): Float64Array {
  const sums = new Float64Array(height);
  for (let at = 0; at < ink.length; at++) sums[Math.floor(at / width)]! += ink[at]!;
  return sums;
}

function columnSums({ width, ink }: Ink): Float64Array {
  const sums = new Float64Array(width);
  for (let at = 0; at < ink.length; at++) sums[at % width]! += ink[at]!;
  return sums;
}

function shapeOf({ width, height, ink }: Ink): Float32Array {
  const shape = new Float32Array(columns * features);
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * width) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * width) / columns));
    const at = column * features;
    let [upper, lower, changes] = [height, 0, 0];
    for (let x = from; x < to; x++) {
      let before = 0;
      for (let y = 0; y < height; y++) {
        const is = ink[y * width + x]!;
        if (is === 1) {
          const zone = Math.floor((y * zones) / height);
          shape[at + zone]! += zones / (height * (to - from));
          upper = Math.min(upper, y);
          lower = Math.max(lower, y + 1);
        }
        if (is !== before) changes += 1 / (to - from);
        before = is;
      }
    }
    shape[at + zones] = upper / height;
    shape[at + zones + 1] = lower / height;
    shape[at + zones + 2] = Math.min(1, changes / 6);
  }
  return shape;
}

/**
 * Mean distance of columns along the best way to move them against each other.
 * @param most Infinity where it is more: the rest of the columns cannot bring it down again
 */
function warped(a: Float32Array, b: Float32Array, most: number): number {
  let [before, row] = [new Float64Array(columns + 1).fill(Infinity), new Float64Array(columns + 1)];
  before[0] = 0;
  for (let i = 1; i <= columns; i++) {
    row.fill(Infinity);
    let least = Infinity;
    for (let j = Math.max(1, i - band); j <= Math.min(columns, i + band); j++) {
      let distance = 0;
      for (let f = 0; f < features; f++) {
        const off = a[(i - 1) * features + f]! - b[(j - 1) * features + f]!;
        distance += off * off;
      }
      row[j] = distance + Math.min(before[j - 1]!, before[j]! + 0.02, row[j - 1]! + 0.02);
      least = Math.min(least, row[j]!);
    }
    if (least > most * columns) return Infinity;
    [before, row] = [row, before];
  }
  return before[columns]! / columns;
}
