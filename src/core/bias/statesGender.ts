import type { Prompt } from '../spell/spell';
import { finish } from '../steps';
import { match } from './match';
import type { Matcher } from './matcher';
import { readPrompt } from './reading';

/** Whether a prompt says a gender itself, in any language of the rules: "woman", "her", "king", "彼女". Linear in the text. */
export function statesGender(prompt: Prompt, matcher: Matcher): boolean {
  const nothing = (): boolean => false;
  return finish(readPrompt(prompt)).some((reading) =>
    matcher.lexicons.some((lexicon) => finish(match(reading, lexicon, nothing)).genderAt.length > 0),
  );
}
