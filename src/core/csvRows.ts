export interface CsvRow {
  readonly cells: readonly string[];
  /** On which it begins, 1-based. */
  readonly line: number;
  /** Range in the text, without its line end. */
  readonly start: number;
  readonly end: number;
  /** A quote in it does not end; there are no cells, and no rows after it. */
  readonly isUnclosed?: true;
}

const LINE_END = /\r\n|\r|\n/g;

export interface CsvOptions {
  /** Blanks before a cell are none of it, so that `a, "b, c"` has two cells. */
  readonly skipsBlanks?: boolean;
}

/** RFC 4180, and what programs make of it: quotes within a cell that has none around it mean themselves. */
export function* csvRows(
  text: string,
  separator: string,
  { skipsBlanks = false }: CsvOptions = {},
): Generator<CsvRow> {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const first = line;
    const start = at;
    const cells: string[] = [];
    for (;;) {
      let cell: string;
      if (skipsBlanks) while (text[at] === ' ') at++;
      if (text[at] === '"') {
        const end = closingQuote(text, at + 1);
        if (end < 0) {
          yield { cells: [], line: first, start, end: text.length, isUnclosed: true };
          return;
        }
        cell = text.slice(at + 1, end).replaceAll('""', '"');
        line += cell.match(LINE_END)?.length ?? 0;
        at = cellEnd(text, end + 1, separator);
      } else {
        const end = cellEnd(text, at, separator);
        cell = text.slice(at, end);
        at = end;
      }
      cells.push(cell);
      if (text[at] !== separator) break;
      at++;
    }
    const end = at;
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
    line++;
    yield { cells, line: first, start, end };
  }
}

/** One cell, in quotes where it needs them. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at)) {
    if (text[at + 1] !== '"') return at;
    at += 2;
  }
  return -1;
}

function cellEnd(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}
