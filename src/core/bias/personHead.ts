import type { Token } from './lexicon';
import type { RuleLanguage } from './rule';

/** What may stand between an adjective and the person it is said of: two words; in Japanese a particle. */
const BETWEEN: Readonly<Record<RuleLanguage, RegExp>> = {
  en: /^ (?:[\p{L}'-]+ ){0,2}$|^-$/u,
  ja: /^(?:の|な|系の?|風の?|的な)?$/u,
};

/** Longer gaps hold no two words that belong together. */
const MAX_GAP = 40;

/** Whether the text between two tokens lets the first be said of the second. */
export function saidOf(folded: string, first: Token, second: Token, language: RuleLanguage): boolean {
  const length = second.start - first.end;
  return length >= 0 && length <= MAX_GAP && BETWEEN[language].test(folded.slice(first.end, second.start));
}

/** Whether a noun for a person follows the token as its head ("oriental young woman"), and not a thing ("oriental rug"). */
export function personFollows(
  tokens: readonly Token[],
  index: number,
  folded: string,
  language: RuleLanguage,
): boolean {
  return personAfter(tokens, index, folded, language) !== undefined;
}

/** The token of that noun. */
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
