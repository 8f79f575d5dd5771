import type { ScoresMessage } from '../../../protocol/panel/scores';
import { differentRows, type LeaderRow } from '../../leaderRows';

export type MatrixKind = 'promptGivenImage' | 'imageGivenPrompt' | 'cosine';

export const matrixKinds: readonly MatrixKind[] = ['promptGivenImage', 'imageGivenPrompt', 'cosine'];

/** A spell, shown by its best text, or one of its texts. */
export type TableRow = Pick<LeaderRow, 'level' | 'spell'> & { readonly row: number };

/** One matrix ready to be drawn as a heat table. */
export interface HeatTable {
  readonly kind: MatrixKind;
  value(row: TableRow, column: number): number;
  /** 0 to 1: how strongly the cell is filled. */
  heat(row: TableRow, column: number): number;
  /** The cell that wins what this matrix asks: the column's best spell, its spell's best text, or the row's best picture. Equals all win. */
  isBest(row: TableRow, column: number): boolean;
}

/** How probable each is among its like: a spell among the spells, a text among those of its spell. */
export function forward(scores: ScoresMessage, { level, spell, row }: TableRow, column: number): number {
  const columns = scores.columns.length;
  return level === 1
    ? scores.spellGivenImage[spell * columns + column]!
    : scores.promptGivenImage[row * columns + column]!;
}

/**
 * Probabilities are filled from 0 to the largest cell of their level. Cosines are filled between the least and the largest of
 * their column, because a cosine means something only beside others on the same picture.
 */
export function heatTable(scores: ScoresMessage, kind: MatrixKind): HeatTable {
  const columns = scores.columns.length;
  const rows = scores.prompts.length;
  const { cosine, imageGivenPrompt } = scores;
  const value = (at: TableRow, column: number): number =>
    kind === 'promptGivenImage' ? forward(scores, at, column) : scores[kind][at.row * columns + column]!;

  const low = new Float32Array(columns).fill(Infinity);
  const high = new Float32Array(columns).fill(-Infinity);
  const bestInRow = new Float32Array(rows);
  for (let at = 0; at < cosine.length; at++) {
    const column = at % columns;
    const row = (at - column) / columns;
    if (cosine[at]! < low[column]!) low[column] = cosine[at]!;
    if (cosine[at]! > high[column]!) high[column] = cosine[at]!;
    if (imageGivenPrompt[at]! > bestInRow[row]!) bestInRow[row] = imageGivenPrompt[at]!;
  }
  const largest = {
    1: largestOf(kind === 'promptGivenImage' ? scores.spellGivenImage : imageGivenPrompt),
    2: largestOf(scores[kind]),
  };

  const bestTexts = scores.spells.flatMap(({ best }) => (best === undefined ? [] : [best]));
  const bestSpell = bestOf(cosine, columns, bestTexts);
  const bestText = new Map<number, Float32Array>();
  const bestTextOf = (spell: number): Float32Array => {
    let best = bestText.get(spell);
    if (!best) bestText.set(spell, (best = bestOf(cosine, columns, differentRows(scores, spell))));
    return best;
  };
  return {
    kind,
    value,
    heat: (at, column) => {
      if (kind !== 'cosine') return largest[at.level] > 0 ? value(at, column) / largest[at.level] : 0;
      const span = high[column]! - low[column]!;
      return span > 0 ? (value(at, column) - low[column]!) / span : 0.5;
    },
    isBest: (at, column) => {
      if (kind === 'imageGivenPrompt') return columns > 1 && value(at, column) === bestInRow[at.row];
      const own = cosine[at.row * columns + column];
      if (at.level === 1) return bestTexts.length > 1 && own === bestSpell[column];
      return scores.spells[at.spell]!.texts > 1 && own === bestTextOf(at.spell)[column];
    },
  };
}

function largestOf(matrix: Float32Array): number {
  return matrix.reduce((most, each) => Math.max(most, each), 0);
}

/** The largest cosine of some rows in each column. Whoever has it is also the most probable of them. */
function bestOf(cosine: Float32Array, columns: number, rows: readonly number[]): Float32Array {
  const best = new Float32Array(columns).fill(-Infinity);
  for (const row of rows) {
    for (let column = 0; column < columns; column++)
      best[column] = Math.max(best[column]!, cosine[row * columns + column]!);
  }
  return best;
}
