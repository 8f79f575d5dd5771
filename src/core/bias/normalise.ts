/** A text in one of the many ways it may be written, and where each UTF-16 unit of it stood before. */
export interface Normalised {
  readonly text: string;
  /** Of each unit, where what it was written as starts and ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Nothing to see: soft hyphens, zero-width spaces and joiners, direction marks, variation selectors. */
const INVISIBLE =
  '\\u00ad\\u034f\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufe00-\\ufe0f\\ufeff';

/** Marks that stand after their letter: accents, and what makes が of か. */
const MARKS = '\\u0300-\\u036f\\u3099\\u309a';

/**
 * What is written otherwise than literals are: marks apart from their letters, half-width katakana, ligatures and the letters
 * of mathematics. No more than three marks are joined with a letter; nobody writes more, and joining many is no linear work.
 */
const WRITTEN_OTHERWISE = new RegExp(
  `[${INVISIBLE}]+|[^${MARKS}\\s][${MARKS}]{1,3}|[\\uff61-\\uff9f][\\uff9e\\uff9f]?|[\\ufb00-\\ufb06]|[\\u{1d400}-\\u{1d7ff}]`,
  'gu',
);

const ANY_INVISIBLE = new RegExp(`^[${INVISIBLE}]`, 'u');

/** Composes what is written apart and leaves out what can't be seen; undefined where nothing changes. Linear in the text. */
export function normalise(text: string): Normalised | undefined {
  if (text.search(WRITTEN_OTHERWISE) < 0) return undefined;
  const parts: string[] = [];
  const units = text.length + 2 * (text.match(/[\ufb00-\ufb06]/g)?.length ?? 0); // a ligature becomes up to three
  const starts = new Int32Array(units);
  const ends = new Int32Array(units);
  let length = 0;
  let at = 0;
  const keep = (end: number) => {
    parts.push(text.slice(at, end));
    for (; at < end; at++, length++) {
      starts[length] = at;
      ends[length] = at + 1;
    }
  };
  for (const { 0: written, index } of text.matchAll(WRITTEN_OTHERWISE)) {
    keep(index);
    at = index + written.length;
    if (ANY_INVISIBLE.test(written)) {
      if (length > 0) ends[length - 1] = at; // belongs to the unit before it
      continue;
    }
    const composed = written.normalize('NFKC');
    parts.push(composed);
    for (let unit = 0; unit < composed.length; unit++, length++) {
      starts[length] = index;
      ends[length] = at;
    }
  }
  keep(text.length);
  return { text: parts.join(''), starts: starts.subarray(0, length), ends: ends.subarray(0, length) };
}
