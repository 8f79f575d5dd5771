import {
  joinRanges,
  placed,
  slicePlaced,
  type PartEdge,
  type Piece,
  type Placed,
  type Reading,
} from './reading';

/** Brackets inside of so many others count no more. */
const MAX_OPEN = 100;

// ---- Midjourney ----

const PICTURE = /^\s*(?:https?:\/\/[^\s]{1,2000}(?:\s+|$))+/;
/** The first parameter: what follows it is no prompt any more. Word processors make a long dash of two. */
const PARAMETER = /(?:^|\s)(?:--|—)[a-zA-Z]/;
const PART = /::[ \t]?(-?(?:\d+(?:\.\d*)?|\.\d+)(?![\d.]))?/g;

/**
 * A Midjourney prompt: pictures at its start and parameters at its end are taken out, `::` parts it, and the number behind
 * a `::` is the weight of what stands before it.
 */
export function readMidjourney(raw: string): Reading {
  const gaps: number[] = [];
  const pictures = PICTURE.exec(raw)?.[0].length ?? 0;
  if (pictures > 0) gaps.push(0);
  const parameter = PARAMETER.exec(raw.slice(pictures));
  const end = parameter === null ? raw.length : pictures + parameter.index;
  if (parameter !== null) gaps.push(end);
  const prompt = placed(raw);
  const items: (Piece | PartEdge)[] = [];
  let from = pictures;
  const push = (until: number, weight: number): void => {
    if (until > from) items.push({ ...slicePlaced(prompt, from, until), weight });
  };
  for (const part of raw.slice(0, end).matchAll(PART)) {
    if (part.index < from) continue;
    push(part.index, part[1] === undefined ? 1 : Number(part[1]));
    items.push({ edge: 'and', place: part.index });
    from = part.index + part[0].length;
  }
  push(end, 1);
  return { items, gaps };
}

// ---- NovelAI ----

const NUMBER = /-?(?:\d+(?:\.\d*)?|\.\d+)::/y;

/**
 * A NovelAI prompt: `{x}` strengthens by 1.05 and `[x]` weakens by as much, `1.3::x::` is a weight of its own; brackets
 * that are never closed reach to the end.
 */
export function readNovelai(raw: string): Reading {
  const prompt = placed(raw);
  const items: Piece[] = [];
  const open: { readonly closer: string; readonly factor: number }[] = [];
  let written = 1;
  let from = 0;
  const push = (until: number): void => {
    const weight = open.reduce((product, { factor }) => product * factor, written);
    if (until > from) items.push({ ...slicePlaced(prompt, from, until), weight });
  };
  for (let at = 0; at < raw.length;) {
    const char = raw[at]!;
    NUMBER.lastIndex = at;
    const isNumber = /[-.\d]/.test(char) && !/[\w.]/.test(raw[at - 1] ?? ' ') && NUMBER.test(raw);
    if (isNumber) {
      push(at);
      written = Number(raw.slice(at, NUMBER.lastIndex - 2));
      from = at = NUMBER.lastIndex;
    } else if (raw.startsWith('::', at)) {
      push(at);
      written = 1;
      from = at += 2;
    } else if ((char === '{' || char === '[') && open.length < MAX_OPEN) {
      push(at);
      open.push(char === '{' ? { closer: '}', factor: 1.05 } : { closer: ']', factor: 1 / 1.05 });
      from = ++at;
    } else if (open.at(-1)?.closer === char) {
      push(at);
      open.pop();
      from = ++at;
    } else at++;
  }
  push(raw.length);
  return { items, gaps: [] };
}

/** In NovelAI braces are emphasis; those with a `|` or `$$` of their own are a slot all the same. */
export function slotsAmongBraces(
  text: string,
  start: number,
  end: number,
): { readonly slots: ReadonlySet<number>; readonly emphasisEnds: ReadonlySet<number> } {
  const slots = new Set<number>();
  const emphasisEnds = new Set<number>();
  const open: number[] = [];
  for (let at = start; at < end; at++) {
    const char = text[at];
    if (char === '{') open.push(at);
    else if (char === '}') {
      const opened = open.pop();
      if (opened !== undefined && !slots.has(opened)) emphasisEnds.add(at);
    } else if (open.length > 0 && (char === '|' || text.startsWith('$$', at))) slots.add(open.at(-1)!);
  }
  return { slots, emphasisEnds };
}

// ---- InvokeAI ----

const WORD_WEIGHT = /^(\++|-+)(?=[\s,.)"]|$)/;
const GROUP_WEIGHT = /^(\++|-+|-?(?:\d+\.?\d*|\.\d+))/;
const OPERATOR = /\.(and|add|blend|swap|attend)(?=\()/y;
/** The same behind a word without brackets; its argument follows. */
const WORD_OPERATOR = /([^\s,."()+=-]{1,100})\.(swap|attend)$/;
/** How far back from its argument it is looked for. */
const WORD_OPERATOR_LENGTH = 110;
const SWAP_OPTIONS = /,\s*(?:\w+\s*=\s*)?[-\d.]+\s*(?=,|$)/g;
const LORA = /(?:with|use)Lora\([^()]{1,200}\)/y;
const PLUS = 1.1;
const MINUS = 0.9;

/**
 * An InvokeAI prompt, as compel reads it: `word++`, `(words)++`, `(words)1.3`, `"…"` for brackets, `.swap(…)` as what it
 * ends on, `.and(…)` and `.blend(…)` as parts.
 */
export function readInvokeai(raw: string): Reading {
  const reader = new InvokeReader(placed(raw));
  reader.read(0, raw.length, 1, 0);
  return { items: reader.items, gaps: reader.gaps };
}

class InvokeReader {
  readonly items: (Piece | PartEdge)[] = [];
  readonly gaps: number[] = [];

  constructor(private readonly prompt: Placed) {}

  read(start: number, end: number, weight: number, level: number): void {
    const { text } = this.prompt;
    const closers = level < MAX_OPEN ? partners(text, start, end) : new Map<number, number>();
    let from = start;
    const flush = (until: number): void => {
      this.words(from, until, weight);
    };
    for (let at = start; at < end;) {
      LORA.lastIndex = at;
      if ((text[at] === 'w' || text[at] === 'u') && LORA.test(text) && LORA.lastIndex <= end) {
        flush(at);
        this.gaps.push(at);
        from = at = LORA.lastIndex;
        continue;
      }
      const close = closers.get(at);
      if (text[at] === '\\') at += 2;
      else if (close === undefined) at++;
      else {
        const before = text.slice(Math.max(from, at - WORD_OPERATOR_LENGTH), at);
        const operator = text[at] === '(' ? WORD_OPERATOR.exec(before) : null;
        flush(operator === null ? at : at - operator[0].length);
        from = at =
          operator === null
            ? this.group(at, closers, end, weight, level)
            : this.word(at - operator[0].length, operator[1]!.length, at, close, weight, level);
      }
    }
    flush(end);
  }

  /** What stands in brackets or quotes, with what is written behind it. Gives where to go on. */
  private group(
    open: number,
    closers: ReadonlyMap<number, number>,
    end: number,
    weight: number,
    level: number,
  ): number {
    const { text } = this.prompt;
    const close = closers.get(open)!;
    OPERATOR.lastIndex = close + 1;
    const operator = OPERATOR.exec(text);
    const argument = close + 2 + (operator?.[0].length ?? 0);
    const last = operator === null ? undefined : closers.get(argument - 1);
    if (operator === null || last === undefined) {
      const written = GROUP_WEIGHT.exec(text.slice(close + 1, Math.min(end, close + 100)))?.[0] ?? '';
      this.read(open + 1, close, weight * weightOf(written), level + 1);
      return close + 1 + written.length;
    }
    const words = text.slice(argument, last);
    if (operator[1] === 'swap') this.swapped(argument, words, weight, level);
    else if (operator[1] === 'attend') this.read(open + 1, close, weight * weightOf(words.trim()), level + 1);
    else this.parts(open + 1, close, weight, words, level);
    return last + 1;
  }

  /** `word.swap(words)` and `word.attend(1.3)`. Gives where to go on. */
  private word(
    start: number,
    length: number,
    open: number,
    close: number,
    weight: number,
    level: number,
  ): number {
    const argument = this.prompt.text.slice(open + 1, close);
    if (this.prompt.text.startsWith('.swap', start + length)) this.swapped(open + 1, argument, weight, level);
    else this.push(start, start + length, weight * weightOf(argument.trim()));
    return close + 1;
  }

  private swapped(start: number, argument: string, weight: number, level: number): void {
    const words = argument.replace(SWAP_OPTIONS, '');
    this.read(start, start + words.length, weight, level + 1);
  }

  /** `("a", "b").and(1, 0.5)` */
  private parts(start: number, end: number, weight: number, written: string, level: number): void {
    const weights = written
      .split(',')
      .filter((each) => each.trim() !== '')
      .map(Number)
      .filter((each) => Number.isFinite(each));
    const { text } = this.prompt;
    const closers = partners(text, start, end);
    let number = 0;
    let from = start;
    const push = (until: number): void => {
      if (text.slice(from, until).trim() === '') return;
      if (number > 0) this.items.push({ edge: 'and', place: from });
      this.read(from, until, weight * (weights[number] ?? 1), level + 1);
      number++;
    };
    for (let at = start; at < end; at++) {
      if (text[at] === ',') {
        push(at);
        from = at + 1;
      } else at = closers.get(at) ?? at;
    }
    push(end);
  }

  /** Words without brackets: each may have its own signs at its end. */
  private words(start: number, end: number, weight: number): void {
    const { text } = this.prompt;
    let from = start;
    for (let at = start; at < end; at++) {
      if (text[at] === '\\') at++;
      if (text[at] !== '+' && text[at] !== '-') continue;
      const signs = WORD_WEIGHT.exec(text.slice(at, Math.min(end, at + 60)))?.[0];
      if (signs === undefined || text[at - 1] === '\\') continue;
      let word = at;
      while (word > from && (text[word - 2] === '\\' || /[^\s,."()]/.test(text[word - 1]!))) word--;
      if (word === at) {
        at += signs.length - 1;
        continue;
      }
      this.push(from, word, weight);
      this.push(word, at, weight * weightOf(signs));
      from = at + signs.length;
      at = from - 1;
    }
    this.push(from, end, weight);
  }

  private push(start: number, end: number, weight: number): void {
    if (end <= start) return;
    const { text } = this.prompt;
    const ranges: [number, number][] = [];
    let from = start;
    for (let at = text.indexOf('\\', start); at >= 0 && at < end - 1; at = text.indexOf('\\', at + 2)) {
      if (!'()"'.includes(text[at + 1]!)) continue;
      ranges.push([from, at]);
      from = at + 1;
    }
    this.items.push({ ...joinRanges(this.prompt, [...ranges, [from, end]]), weight });
  }
}

function weightOf(written: string): number {
  if (/^\++$/.test(written)) return PLUS ** written.length;
  if (/^-+$/.test(written)) return MINUS ** written.length;
  const number = Number(written);
  return written === '' || !Number.isFinite(number) ? 1 : number;
}

/** Where each outermost bracket or quote closes. */
function partners(text: string, start: number, end: number): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  let quote = -1;
  for (let at = start; at < end; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '"') {
      if (quote < 0) quote = at;
      else {
        if (open.length === 0) found.set(quote, at);
        quote = -1;
      }
    } else if (quote >= 0) continue;
    else if (char === '(') open.push(at);
    else if (char === ')' && open.length > 0) {
      const from = open.pop()!;
      if (open.length === 0) found.set(from, at);
    }
  }
  return found;
}
