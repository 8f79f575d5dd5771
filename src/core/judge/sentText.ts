import { expandPrompt, type ExpandOptions } from '../spell/expandSpell';
import { fillPrompt } from '../spell/fillPrompt';
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
 * What is sent for an expansion: its slots decided, comments gone, weights, tags and schedules as they are written, so that
 * what is generated is what was scored. Of the negative prompt, which nothing scores, the first expansion is sent.
 * @param id of the expansion
 * @param options those with which it was expanded
 * @returns undefined when there is no such expansion
 */
export function sentText(spell: Spell, id: string, options: ExpandOptions): SentText | undefined {
  const filled = fillPrompt(spell.positive, id, options);
  if (filled === undefined) return undefined;
  const negative = negativeText(spell, options);
  const texts = [filled.text, negative ?? ''];
  return {
    prompt: filled.text,
    ...(negative !== undefined && { negative }),
    misread: options.dialect === 'a1111' && texts.some((text) => text.includes('#')) ? ['#'] : [],
  };
}

function negativeText({ negative }: Spell, options: ExpandOptions): string | undefined {
  if (negative === undefined) return undefined;
  const [first] = expandPrompt(negative, options).expansions;
  return first && fillPrompt(negative, first.id, options)?.text;
}
