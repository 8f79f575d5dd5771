import type { PictureArea } from '../ports';

/** Cells over a part of a picture, row by row from the top left. */
export interface HeatGrid {
  /** What the cells cover, in pixels of the upright picture; beyond its edge where the tower adds a border. */
  readonly seen: PictureArea;
  readonly rows: number;
  readonly columns: number;
}

/** The part of the picture that a cell covers, in its pixels. */
export function cellArea({ seen, rows, columns }: HeatGrid, cell: number): PictureArea {
  const [across, down] = [(seen.right - seen.left) / columns, (seen.bottom - seen.top) / rows];
  const [row, column] = [Math.floor(cell / columns), cell % columns];
  return {
    left: seen.left + column * across,
    top: seen.top + row * down,
    right: seen.left + (column + 1) * across,
    bottom: seen.top + (row + 1) * down,
  };
}

/** The cell at a point of the picture, in its pixels; undefined outside of what is seen. */
export function cellAt({ seen, rows, columns }: HeatGrid, x: number, y: number): number | undefined {
  const column = Math.floor(((x - seen.left) / (seen.right - seen.left)) * columns);
  const row = Math.floor(((y - seen.top) / (seen.bottom - seen.top)) * rows);
  if (column < 0 || column >= columns || row < 0 || row >= rows) return undefined;
  return row * columns + column;
}

/**
 * The value at a point of the picture, in its pixels, drawn between the middles of the cells (bilinear); undefined outside
 * of what is seen.
 */
export function valueAt(
  { seen, rows, columns }: HeatGrid,
  values: ArrayLike<number>,
  x: number,
  y: number,
): number | undefined {
  if (x < seen.left || x >= seen.right || y < seen.top || y >= seen.bottom) return undefined;
  const across = between(((x - seen.left) / (seen.right - seen.left)) * columns, columns);
  const down = between(((y - seen.top) / (seen.bottom - seen.top)) * rows, rows);
  const row = (at: number): number =>
    values[at * columns + across.from]! * (1 - across.part) + values[at * columns + across.to]! * across.part;
  return row(down.from) * (1 - down.part) + row(down.to) * down.part;
}

/** Between which two cells a place lies, and how far on the way. */
function between(
  at: number,
  cells: number,
): { readonly from: number; readonly to: number; readonly part: number } {
  const middle = Math.min(cells - 1, Math.max(0, at - 0.5));
  const from = Math.floor(middle);
  return { from, to: Math.min(cells - 1, from + 1), part: middle - from };
}

/**
 * Values of a whole picture at another size, row by row; what lies outside of what is seen is NaN.
 * @param size of the picture in pixels
 */
export function drawnOut(
  grid: HeatGrid,
  values: ArrayLike<number>,
  size: { readonly width: number; readonly height: number },
  width: number,
  height: number,
): Float32Array {
  const drawn = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const y = ((row + 0.5) / height) * size.height;
    for (let column = 0; column < width; column++) {
      const x = ((column + 0.5) / width) * size.width;
      drawn[row * width + column] = valueAt(grid, values, x, y) ?? NaN;
    }
  }
  return drawn;
}

/** The cell with the largest value; the first of several. */
export function hottestCell(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[most]!) most = i;
  return most;
}

/** How much of a picture a checkpoint sees at all: 0 to 1. */
export function seenShare(
  { left, top, right, bottom }: HeatGrid['seen'],
  { width, height }: { readonly width: number; readonly height: number },
): number {
  return ((right - left) * (bottom - top)) / (width * height);
}

/** A share from which on nothing worth a word is left out. */
export const seenWhole = 0.995;
