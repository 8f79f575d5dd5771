/**
 * The part of each text that tells it from the others: what all share at the start and at the end gives way to "…".
 * Cuts only at blanks where there are any near, so that no word is torn.
 */
export function distinctTexts(texts: readonly string[]): string[] {
  if (texts.length < 2) return [...texts];
  const first = texts[0]!;
  const shortest = Math.min(...texts.map((text) => text.length));
  let start = 0;
  while (start < shortest && texts.every((text) => text[start] === first[start])) start++;
  let end = 0;
  while (
    end < shortest - start &&
    texts.every((text) => text[text.length - 1 - end] === first[first.length - 1 - end])
  ) {
    end++;
  }
  start = wordStart(first, start);
  const tail = first.slice(first.length - end);
  const blank = /^\S*/.exec(tail)![0].length;
  end -= blank < end ? blank : 0;
  return texts.map((text) => {
    const middle = text.slice(start, text.length - end).trim();
    return `${start > 0 ? '…' : ''}${middle === '' ? '∅' : middle}${end > 0 ? '…' : ''}`;
  });
}

/** Back to the start of the word that `offset` is in; the offset itself in text without blanks. */
function wordStart(text: string, offset: number): number {
  const blank = text.lastIndexOf(' ', offset - 1);
  return blank < 0 ? (text.includes(' ') ? 0 : offset) : blank + 1;
}
