const segmenter = new Intl.Segmenter(['ja', 'en'], { granularity: 'word' });

/** Characters around an edit that are looked at: no word that anybody types is longer. */
const reach = 64;

/**
 * Whether an edit from one text to the next goes on within a word: then the text before it was half-typed. Words are
 * Unicode's, so Japanese has some too.
 */
export function isMidWord(before: string, after: string): boolean {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let end = 0;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [before, after].some((text) => isInWord(text, start) || isInWord(text, text.length - end));
}

/** Whether an offset has letters of one word on both sides. */
function isInWord(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false;
  const from = Math.max(0, offset - reach);
  const around = text.slice(from, offset + reach);
  const found = segmenter.segment(around).containing(offset - from);
  return found !== undefined && found.isWordLike === true && from + found.index < offset;
}
