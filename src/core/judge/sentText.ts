import type { ExpandOptions } from '../spell/expandSpell';
import { filledTexts } from '../spell/fillPrompt';
import type { Spell } from '../spell/spell';

/** The texts of one expansion as a generator of the file's dialect takes them. */
export interface SentText {
  readonly prompt: string;
  readonly negative?: string;
  /**
   * Signs that the file means as text and that the generator would take for a comment: it draws less than was scored.
   * Empty in nearly every prompt.
   */
  readonly misread: readonly '#'[];
}

/**
 * What is sent for the expansions of a spell, by their ids: slots decided, comments gone, weights, tags and schedules as they
 * are written, so that what is generated is what was scored. Of the negative prompt, which nothing scores, the first
 * expansion is sent.
 * @param options those with which it was expanded
 */
export function sentTexts(spell: Spell, options: ExpandOptions): ReadonlyMap<string, SentText> {
  const [negative] = spell.negative === undefined ? [] : filledTexts(spell.negative, options).values();
  return new Map(
    [...filledTexts(spell.positive, options)].map(([id, prompt]) => [
      id,
      {
        prompt,
        ...(negative !== undefined && { negative }),
        misread: misreadIn([prompt, negative], options.dialect),
      },
    ]),
  );
}

/** What a generator would take for comments in texts that are to have none. @param dialect the generator's */
export function misreadIn(texts: readonly (string | undefined)[], dialect: string): readonly '#'[] {
  return dialect === 'a1111' && texts.some((text) => text?.includes('#')) ? ['#'] : [];
}
