/**
 * An alphabet of strokes, so that words can be drawn where no font can be counted on: letters as a pen writes them, without
 * serifs. Latin letters without accents, and digits; no others.
 *
 * A stroke is a row of points `xy`: x from the letter's left edge, y from 0 (the lowest descender) over 2 (the baseline) and
 * 7 (small letters) to 9 (capitals).
 */
const strokes: Readonly<Record<string, string>> = {
  a: '06 17 37 46 42/45 15 04 03 12 32 43',
  b: '09 02/06 17 37 46 43 32 12 03',
  c: '46 37 17 06 03 12 32 43',
  d: '49 42/46 37 17 06 03 12 32 43',
  e: '05 45 46 37 17 06 03 12 32 43',
  f: '39 29 18 12/07 37',
  g: '47 41 30 10 01/46 37 17 06 03 12 32 43',
  h: '09 02/06 17 37 46 42',
  i: '07 02/09 09',
  j: '17 11 00/19 19',
  k: '09 02/04 37/15 32',
  l: '09 02',
  m: '07 02/06 17 27 36 32/36 47 57 66 62',
  n: '07 02/06 17 37 46 42',
  o: '46 37 17 06 03 12 32 43 46',
  p: '07 00/06 17 37 46 43 32 12 03',
  q: '47 40/46 37 17 06 03 12 32 43',
  r: '07 02/05 17 37',
  s: '46 37 17 06 15 34 43 32 12 03',
  t: '19 13 22 32/07 37',
  u: '07 03 12 32 43/47 42',
  v: '07 22 47',
  w: '07 22 37 42 67',
  x: '07 42/47 02',
  y: '07 22/47 10',
  z: '07 47 02 42',
  A: '02 39 62/14 54',
  B: '02 09 39 48 47 36 06/36 45 43 32 02',
  C: '58 49 19 08 03 12 42 53',
  D: '02 09 39 58 53 32 02',
  E: '42 02 09 49/06 36',
  F: '02 09 49/06 36',
  G: '58 49 19 08 03 12 42 53 55 35',
  H: '02 09/52 59/06 56',
  I: '09 02',
  J: '39 33 22 12 03',
  K: '02 09/04 59/25 52',
  L: '09 02 42',
  M: '02 09 35 69 62',
  N: '02 09 52 59',
  O: '58 49 19 08 03 12 42 53 58',
  P: '02 09 39 48 46 35 05',
  Q: '58 49 19 08 03 12 42 53 58/34 52',
  R: '02 09 39 48 46 35 05/25 52',
  S: '58 49 19 08 07 16 45 54 53 42 12 03',
  T: '09 69/39 32',
  U: '09 03 12 42 53 59',
  V: '09 32 69',
  W: '09 22 47 62 89',
  X: '09 52/59 02',
  Y: '09 35 69/35 32',
  Z: '09 59 02 52',
  '0': '48 39 19 08 03 12 32 43 48',
  '1': '07 29 22',
  '2': '08 19 39 48 46 02 42',
  '3': '08 19 39 48 47 36 45 43 32 12 03/16 36',
  '4': '32 39 04 54',
  '5': '49 09 06 36 45 43 32 12 03',
  '6': '48 39 19 08 03 12 32 43 45 36 16 05',
  '7': '09 49 12',
  '8': '16 07 08 19 39 48 47 36 16 05 03 12 32 43 45 36',
  '9': '03 12 32 43 48 39 19 08 06 15 35 46',
};

/** Grounds that a letter's ink encloses, in nearly every font; letters that are not here enclose none. */
const enclosed: Readonly<Record<string, number>> = {
  ...{ a: 1, b: 1, d: 1, e: 1, g: 1, o: 1, p: 1, q: 1 },
  ...{ A: 1, B: 2, D: 1, O: 1, P: 1, Q: 1, R: 1 },
  ...{ 0: 1, 4: 1, 6: 1, 8: 2, 9: 1 },
};

/** How many pieces of ground the letters of a word enclose with their ink. */
export const enclosedBy = (word: string): number =>
  [...word].reduce((sum, letter) => sum + (enclosed[letter] ?? 0), 0);

/** Between two letters, of the alphabet's units. */
const spacing = 1.6;

type Point = readonly [number, number];

/** What is ink (1) and what is not (0), row-major. */
export interface Ink {
  readonly width: number;
  readonly height: number;
  readonly ink: Uint8Array;
}

/** Whether every letter of the word can be drawn. */
export const canDraw = (word: string): boolean =>
  word !== '' && [...word].every((letter) => Object.hasOwn(strokes, letter));

/**
 * Draws a word, cut to its ink.
 * @param word that `canDraw`
 * @param scale pixels of a unit; a capital is 7 units high
 * @param pen width of the strokes in units
 */
export function drawWord(word: string, scale: number, pen: number): Ink {
  const lines: (readonly [Point, Point])[] = [];
  let at = pen / 2;
  for (const letter of word) {
    let widest = 0;
    for (const stroke of strokes[letter]!.split('/')) {
      const points = stroke.split(' ').map((point): Point => [Number(point[0]), Number(point[1])]);
      for (const [i, [x, y]] of points.slice(1).entries()) {
        const [fromX, fromY] = points[i]!;
        lines.push([
          [at + fromX, 9 - fromY + pen / 2],
          [at + x, 9 - y + pen / 2],
        ]);
        widest = Math.max(widest, x, fromX);
      }
    }
    at += widest + spacing;
  }
  const width = Math.ceil((at - spacing + pen / 2) * scale);
  const height = Math.ceil((9 + pen) * scale);
  const ink = new Uint8Array(width * height);
  for (const [from, to] of lines) drawLine(ink, width, height, from, to, scale, pen / 2);
  return cutToInk({ width, height, ink });
}

function drawLine(
  ink: Uint8Array,
  width: number,
  height: number,
  [fromX, fromY]: Point,
  [toX, toY]: Point,
  scale: number,
  radius: number,
): void {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const square = alongX * alongX + alongY * alongY;
  const range = (a: number, b: number, size: number): readonly [number, number] => [
    Math.max(0, Math.floor((Math.min(a, b) - radius) * scale)),
    Math.min(size, Math.ceil((Math.max(a, b) + radius) * scale)),
  ];
  const [left, right] = range(fromX, toX, width);
  const [top, bottom] = range(fromY, toY, height);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const [offX, offY] = [(x + 0.5) / scale - fromX, (y + 0.5) / scale - fromY];
      const t = square === 0 ? 0 : Math.min(1, Math.max(0, (offX * alongX + offY * alongY) / square));
      const [dx, dy] = [offX - t * alongX, offY - t * alongY];
      if (dx * dx + dy * dy <= radius * radius) ink[y * width + x] = 1;
    }
  }
}

/** The part of it that has ink. */
export function cutToInk({ width, height, ink }: Ink): Ink {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (ink[at] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  if (right <= left) return { width: 0, height: 0, ink: new Uint8Array(0) };
  const cut = new Uint8Array((right - left) * (bottom - top));
  for (let y = top; y < bottom; y++)
    cut.set(ink.subarray(y * width + left, y * width + right), (y - top) * (right - left));
  return { width: right - left, height: bottom - top, ink: cut };
}

/**
 * Pieces of ground that ink encloses: two of "B", none of "C".
 * @param least pixels of a piece that counts
 */
export function enclosedGrounds({ width, height, ink }: Ink, least: number): number {
  const edge = width + 2;
  const isInk = new Uint8Array(edge * (height + 2));
  for (let y = 0; y < height; y++) isInk.set(ink.subarray(y * width, (y + 1) * width), (y + 1) * edge + 1);
  const stack: number[] = [];
  // The ground around the ink is found first, and is enclosed by none.
  let count = -1;
  for (let start = 0; start < isInk.length; start++) {
    if (isInk[start] !== 0) continue;
    let size = 0;
    isInk[start] = 1;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      size++;
      const x = at % edge;
      for (const next of [at - edge, at + edge, x > 0 ? at - 1 : -1, x < edge - 1 ? at + 1 : -1]) {
        if (isInk[next] !== 0) continue;
        isInk[next] = 1;
        stack.push(next);
      }
    }
    if (count === -1 || size >= least) count++;
  }
  return count;
}
