/**
 * The patterns that one with braces stands for, without braces: `{a,b}` and the ranges `{1..9}` and `{a..e}`, nested too.
 * Braces that hold neither a comma nor a range, or are not closed, are characters of a name.
 * @returns each once; undefined when there are more than `most`
 */
export function expandBraces(pattern: string, most: number): string[] | undefined {
  const patterns = new Expander(pattern, most).all();
  return patterns && [...new Set(patterns)];
}

const range = /^(?:(-?\d{1,6})\.\.(-?\d{1,6})|([a-z])\.\.([a-z])|([A-Z])\.\.([A-Z]))$/;

class Expander {
  /** Where the brace that opens at a place closes; nothing for one that stays a character. */
  readonly #closes: ReadonlyMap<number, number>;
  readonly #isComma: ReadonlySet<number>;

  constructor(
    private readonly pattern: string,
    private readonly most: number,
  ) {
    const closes = new Map<number, number>();
    const commas = new Set<number>();
    const open: { readonly at: number; readonly commas: number[] }[] = [];
    for (let at = 0; at < pattern.length; at++) {
      const character = pattern[at];
      if (character === '{') open.push({ at, commas: [] });
      else if (character === ',') open.at(-1)?.commas.push(at);
      else if (character === '}') {
        const brace = open.pop();
        if (!brace) continue;
        if (brace.commas.length === 0 && !range.test(pattern.slice(brace.at + 1, at))) continue;
        closes.set(brace.at, at);
        for (const comma of brace.commas) commas.add(comma);
      }
    }
    this.#closes = closes;
    this.#isComma = commas;
  }

  all(): string[] | undefined {
    return this.#between(0, this.pattern.length);
  }

  #between(start: number, end: number): string[] | undefined {
    let built = [''];
    let from = start;
    for (let at = start; at < end; at++) {
      const close = this.#closes.get(at);
      if (close === undefined) continue;
      const choices = this.#choices(at + 1, close);
      const before = this.pattern.slice(from, at);
      if (!choices || built.length * choices.length > this.most) return undefined;
      built = built.flatMap((head) => choices.map((choice) => head + before + choice));
      at = close;
      from = close + 1;
    }
    const rest = this.pattern.slice(from, end);
    return built.map((head) => head + rest);
  }

  /** What stands in a brace. */
  #choices(start: number, end: number): string[] | undefined {
    const numbers = range.exec(this.pattern.slice(start, end));
    if (numbers) return rangeOf(numbers, this.most);
    const choices: string[] = [];
    let from = start;
    for (let at = start; at <= end; at++) {
      const inner = this.#closes.get(at);
      if (inner !== undefined && at < end) {
        at = inner;
        continue;
      }
      if (at < end && !this.#isComma.has(at)) continue;
      const some = this.#between(from, at);
      if (!some || choices.length + some.length > this.most) return undefined;
      for (const choice of some) choices.push(choice);
      from = at + 1;
    }
    return choices;
  }
}

/** Numbers keep the width in which the longer end is written with zeros: `{01..10}`. */
function rangeOf(match: RegExpExecArray, most: number): string[] | undefined {
  const [, first, last] = match;
  if (first === undefined || last === undefined) {
    const [from, to] = [match[3] ?? match[5]!, match[4] ?? match[6]!].map((letter) => letter.charCodeAt(0));
    return steps(from!, to!).map((code) => String.fromCharCode(code));
  }
  const [from, to] = [Number(first), Number(last)];
  if (Math.abs(to - from) >= most) return undefined;
  const isPadded = [first, last].some((end) => /^-?0\d/.test(end));
  const width = isPadded ? Math.max(first.length, last.length) : 0;
  return steps(from, to).map((number) => {
    const digits = String(Math.abs(number)).padStart(width - (number < 0 ? 1 : 0), '0');
    return number < 0 ? `-${digits}` : digits;
  });
}

function steps(from: number, to: number): number[] {
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => from + i * step);
}
