import type { TokenSpan } from '../../core/ports';
import { wordsOf } from '../../core/why/textUnits';

/** How CLIP's vocabulary marks a token that ends a word: the end of a text may add one where the text went on. */
const endOfWord = /<\/w>$/;

/**
 * Which tokens are which word of a text. Tokenisers tell no places; but where the tokens of a text's beginning are the first
 * tokens of the whole, its end lies between two tokens. Words that no token ends with are one span with those after them.
 * @param pieces of the whole text as the vocabulary spells them, begin and end tokens left out
 * @param piecesOf those of another text
 * @param room tokens that fit: what is behind is left out
 * @returns spans in order, of all pieces that fit
 */
export function tokenSpans(
  text: string,
  pieces: readonly string[],
  piecesOf: (text: string) => readonly string[],
  room: number,
): TokenSpan[] {
  const spans: TokenSpan[] = [];
  const fitting = Math.min(room, pieces.length);
  let [start, from] = [-1, 0];
  for (const word of wordsOf(text, { start: 0, end: text.length })) {
    if (start < 0) ({ start } = word);
    const before = piecesOf(text.slice(0, word.end));
    const isAll = word.end === text.trimEnd().length;
    if (!isAll && !isBeginning(before, pieces)) continue;
    const to = Math.min(isAll ? pieces.length : before.length, fitting);
    if (to > from) {
      spans.push({ start, end: word.end, tokens: to - from });
      start = -1;
    }
    from = to;
    if (from === fitting) break;
  }
  return spans;
}

function isBeginning(some: readonly string[], all: readonly string[]): boolean {
  return (
    some.length <= all.length &&
    some.every((piece, i) => piece.replace(endOfWord, '') === all[i]!.replace(endOfWord, ''))
  );
}
