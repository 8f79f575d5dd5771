import type { RgbImage } from '../clip/preprocessing';
import type { PixelBox } from './paintOver';

/** What looks like a line of writing: its place in the picture that was looked at, and its letters' shapes. */
export interface TextRegion extends PixelBox {
  /** Shapes that stand in a line like letters; joined letters are one. */
  readonly letters: number;
  /** Where there is ink: 1 for each pixel of the box, row-major. */
  readonly ink: Uint8Array;
}

/** Levels, of 0…255, that part ink from ground in each channel. */
const levels = [40, 80, 120, 160, 200];
/** Lines that are told of one picture. */
const mostRegions = 40;
/** Shapes of one level that are compared with each other. */
const mostShapes = 600;

/** Of shapes that may be letters; lengths in parts of the shape's height unless they say otherwise. */
const letter = {
  /** Of the picture's shorter edge. */
  lowest: 0.02,
  highest: 0.4,
  narrowest: 0.08,
  widest: 4.5,
  /** Ink in its box. */
  sparsest: 0.12,
  densest: 0.95,
  boldest: 0.38,
} as const;

/** Of two shapes that stand beside each other in a word. */
const neighbours = {
  heights: 2.1,
  strokes: 2.2,
  /** Of the greater height. */
  gap: 0.75,
  overlap: 0.45,
  /** Of each channel, 0…255. */
  colours: 70,
} as const;

/** Connected pixels on one side of a level. */
interface Shape {
  readonly label: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
  area: number;
  edges: number;
  readonly colour: [number, number, number];
}

/**
 * Finds lines of writing by what all writing shares: three or more separate shapes of one colour, one stroke and one
 * height stand beside each other. Knows no letters, so it reads no word, and takes for writing what is made alike.
 * One level of a channel is a step.
 * @param image of a size that bounds time and memory: see `viewOf`
 */
export function* textRegions(image: RgbImage): Generator<void, TextRegion[]> {
  const found: TextRegion[] = [];
  for (let channel = 0; channel < 3; channel++) {
    for (const level of levels) {
      const { labels, shapes } = shapesAt(image, channel, level);
      const letters = shapes.filter((shape) => isLetterLike(shape, image)).slice(0, mostShapes);
      for (const line of linesOf(letters))
        found.push(regionOf(withDots(line, shapes), line.length, labels, image.width));
      yield;
    }
  }
  return distinct(found);
}

function shapesAt(
  { width, height, data }: RgbImage,
  channel: number,
  level: number,
): {
  labels: Int32Array;
  shapes: Shape[];
} {
  const count = width * height;
  const above = new Uint8Array(count);
  for (let i = 0, from = channel; i < count; i++, from += 3) above[i] = data[from]! > level ? 1 : 0;
  const labels = new Int32Array(count).fill(-1);
  const stack = new Int32Array(count);
  const shapes: Shape[] = [];
  for (let start = 0; start < count; start++) {
    if (labels[start] !== -1) continue;
    const label = shapes.length;
    const side = above[start];
    const shape: Shape = {
      label,
      left: width,
      top: height,
      right: 0,
      bottom: 0,
      area: 0,
      edges: 0,
      colour: [0, 0, 0],
    };
    let depth = 0;
    labels[start] = label;
    stack[depth++] = start;
    while (depth > 0) {
      const at = stack[--depth]!;
      const y = Math.floor(at / width);
      const x = at - y * width;
      shape.area++;
      if (x < shape.left) shape.left = x;
      if (x >= shape.right) shape.right = x + 1;
      if (y < shape.top) shape.top = y;
      if (y >= shape.bottom) shape.bottom = y + 1;
      for (let c = 0; c < 3; c++) shape.colour[c]! += data[at * 3 + c]!;
      for (let d = 0; d < 4; d++) {
        const inside = d === 0 ? x > 0 : d === 1 ? x < width - 1 : d === 2 ? y > 0 : y < height - 1;
        const next = at + (d === 0 ? -1 : d === 1 ? 1 : d === 2 ? -width : width);
        if (!inside || above[next] !== side) shape.edges++;
        else if (labels[next] === -1) {
          labels[next] = label;
          stack[depth++] = next;
        }
      }
    }
    for (let c = 0; c < 3; c++) shape.colour[c]! /= shape.area;
    shapes.push(shape);
  }
  return { labels, shapes };
}

/** Width of a shape's strokes, in pixels: a long stroke's area is half of its outline times its width. */
const strokeOf = ({ area, edges }: Shape): number => (2 * area) / edges;
const heightOf = ({ top, bottom }: Shape): number => bottom - top;
const widthOf = ({ left, right }: Shape): number => right - left;

function isLetterLike(shape: Shape, { width, height }: RgbImage): boolean {
  const shorter = Math.min(width, height);
  const tall = heightOf(shape);
  const wide = widthOf(shape);
  if (tall < Math.max(5, letter.lowest * shorter) || tall > letter.highest * shorter) return false;
  if (wide < letter.narrowest * tall || wide > letter.widest * tall) return false;
  const ink = shape.area / (tall * wide);
  if (ink < letter.sparsest || (ink > letter.densest && wide > 0.45 * tall)) return false;
  return strokeOf(shape) <= letter.boldest * tall;
}

/** Chains of shapes that stand beside each other, left to right. */
function linesOf(shapes: readonly Shape[]): Shape[][] {
  const sorted = [...shapes].sort((a, b) => a.left - b.left);
  const lines: Shape[][] = [];
  for (const shape of sorted) {
    const line = lines.find((each) => each.slice(-3).some((other) => isBeside(other, shape)));
    if (line) line.push(shape);
    else lines.push([shape]);
  }
  return lines.filter((line) => line.length >= 3 && isEven(line));
}

function isBeside(a: Shape, b: Shape): boolean {
  const [tallA, tallB] = [heightOf(a), heightOf(b)];
  const taller = Math.max(tallA, tallB);
  if (taller > neighbours.heights * Math.min(tallA, tallB)) return false;
  const [strokeA, strokeB] = [strokeOf(a), strokeOf(b)];
  if (Math.max(strokeA, strokeB) > neighbours.strokes * Math.min(strokeA, strokeB)) return false;
  if (b.left - a.right > neighbours.gap * taller) return false;
  const overlap = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (overlap < neighbours.overlap * Math.min(tallA, tallB)) return false;
  if (a.colour.some((value, c) => Math.abs(value - b.colour[c]!) > neighbours.colours)) return false;
  // One inside the other: a letter's counter, an eye.
  return !(b.right <= a.right && b.top >= a.top && b.bottom <= a.bottom);
}

/** A line is wider than high. */
function isEven(line: readonly Shape[]): boolean {
  const { left, top, right, bottom } = boxOf(line);
  return right - left >= 1.2 * (bottom - top);
}

/** A line with what belongs to its letters without being like one: dots, accents, letters that touch something. */
function withDots(line: readonly Shape[], shapes: readonly Shape[]): Shape[] {
  const box = boxOf(line);
  const tall = box.bottom - box.top;
  const colour = [0, 1, 2].map((c) => line.reduce((sum, each) => sum + each.colour[c]!, 0) / line.length);
  const known = new Set(line);
  const dots = shapes.filter(
    (shape) =>
      !known.has(shape) &&
      shape.area >= 3 &&
      heightOf(shape) <= 1.3 * tall &&
      widthOf(shape) <= 1.5 * tall &&
      shape.left >= box.left - 0.6 * tall &&
      shape.right <= box.right + 0.6 * tall &&
      shape.top >= box.top - 0.45 * tall &&
      shape.bottom <= box.bottom + 0.45 * tall &&
      shape.colour.every((value, c) => Math.abs(value - colour[c]!) <= neighbours.colours / 2),
  );
  return [...line, ...dots];
}

function boxOf(shapes: readonly Shape[]): PixelBox {
  return {
    left: Math.min(...shapes.map((each) => each.left)),
    top: Math.min(...shapes.map((each) => each.top)),
    right: Math.max(...shapes.map((each) => each.right)),
    bottom: Math.max(...shapes.map((each) => each.bottom)),
  };
}

function regionOf(line: readonly Shape[], letters: number, labels: Int32Array, width: number): TextRegion {
  const { left, top, right, bottom } = boxOf(line);
  const members = new Set(line.map(({ label }) => label));
  const ink = new Uint8Array((right - left) * (bottom - top));
  for (let y = top, at = 0; y < bottom; y++)
    for (let x = left; x < right; x++, at++) if (members.has(labels[y * width + x]!)) ink[at] = 1;
  return { left, top, right, bottom, letters, ink };
}

/** Of regions that overlap the one with the most letters stays. */
function distinct(regions: readonly TextRegion[]): TextRegion[] {
  const kept: TextRegion[] = [];
  for (const region of [...regions].sort((a, b) => b.letters - a.letters || sizeOf(b) - sizeOf(a))) {
    if (kept.length === mostRegions) break;
    if (!kept.some((other) => overlaps(region, other))) kept.push(region);
  }
  return kept;
}

const sizeOf = ({ left, top, right, bottom }: TextRegion): number => (right - left) * (bottom - top);

function overlaps(a: TextRegion, b: TextRegion): boolean {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return wide > 0 && tall > 0 && wide * tall > 0.3 * Math.min(sizeOf(a), sizeOf(b));
}
