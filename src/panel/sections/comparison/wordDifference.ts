export interface ComparedPart {
  readonly text: string;
  /** True when the other text has no such word at this place. */
  readonly differs: boolean;
}

/** Beyond this many words the exact alignment would take too long, and nobody reads that far; a rough one is made. */
const exactLimit = 1500;

const segmenter = new Intl.Segmenter(['ja', 'en'], { granularity: 'word' });

/**
 * Marks the words that differ between two texts, by their longest common subsequence of words. Works for texts
 * without blanks too, because the words are Unicode's.
 * @returns each text cut into parts; joined, the parts are the text
 */
export function wordDifference(a: string, b: string): { a: ComparedPart[]; b: ComparedPart[] } {
  const wordsA = words(a);
  const wordsB = words(b);
  const [keptA, keptB] = commonWords(wordsA, wordsB);
  return { a: parts(wordsA, keptA), b: parts(wordsB, keptB) };
}

/** Beyond this many characters Unicode's word rules take too long; blanks must do. */
const segmentedLimit = 10_000;

/** The words of a text and what stands between them; joined they are the text. */
export function words(text: string): string[] {
  if (text.length > segmentedLimit) return text.split(/(?<=\s)(?=\S)|(?<=\S)(?=\s)/);
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Which words of each list belong to the longest list that both hold in order. */
export function commonWords(a: readonly string[], b: readonly string[]): [boolean[], boolean[]] {
  const keptA = new Array<boolean>(a.length).fill(false);
  const keptB = new Array<boolean>(b.length).fill(false);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) {
    keptA[start] = keptB[start] = true;
    start++;
  }
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    keptA[--endA] = keptB[--endB] = true;
  }
  const rows = endA - start;
  const columns = endB - start;
  if (rows > exactLimit || columns > exactLimit) return [keptA, keptB];

  // lengths[i * width + j]: longest common subsequence of a[start+i…endA) and b[start+j…endB).
  const width = columns + 1;
  const lengths = new Uint16Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[start + i] === b[start + j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (a[start + i] === b[start + j]) keptA[start + i++] = keptB[start + j++] = true;
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return [keptA, keptB];
}

/** Neighbours of one kind become one part. A blank between two differing words belongs to them. */
function parts(texts: readonly string[], kept: readonly boolean[]): ComparedPart[] {
  const differs = texts.map((text, index) =>
    text.trim() === '' && index > 0 && index < texts.length - 1
      ? !kept[index - 1] && !kept[index + 1]
      : !kept[index],
  );
  const result: { text: string; differs: boolean }[] = [];
  texts.forEach((text, index) => {
    const last = result.at(-1);
    if (last && last.differs === differs[index]) last.text += text;
    else result.push({ text, differs: differs[index]! });
  });
  return result;
}
