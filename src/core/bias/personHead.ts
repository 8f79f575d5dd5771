import type { Token } from './token';
import type { RuleLanguage } from './rule';

/** What may stand between an adjective and the person it is said of: two words; in Japanese a particle. */
const BETWEEN: Readonly<Record<RuleLanguage, RegExp>> = {
  en: /^ (?:(?!(?:with|and|or|of|in|on|at|for|near|by|to|from)(?![\p{L}'-]))[\p{L}'-]+ ){0,2}$|^-$/u,
  ja: /^(?:の|な|系の?|風の?|的な)?$/u,
};

/** Words that name colours before they name people: said of a person only right before one, or before her or his age. */
const COLOURS: ReadonlySet<string> = new Set(['black', 'white', 'brown', 'dark', 'yellow', 'red']);
const BEFORE_PERSON = /^ (?:(?:young|old|older|elderly|middle-aged|adult|teenage|teen|american) ){0,2}$/;

/** Longer gaps hold no two words that belong together. */
const MAX_GAP = 40;

/** Whether the text between two tokens lets the first be said of the second. */
export function saidOf(folded: string, first: Token, second: Token, language: RuleLanguage): boolean {
  const length = second.start - first.end;
  if (length < 0 || length > MAX_GAP) return false;
  const isColour = COLOURS.has(folded.slice(first.start, first.end));
  return (isColour ? BEFORE_PERSON : BETWEEN[language]).test(folded.slice(first.end, second.start));
}

/** The noun for a person that follows the token as its head ("oriental young woman"); undefined for a thing ("oriental rug"). */
export function personAfter(
  tokens: readonly Token[],
  index: number,
  folded: string,
  language: RuleLanguage,
): Token | undefined {
  const token = tokens[index]!;
  for (let next = index + 1; next < tokens.length; next++) {
    const candidate = tokens[next]!;
    if (!saidOf(folded, token, candidate, language)) return undefined;
    if (candidate.entry.contexts.has('person')) return candidate;
  }
  return undefined;
}
