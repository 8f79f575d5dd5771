import type { ScoresMessage } from '../protocol/panel';

export type MatrixKind = 'promptGivenImage' | 'imageGivenPrompt' | 'cosine';

export const matrixKinds: readonly MatrixKind[] = ['promptGivenImage', 'imageGivenPrompt', 'cosine'];

/** One matrix ready to be drawn as a heat table. */
export interface HeatTable {
  readonly kind: MatrixKind;
  value(row: number, column: number): number;
  /** 0 to 1: how strongly the cell is filled. */
  heat(row: number, column: number): number;
  /** The cell that wins what this matrix asks: the column's best prompt, or the row's best picture. */
  isBest(row: number, column: number): boolean;
}

/**
 * Probabilities are filled from 0 to the largest cell. Cosines are filled between the least and the largest of their
 * column, because a cosine means something only beside others on the same picture.
 */
export function heatTable(scores: ScoresMessage, kind: MatrixKind): HeatTable {
  const columns = scores.columns.length;
  const rows = scores.prompts.length;
  const matrix = scores[kind];
  const value = (row: number, column: number): number => matrix[row * columns + column]!;
  const bestInColumn = new Int32Array(columns);
  const bestInRow = new Int32Array(rows);
  const low = new Float32Array(columns).fill(Infinity);
  const high = new Float32Array(columns).fill(-Infinity);
  let largest = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const each = value(row, column);
      if (each > value(row, bestInRow[row]!)) bestInRow[row] = column;
      if (each < low[column]!) low[column] = each;
      if (each > high[column]!) {
        high[column] = each;
        bestInColumn[column] = row;
      }
      if (each > largest) largest = each;
    }
  }
  return {
    kind,
    value,
    heat: (row, column) => {
      if (kind !== 'cosine') return largest > 0 ? value(row, column) / largest : 0;
      const span = high[column]! - low[column]!;
      return span > 0 ? (value(row, column) - low[column]!) / span : 0.5;
    },
    isBest:
      kind === 'imageGivenPrompt'
        ? (row, column) => columns > 1 && bestInRow[row] === column
        : (row, column) => rows > 1 && bestInColumn[column] === row,
  };
}
