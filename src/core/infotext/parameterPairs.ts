import { LONE_PARAMETER } from '../spell/infotext';

export type Pair = readonly [name: string, value: string];

/** A name as the web UI reads it, and its colon. */
const NAME = /([\p{L}\p{N}_][\p{L}\p{N}_ \-/]{0,80})[:：][ \t]*/uy;
/** Some stand apart by pipes. */
export const PIPED = /^[^,\n]{0,40}\|/;
const MAX_PAIRS = 2000;
/** Brackets and quotes whose ends are looked for in vain: each may be as far as the text goes. */
const MAX_VAIN = 16;

/**
 * The pairs of an infotext's parameters: `Steps: 20, Sampler: Euler a, Hashes: {"model": "…"}`. A value is a text in quotes
 * (JSON), unquoted JSON as far as its brackets go, or all up to a comma; it may run over lines as long as the next line is no
 * pair of its own. What is no pair is passed over, as the web UI does. One pass.
 */
export function readPairs(text: string): Pair[] {
  const separator = PIPED.test(text) ? '|' : ',';
  const pairs: Pair[] = [];
  const ends = new ValueEnds(text, separator);
  for (let at = 0; at < text.length && pairs.length < MAX_PAIRS;) {
    if (' \t\r\n,|'.includes(text[at]!)) {
      at++;
      continue;
    }
    NAME.lastIndex = at;
    const name = NAME.exec(text);
    if (name === null) {
      at = ends.plain(at);
      continue;
    }
    const start = at + name[0].length;
    at = ends.after(start);
    pairs.push([name[1]!.trim(), unquoted(text.slice(start, at).trim())]);
  }
  return pairs;
}

class ValueEnds {
  private vain = 0;

  constructor(
    private readonly text: string,
    private readonly separator: string,
  ) {}

  /** Where the value that begins at `start` ends. */
  after(start: number): number {
    const sign = this.text[start];
    const closed = sign === '"' ? this.quote(start) : sign === '{' || sign === '[' ? this.bracket(start) : -1;
    if (closed >= 0 && this.isEnd(closed)) return closed;
    if (closed >= 0) this.vain++;
    return this.plain(start);
  }

  /** The next separator, or a line break after which a pair stands. */
  plain(start: number): number {
    for (let at = start; at < this.text.length; at++) {
      if (this.text[at] === this.separator) return at;
      if (this.text[at] !== '\n') continue;
      LONE_PARAMETER.lastIndex = at + 1;
      if (LONE_PARAMETER.test(this.text)) return at;
    }
    return this.text.length;
  }

  private isEnd(at: number): boolean {
    let next = at;
    while (this.text[next] === ' ' || this.text[next] === '\t' || this.text[next] === '\r') next++;
    return next >= this.text.length || this.text[next] === '\n' || this.text[next] === this.separator;
  }

  /** After the quote that closes the one at `start`; -1 where none does. */
  private quote(start: number): number {
    if (this.vain >= MAX_VAIN) return -1;
    for (let at = start + 1; at < this.text.length; at++) {
      if (this.text[at] === '\\') at++;
      else if (this.text[at] === '"') return at + 1;
    }
    this.vain++;
    return -1;
  }

  private bracket(start: number): number {
    if (this.vain >= MAX_VAIN) return -1;
    let depth = 0;
    let isQuoted = false;
    for (let at = start; at < this.text.length; at++) {
      const char = this.text[at]!;
      if (char === '\\') at++;
      else if (char === '"') isQuoted = !isQuoted;
      else if (isQuoted) continue;
      else if (char === '{' || char === '[') depth++;
      else if ((char === '}' || char === ']') && --depth === 0) return at + 1;
    }
    this.vain++;
    return -1;
  }
}

function unquoted(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  try {
    const text: unknown = JSON.parse(value);
    return typeof text === 'string' ? text : value;
  } catch {
    return value;
  }
}
