import { readA1111, type A1111Options } from './a1111Reading';
import { readComfyui } from './comfyuiReading';
import { readInvokeai, readMidjourney, readNovelai } from './otherReadings';
import { placed, type Reading } from './reading';
import type { Dialect, WeightedWord } from './spell';

/** What CLIP reads of a prompt, and where each unit of it comes from. */
export interface ClipText {
  readonly text: string;
  /** Source offset of each UTF-16 code unit of `text`. */
  readonly offsets: Int32Array;
  readonly words: readonly WeightedWord[];
}

export type ReadingOptions = A1111Options;

/** How `dialect` reads a prompt without slots. */
export function readPrompt(raw: string, dialect: Dialect, options: ReadingOptions = {}): Reading {
  switch (dialect) {
    case 'a1111':
      return readA1111(raw, options);
    case 'comfyui':
      return readComfyui(raw);
    case 'midjourney':
      return readMidjourney(raw);
    case 'novelai':
      return readNovelai(raw);
    case 'invokeai':
      return readInvokeai(raw);
    case 'plain':
      return { items: [{ ...placed(raw), weight: 1 }], gaps: [] };
  }
}

/**
 * Reads a prompt without slots as `dialect` does and returns what its text encoder is shown: no emphasis, escapes resolved,
 * tags gone, one space for each run of white space (CLIP's tokeniser collapses it as well).
 * @param offsets source offset of each code unit of `raw`.
 */
export function clipText(
  raw: string,
  offsets: Int32Array,
  dialect: Dialect,
  options: ReadingOptions = {},
): ClipText {
  return tidied(raw, offsets, dialect, options).finish();
}

/** The same text with the weight of everything that is shown, signs too: equal strings are heard alike. */
export function heardText(
  raw: string,
  offsets: Int32Array,
  dialect: Dialect,
  options: ReadingOptions = {},
): string {
  return tidied(raw, offsets, dialect, options).heard();
}

function tidied(raw: string, offsets: Int32Array, dialect: Dialect, options: ReadingOptions): TidyWriter {
  const { items, gaps } = readPrompt(raw, dialect, options);
  const writer = new TidyWriter(raw.length);
  let gap = 0;
  const passGaps = (place: number): void => {
    for (; gap < gaps.length && gaps[gap]! <= place; gap++) writer.gap();
  };
  for (const item of items) {
    if ('edge' in item) {
      passGaps(item.place);
      writer.part(offsets[item.place]!);
      continue;
    }
    const { text, places, weight } = item;
    for (let i = 0; i < text.length; i++) {
      const place = places[i]!;
      passGaps(place);
      writer.put(text.charCodeAt(i), offsets[place]!, weight);
    }
  }
  passGaps(raw.length);
  return writer;
}

/** Decimals of a weight that can be told apart; what is read of six digits differs from the product in the seventh. */
const HEARD_DIGITS = 4;

const COMMA = 0x2c;
const SPACE = 0x20;

/** Joins what is rendered, collapses white space, and closes the gaps that removed tags leave between commas. */
class TidyWriter {
  private readonly units: Uint16Array;
  private readonly sources: Int32Array;
  private readonly weights: Float64Array;
  private length = 0;
  private pendingSpace = -1;
  private pending: 'none' | 'gap' | 'part' = 'none';
  private partSource = 0;

  /** @param capacity code units of the raw prompt: its text is never longer, as a keyword is longer than the comma for it. */
  constructor(capacity: number) {
    this.units = new Uint16Array(capacity);
    this.sources = new Int32Array(capacity);
    this.weights = new Float64Array(capacity);
  }

  put(unit: number, source: number, weight: number): void {
    if (isSpace(unit)) {
      if (this.pendingSpace < 0) this.pendingSpace = source;
      return;
    }
    if (this.pending !== 'none') {
      const open = this.length === 0 || this.last() === COMMA;
      if (unit === COMMA && open) return; // its neighbour was removed: the gap goes on
      if (unit === COMMA) this.pendingSpace = -1;
      else if (this.pending === 'part' && !open) {
        this.push(COMMA, this.partSource, 1);
        this.pendingSpace = this.partSource;
      }
      this.pending = 'none';
    }
    if (this.pendingSpace >= 0 && this.length > 0) this.push(SPACE, this.pendingSpace, 1);
    this.pendingSpace = -1;
    this.push(unit, source, weight);
  }

  /** Something that CLIP does not see stood here. */
  gap(): void {
    if (this.pending === 'none') this.pending = 'gap';
  }

  /** Two parts that A1111 encodes apart (BREAK, AND) meet here: one text shows a comma. */
  part(source: number): void {
    this.pending = 'part';
    this.partSource = source;
  }

  finish(): ClipText {
    this.close();
    const text = decode(this.units.subarray(0, this.length));
    return {
      text,
      offsets: this.sources.slice(0, this.length),
      words: weightedWords(text, this.weights),
    };
  }

  /** The text, with its weight before each run of one. */
  heard(): string {
    this.close();
    const text = decode(this.units.subarray(0, this.length));
    let written = '';
    let start = 0;
    let before: string | undefined;
    for (let i = 0; i < this.length; i++) {
      // Nobody hears the weight of a blank.
      if (this.units[i] === SPACE) continue;
      const weight = this.weights[i]!.toFixed(HEARD_DIGITS);
      if (weight === before) continue;
      written += `${text.slice(start, i)}\0${weight}\0`;
      start = i;
      before = weight;
    }
    return written + text.slice(start);
  }

  /** A comma at the end whose neighbour was removed goes. */
  private close(): void {
    if (this.pending === 'none' || this.length === 0 || this.last() !== COMMA) return;
    this.length--;
    if (this.length > 0 && this.last() === SPACE) this.length--;
  }

  private last(): number {
    return this.units[this.length - 1]!;
  }

  private push(unit: number, source: number, weight: number): void {
    this.units[this.length] = unit;
    this.sources[this.length] = source;
    this.weights[this.length] = weight;
    this.length++;
  }
}

function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === SPACE || (unit >= 0x09 && unit <= 0x0d);
  return (
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}

/** `String.fromCharCode` takes so many arguments on every engine. */
const DECODE_CHUNK = 8192;

function decode(units: Uint16Array): string {
  let text = '';
  for (let i = 0; i < units.length; i += DECODE_CHUNK) {
    text += String.fromCharCode(...units.subarray(i, i + DECODE_CHUNK));
  }
  return text;
}

/** Longer words are cut: without a bound, one of millions of characters fills the stack of the regular expression. */
const WORD =
  /[\p{L}\p{N}\p{M}_]{1,1000}(?:['’.-][\p{L}\p{N}\p{M}_]{1,1000}){0,100}|\p{Extended_Pictographic}(?:[\u200d\ufe0f]|\p{EMod}|\p{Extended_Pictographic}){0,100}/gu;

/** The words of `text`, cut where the weight changes inside one. */
function weightedWords(text: string, weights: Float64Array): WeightedWord[] {
  const words: WeightedWord[] = [];
  for (const match of text.matchAll(WORD)) {
    const end = match.index + match[0].length;
    let start = match.index;
    for (let i = start + 1; i <= end; i++) {
      if (i < end && weights[i] === weights[start]) continue;
      words.push({ text: text.slice(start, i), start, end: i, weight: weights[start]! });
      start = i;
    }
  }
  return words;
}
