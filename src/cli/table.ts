import stringWidth from 'string-width';
import { unsteered } from '../core/plainText';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Columns of the terminal that it may take there. */
  readonly widest?: number;
  /** The column that gives way when the terminal is too narrow. */
  readonly flexible?: boolean;
}

const gap = '  ';
const narrowest = 12;

/**
 * Lines of a table, aligned by the cells' width on a terminal: Japanese takes two columns a character.
 * @param width columns of the terminal; undefined never cuts
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): string[] {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => row.map(printable));
  const widths = columns.map(({ widest = Infinity }, i) => {
    const needed = cells.reduce((most, row) => Math.max(most, stringWidth(row[i]!)), 0);
    return width === undefined ? needed : Math.min(needed, widest);
  });
  const flexible = columns.findIndex((column) => column.flexible);
  if (width !== undefined && flexible >= 0) {
    const others = widths.reduce((sum, own, i) => sum + (i === flexible ? 0 : own + gap.length), 0);
    widths[flexible] = Math.min(widths[flexible]!, Math.max(width - others, narrowest));
  }
  return cells.map((row) =>
    row
      .map((cell, i) => pad(cut(cell, widths[i]!), widths[i]!, columns[i]!.align))
      .join(gap)
      .trimEnd(),
  );
}

function pad(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'left' ? text + space : space + text;
}

/** The text if it fits, or its beginning and `…`. */
function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
}

/**
 * One line, and nothing that steers the terminal, or a build server that reads along: a prompt is someone's text. GitHub's
 * runner takes what begins with `::` for a command of the workflow; it and others take `##[`, `##vso[` wherever they stand.
 */
export function printable(text: string): string {
  const line = unsteered(text.replace(/\s+/g, ' '));
  return line.replace(/^( ?):(?=:)/, '$1: ').replace(/##(?=\w*\[)/g, '## ');
}
