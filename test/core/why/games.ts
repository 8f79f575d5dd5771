import { Game } from '../../../src/core/why/game';
import type { Cosines } from '../../../src/core/why/measureTexts';
import { phrasesOf } from '../../../src/core/why/textUnits';

/** A text of one-word phrases, and what each set of them is worth on each picture. */
export function gameOf(
  words: readonly string[],
  worthOf: (words: readonly string[]) => readonly number[],
): { readonly game: Game; readonly worth: (texts: readonly string[]) => Map<string, Cosines> } {
  const text = words.join(', ');
  return {
    game: new Game(text, phrasesOf(text)),
    worth: (texts) =>
      new Map(
        texts.map((each) => [
          each,
          Float64Array.from(worthOf(each.split(', ').filter((word) => word !== ''))),
        ]),
      ),
  };
}
