import type { Span } from '../spell/spell';

const NEXT_WORD = /^ (\p{Lu})\p{Ll}+/u;
const PREVIOUS_WORD = /(?:^|[^\p{L}])(\p{Lu}\p{Ll}*) $/u;
const ARTICLE = /^(?:An?|The)$/;
/** Words before and after are looked for this near. */
const NEAR = 40;

/**
 * Whether a Latin-script word is part of a name ("Fireman Sam", "The Elephant Man", "president Lincoln"): what follows is
 * capitalised, or it is capitalised itself and so is what stands before. Meaningless in a text that is all `titleCased`.
 */
export function isNamed(text: string, { start, end }: Span): boolean {
  if (NEXT_WORD.test(text.slice(end, end + NEAR))) return true;
  if (!/^\p{Lu}/u.test(text.slice(start, start + 2))) return false;
  const before = PREVIOUS_WORD.exec(text.slice(Math.max(0, start - NEAR), start))?.[1];
  return before !== undefined && !ARTICLE.test(before);
}

/** Whether most words start with a capital, so that a capital says nothing ("A Fireman Rescuing A Cat"). */
export function titleCased(text: string): boolean {
  const words = text.match(/\p{L}[\p{L}']{3,}/gu) ?? [];
  const capitalised = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  return words.length >= 3 && capitalised > 0.7 * words.length;
}
