import { commonWords, words, type ComparedPart } from './sections/comparison/wordDifference';

/** Beyond this many characters between what all share, words are not compared: only the two ends give way. */
const comparedLimit = 100_000;
/** Comparisons of words that finding what all share may take. */
const comparisonLimit = 4_000_000;
/** Shared words give way to "…" when they are longer than this many characters, in front and between. */
const longestShared = 16;

/**
 * Which words of each text tell it from the others: those that are not in all of them, in one order.
 * @returns each text cut into parts, that joined are the text; of texts that share nothing, one part that differs in nothing
 */
export function distinctParts(texts: readonly string[]): ComparedPart[][] {
  const whole = texts.map((text) => [{ text, differs: false }]);
  if (texts.length < 2) return whole;
  const { start, end } = sharedEnds(texts);
  const middles = texts.map((text) => text.slice(start, text.length - end));
  const shared = sharedWords(middles);
  if (start === 0 && end === 0 && shared.length === 0) return whole;
  return texts.map((text, index) => {
    const parts = [
      { text: text.slice(0, start), differs: false },
      ...compared(middles[index]!, shared),
      { text: text.slice(text.length - end), differs: false },
    ];
    return joined(parts);
  });
}

/** A text as its row shows it: what is its own first, and long stretches that all share as "…". */
export function shortened(parts: readonly ComparedPart[]): ComparedPart[] {
  const first = parts.findIndex(({ differs }) => differs);
  return parts.map((part, index) => {
    const isLong = part.text.trim().length > longestShared;
    if (part.differs || !isLong || index > lastDiffering(parts)) return part;
    const hasBlank = index < first || /\s$/.test(parts[index - 1]!.text);
    return { text: hasBlank ? '… ' : ' … ', differs: false };
  });
}

/**
 * What each text has of its own, as a name for it.
 * @param nothing for a text that has less than the others, and nothing else
 */
export function distinctTexts(texts: readonly string[], nothing: string): string[] {
  return distinctParts(texts).map((parts, index) => {
    const last = lastDiffering(parts);
    if (last < 0) return isLess(texts, index) ? nothing : texts[index]!;
    const first = parts.findIndex(({ differs }) => differs);
    return shortened(parts)
      .slice(first, last + 1)
      .map(({ text }) => text)
      .join('')
      .trim();
  });
}

/** Whether others hold a text and more. */
function isLess(texts: readonly string[], index: number): boolean {
  const text = texts[index]!;
  return texts.some((other) => other !== text && other.includes(text));
}

function lastDiffering(parts: readonly ComparedPart[]): number {
  return parts.findLastIndex(({ differs }) => differs);
}

/** How many characters all texts share at their start and end, cut so that no word is torn. */
function sharedEnds(texts: readonly string[]): { readonly start: number; readonly end: number } {
  const first = texts[0]!;
  const shortest = Math.min(...texts.map((text) => text.length));
  let start = 0;
  while (start < shortest && texts.every((text) => text[start] === first[start])) start++;
  if (texts.some((text) => start < text.length)) start = wordStart(first, start);
  let end = 0;
  while (
    end < shortest - start &&
    texts.every((text) => text[text.length - 1 - end] === first[first.length - 1 - end])
  ) {
    end++;
  }
  const tail = first.slice(first.length - end);
  const blank = /^\S*/.exec(tail)![0].length;
  // In text without blanks there is no telling; a mark of punctuation begins something new.
  if (blank < end && !/^[\p{P}\s]/u.test(tail)) end -= blank;
  return { start, end };
}

/** Back to the start of the word that `offset` is in; the offset itself in text without blanks. */
function wordStart(text: string, offset: number): number {
  if (offset === 0 || /\s/.test(text[offset - 1]!)) return offset;
  const blank = text.lastIndexOf(' ', offset - 1);
  return blank < 0 ? (text.includes(' ') ? 0 : offset) : blank + 1;
}

/** Words that stand in all texts in one order. */
function sharedWords(texts: readonly string[]): string[] {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length > comparedLimit) return [];
  const lists = texts.map((text) => words(text).filter(isWord));
  const longest = Math.max(...lists.map((list) => list.length));
  if (longest * longest * lists.length > comparisonLimit) return [];
  let shared = lists[0]!;
  for (const list of lists.slice(1)) {
    if (shared.length === 0) break;
    const [kept] = commonWords(shared, list);
    shared = shared.filter((_, index) => kept[index]);
  }
  return shared;
}

/** Blanks and marks stand in every text. */
function isWord(word: string): boolean {
  return /[\p{L}\p{N}]/u.test(word);
}

/** @param shared words that the text holds in this order */
function compared(text: string, shared: readonly string[]): ComparedPart[] {
  let next = 0;
  const own = shared.length === 0 ? (text === '' ? [] : [text]) : words(text);
  const parts = own.map((word) => ({ text: word, differs: shared[next] !== word || (next++, false) }));
  // Marks and blanks go with what they follow.
  return parts.map((part, index) =>
    isWord(part.text) || index === 0 ? part : { ...part, differs: differsBefore(parts, index) },
  );
}

function differsBefore(parts: readonly ComparedPart[], index: number): boolean {
  for (let before = index - 1; before >= 0; before--)
    if (isWord(parts[before]!.text)) return parts[before]!.differs;
  return parts[index]!.differs;
}

function joined(parts: readonly ComparedPart[]): ComparedPart[] {
  const result: { text: string; differs: boolean }[] = [];
  for (const { text, differs } of parts) {
    const last = result.at(-1);
    if (text === '') continue;
    if (last?.differs === differs) last.text += text;
    else result.push({ text, differs });
  }
  return result;
}
