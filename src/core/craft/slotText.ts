import { separatorOf, withPhrase } from '../why/textUnits';
import type { SuggestedStep } from './suggest';

/**
 * Steps as text of a spell, joined as they were measured: where pictures tell no difference, a slot `{a|b}`. Brackets and other signs of a dialect in a
 * phrase mean themselves.
 */
export function slotText(steps: readonly Pick<SuggestedStep, 'phrase' | 'ties'>[]): string {
  let written = '';
  let said = '';
  for (const { phrase, ties } of steps) {
    const texts = [phrase, ...ties].map(({ text }) => escapedPhrase(text));
    written += said === '' ? '' : separatorOf(said);
    written += texts.length > 1 ? `{${texts.join('|')}}` : texts[0]!;
    said = withPhrase(said, phrase.text);
  }
  return written;
}

/**
 * A backslash before each sign that would begin something else. `#`, `<` and `>` are left away: nothing keeps
 * them from being a comment or a tag.
 */
export function escapedPhrase(text: string): string {
  return text.replace(/[#<>]/g, '').replace(/[\\(){}[\]|$]/g, '\\$&');
}
