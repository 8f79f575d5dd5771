import { DEFAULT_STEPS, fillSchedules } from './a1111Schedules';
import {
  endsInWord,
  isPythonSpace,
  PYTHON_SPACE,
  PYTHON_WORD,
  pythonFloat,
  startsInWord,
} from './pythonText';
import {
  joinRanges,
  placed,
  slicePlaced,
  type PartEdge,
  type Piece,
  type Placed,
  type Reading,
} from './reading';

export interface A1111Options {
  /** Of negative prompts the web UI takes no tags out and reads no `AND`. */
  readonly isNegative?: boolean;
  /** Steps of the sampler: schedules end by them. */
  readonly steps?: number;
}

/** Brackets inside of so many others are text; it bounds the steps that a hostile prompt takes. */
const MAX_OPEN = 100;

/**
 * A prompt as stable-diffusion-webui gives it to its text encoder (`modules/extra_networks.py`, then
 * `modules/prompt_parser.py`): tags out, `AND` parts with their weights, schedules, then emphasis and `BREAK`.
 */
export function readA1111(raw: string, { isNegative = false, steps = DEFAULT_STEPS }: A1111Options): Reading {
  const whole = placed(raw);
  if (isNegative) return { items: readPart(whole, steps), gaps: [] };
  const { prompt, gaps } = takeOutTags(whole);
  const items: (Piece | PartEdge)[] = [];
  for (const part of partsOf(prompt)) {
    if (part.edge >= 0) items.push({ edge: 'and', place: prompt.places[part.edge]! });
    const { start, end } = withoutPartWeight(prompt.text, part.start, part.end);
    for (const item of readPart(slicePlaced(prompt, start, end), steps)) items.push(item);
  }
  return { items, gaps };
}

const TAG_NAME = new RegExp(`<${PYTHON_WORD}+:`, 'uy');

/** Takes every `<word:…>` out, whatever the word is. */
function takeOutTags(prompt: Placed): { readonly prompt: Placed; readonly gaps: readonly number[] } {
  const { text } = prompt;
  const ranges: [number, number][] = [];
  const gaps: number[] = [];
  let from = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', Math.max(at + 1, from))) {
    TAG_NAME.lastIndex = at;
    if (!TAG_NAME.test(text)) continue;
    const close = text.indexOf('>', TAG_NAME.lastIndex);
    if (close < 0) break;
    if (close === TAG_NAME.lastIndex) continue;
    ranges.push([from, at]);
    gaps.push(at);
    from = close + 1;
  }
  if (gaps.length === 0) return { prompt, gaps };
  return { prompt: joinRanges(prompt, [...ranges, [from, text.length]]), gaps };
}

function partsOf({
  text,
}: Placed): { readonly start: number; readonly end: number; readonly edge: number }[] {
  const parts = [];
  let start = 0;
  let edge = -1;
  for (const at of keywords(text, 'AND')) {
    parts.push({ start, end: at, edge });
    start = at + 3;
    edge = at;
  }
  parts.push({ start, end: text.length, edge });
  return parts;
}

/** Where `word` stands in `text` as a word of its own. */
function keywords(text: string, word: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(word); at >= 0;) {
    const next = at + word.length;
    const isAlone = !endsInWord(text, at) && !startsInWord(text, next);
    if (isAlone) found.push(at);
    at = text.indexOf(word, isAlone ? next : at + 1);
  }
  return found;
}

const NUMBER_BEFORE = /(?:^|[^.\p{Nd}])(?:\p{Nd}+\.?|\p{Nd}*\.\p{Nd}+)$/u;
const LONGEST_NUMBER = 60;

/** `a cat :0.5`: the number at the end of a part is its weight. Gives what is left of it. */
export function withoutPartWeight(text: string, start: number, end: number): { start: number; end: number } {
  let last = end;
  while (last > start && isPythonSpace(text[last - 1]!)) last--;
  const tail = text.slice(Math.max(start, last - LONGEST_NUMBER), last);
  const match = NUMBER_BEFORE.exec(tail);
  if (match === null) return { start, end: last };
  const number = /[.\p{Nd}]+$/u.exec(tail)![0];
  let at = last - number.length;
  if (at > start && (text[at - 1] === '+' || text[at - 1] === '-')) at--;
  while (at > start && isPythonSpace(text[at - 1]!)) at--;
  if (at <= start || text[at - 1] !== ':') return { start, end: last };
  at--;
  while (at > start && isPythonSpace(text[at - 1]!)) at--;
  return { start, end: at };
}

/** One entry of the web UI's list: a range of the text and its weight. */
interface Entry {
  readonly start: number;
  readonly end: number;
  weight: number;
}

function readPart(part: Placed, steps: number): (Piece | PartEdge)[] {
  const filled = fillSchedules(part, steps);
  return merged(filled, attention(filled.text));
}

const WEIGHT = new RegExp(`:${PYTHON_SPACE}*([+-]?[.\\p{Nd}]+)${PYTHON_SPACE}*\\)`, 'uy');
const SIGNS = '\\()[]:';

/** `parse_prompt_attention` of the web UI. */
function attention(text: string): Entry[] {
  const entries: Entry[] = [];
  const round: number[] = [];
  const square: number[] = [];
  const multiply = (from: number, factor: number): void => {
    for (let i = from; i < entries.length; i++) entries[i]!.weight *= factor;
  };
  const push = (start: number, end: number, weight = 1): void => void entries.push({ start, end, weight });
  const plain = (start: number, end: number): void => {
    let from = start;
    for (const found of keywords(text.slice(start, end), 'BREAK')) {
      const at = start + found;
      push(from, at); // the blanks around it go in the web UI, where they part no tokens
      push(at, at + 5, -1);
      from = at + 5;
    }
    push(from, end);
  };
  for (let at = 0; at < text.length;) {
    const char = text[at]!;
    let next = at + 1;
    if (char === '\\') {
      if (next < text.length && '()[]\\'.includes(text[next]!)) next++;
      push(at + 1, next);
    } else if (char === '(' && round.length < MAX_OPEN) round.push(entries.length);
    else if (char === '[' && square.length < MAX_OPEN) square.push(entries.length);
    else if (char === ')' && round.length > 0) multiply(round.pop()!, 1.1);
    else if (char === ']' && square.length > 0) multiply(square.pop()!, 1 / 1.1);
    else if (char === ':') {
      WEIGHT.lastIndex = at;
      const match = WEIGHT.exec(text);
      const weight = match === null ? undefined : pythonFloat(match[1]!);
      if (weight === undefined)
        plain(at, next); // the web UI stops with an error at `:1.2.3)`
      else {
        next = WEIGHT.lastIndex;
        if (round.length > 0) multiply(round.pop()!, weight);
        else plain(at, next);
      }
    } else if (PLAIN_END.has(char)) plain(at, next);
    else {
      // Step by step: an expression that takes millions of characters at once may run out of the system's stack.
      while (next < text.length && !SIGNS.includes(text[next]!)) next++;
      plain(at, next);
    }
    at = next;
  }
  for (const from of round) multiply(from, 1.1);
  for (const from of square) multiply(from, 1 / 1.1);
  return entries;
}

const PLAIN_END = new Set(['(', ')', '[', ']']);

/** Neighbours of one weight become one piece, as in the web UI; a `BREAK` that is still of weight -1 parts the prompt. */
function merged(prompt: Placed, entries: readonly Entry[]): (Piece | PartEdge)[] {
  const items: (Piece | PartEdge)[] = [];
  for (let i = 0; i < entries.length;) {
    const { weight } = entries[i]!;
    const ranges: [number, number][] = [];
    do {
      const { start, end } = entries[i]!;
      if (end > start) ranges.push([start, end]);
      i++;
    } while (i < entries.length && entries[i]!.weight === weight);
    if (ranges.length === 0) continue;
    const piece = joinRanges(prompt, ranges);
    if (piece.text === 'BREAK' && weight === -1) items.push({ edge: 'break', place: piece.places[0]! });
    else items.push({ ...piece, weight });
  }
  return items;
}
