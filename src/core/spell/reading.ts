/** A run of text that a generator gives its tokeniser in one go, with one weight. */
export interface Piece {
  readonly text: string;
  /** Index in the raw prompt of each code unit of `text`. */
  readonly places: Int32Array;
  readonly weight: number;
}

/** Parts that a generator encodes apart meet: `BREAK`, `AND` and the like. */
export interface PartEdge {
  readonly edge: 'break' | 'and';
  /** Index in the raw prompt. */
  readonly place: number;
}

/** A prompt without slots as a generator reads it. */
export interface Reading {
  readonly items: readonly (Piece | PartEdge)[];
  /** Where something that the text encoder is not shown was taken out: indices in the raw prompt, ascending. */
  readonly gaps: readonly number[];
  /** Textual inversions are in it: how many tokens they are, their files alone know. */
  readonly hasEmbeddings?: boolean;
}

/** A text some of whose characters are gone, with the place of each that is left. */
export interface Placed {
  readonly text: string;
  readonly places: Int32Array;
}

export function placed(text: string): Placed {
  const places = new Int32Array(text.length);
  for (let i = 0; i < places.length; i++) places[i] = i;
  return { text, places };
}

export function slicePlaced({ text, places }: Placed, start: number, end: number): Placed {
  return { text: text.slice(start, end), places: places.subarray(start, end) };
}

/** These ranges one after the other. */
export function joinRanges({ text, places }: Placed, ranges: readonly (readonly [number, number])[]): Placed {
  if (ranges.length === 1) return slicePlaced({ text, places }, ranges[0]![0], ranges[0]![1]);
  const joined = new Int32Array(ranges.reduce((sum, [start, end]) => sum + end - start, 0));
  let at = 0;
  for (const [start, end] of ranges) {
    joined.set(places.subarray(start, end), at);
    at += end - start;
  }
  return { text: ranges.map(([start, end]) => text.slice(start, end)).join(''), places: joined };
}
