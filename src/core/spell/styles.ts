import { csvCell, csvRows, type CsvRow } from '../csvRows';
import type { Replacement } from '../yaml/replacement';

/** A row of the `styles.csv` of A1111's web UI. */
export interface Style {
  readonly name: string;
  readonly prompt: string;
  readonly negative: string;
}

/** The web UI's own head; `text` is what old files call the prompt. */
const HEAD = ['name', 'prompt', 'negative_prompt'] as const;
const COLUMN_NAMES: Readonly<Record<keyof Style, readonly string[]>> = {
  name: ['name'],
  prompt: ['prompt', 'text'],
  negative: ['negative_prompt'],
};
/** Nobody picks from more. */
const MOST_STYLES = 20_000;
const PLACEHOLDER = '{prompt}';

type Columns = Readonly<Record<keyof Style, number>>;

export interface StylesFile {
  /** Those that have a name and say something, in their order; of one name the last, as the web UI has it. */
  readonly styles: readonly Style[];
  /** Line of a quote that does not end, after which nothing is read. */
  readonly unclosedAt?: number;
  /** The first row names no columns of styles: it is another table. */
  readonly isOther?: true;
}

/** Reads the styles of A1111's web UI. Rows that only part the others in its menu, and comments, are none. */
export function readStyles(csv: string): StylesFile {
  const styles = new Map<string, Style>();
  let columns: Columns | undefined;
  for (const { cells, line, isUnclosed } of rowsOf(csv)) {
    if (isUnclosed) return { styles: [...styles.values()], unclosedAt: line };
    if (!columns) {
      columns = columnsOf(cells);
      if (!columns) return { styles: [], isOther: true };
      continue;
    }
    const style = styleOf(cells, columns);
    const saysSomething = style.prompt.trim() !== '' || style.negative.trim() !== '';
    if (style.name === '' || style.name.startsWith('#')) continue;
    if (saysSomething) styles.set(style.name, style);
    else styles.delete(style.name);
    if (styles.size >= MOST_STYLES) break;
  }
  return { styles: [...styles.values()] };
}

/** As the web UI reads them. */
function rowsOf(csv: string): Generator<CsvRow> {
  return csvRows(csv, ',', { skipsBlanks: true });
}

function columnsOf(cells: readonly string[]): Columns | undefined {
  const at = (names: readonly string[]): number =>
    cells.findIndex((cell) => names.includes(cell.trim().toLowerCase()));
  const columns = {
    name: at(COLUMN_NAMES.name),
    prompt: at(COLUMN_NAMES.prompt),
    negative: at(COLUMN_NAMES.negative),
  };
  return columns.name >= 0 && columns.prompt >= 0 ? columns : undefined;
}

function styleOf(cells: readonly string[], { name, prompt, negative }: Columns): Style {
  return {
    name: (cells[name] ?? '').trim(),
    prompt: cells[prompt] ?? '',
    negative: (negative < 0 ? undefined : cells[negative]) ?? '',
  };
}

/** What a style puts before and behind a prompt, as the web UI does: around `{prompt}`, else behind it and a comma. */
export function aroundPrompt(style: string, hasPrompt: boolean): { before: string; after: string } {
  // A comment would swallow what comes behind it in the same line; the web UI drops it as well.
  const text = style
    .replace(/#[^\r\n]*/g, '')
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .trim();
  const at = text.indexOf(PLACEHOLDER);
  if (at >= 0)
    return {
      before: text.slice(0, at),
      // The web UI fills every one; a prompt that is there twice would be two.
      after: text.slice(at + PLACEHOLDER.length).replaceAll(PLACEHOLDER, ''),
    };
  return { before: '', after: text !== '' && hasPrompt ? `, ${text}` : text };
}

/**
 * Adds a style to a file, or puts it in the place of the one of that name. All other rows stay as they are.
 * @returns undefined for a table of something else, or one that is broken
 */
export function withStyle(csv: string, style: Style): Replacement | undefined {
  const eol = /\r\n|\n|\r/.exec(csv)?.[0] ?? '\r\n';
  const start = csv.startsWith('\ufeff') ? 1 : 0;
  let columns: Columns | undefined;
  let width: number = HEAD.length;
  let old: CsvRow | undefined;
  for (const row of rowsOf(csv)) {
    const { cells, isUnclosed } = row;
    if (isUnclosed) return undefined;
    if (!columns) {
      columns = columnsOf(cells);
      // Where no column takes the negative prompt, one that is there would be lost.
      if (!columns || (columns.negative < 0 && style.negative !== '')) return undefined;
      width = cells.length;
    } else if (styleOf(cells, columns).name === style.name) old = row;
  }
  if (columns && old)
    return { start: old.start, end: old.end, text: rowOf(style, columns, width, old.cells) };
  if (!columns) {
    columns = { name: 0, prompt: 1, negative: 2 };
    return { start, end: csv.length, text: `${HEAD.join(',')}${eol}${rowOf(style, columns, width)}${eol}` };
  }
  const lineBreak = /[\r\n]$/.test(csv) ? '' : eol;
  return { start: csv.length, end: csv.length, text: `${lineBreak}${rowOf(style, columns, width)}${eol}` };
}

function rowOf(style: Style, columns: Columns, width: number, old: readonly string[] = []): string {
  const cells = Array.from({ length: Math.max(width, old.length) }, (_, i) => old[i] ?? '');
  for (const key of ['name', 'prompt', 'negative'] as const)
    if (columns[key] >= 0) cells[columns[key]] = style[key];
  return cells.map(csvCell).join(',');
}
