import { EnglishPersons } from './englishPersons';
import { JapanesePersons } from './japanesePersons';
import type { Lexicon } from './lexicon';
import type { Token } from './token';
import type { PersonReader } from './personReader';
import type { Reading } from './reading';

/** @param titled whether most words of the text are capitalised, so that a capital says nothing */
export function personsOf(
  reading: Reading,
  tokens: readonly Token[],
  lexicon: Lexicon,
  titled: () => boolean,
): PersonReader {
  return lexicon.language === 'en'
    ? new EnglishPersons(reading, tokens, lexicon, titled)
    : new JapanesePersons(reading, tokens);
}
