import type { Token } from './token';
import type { Hit } from './hit';
import { personAfter, saidOf } from './personHead';
import type { RuleLanguage } from './rule';

/** After a noun for people, but not after an adjective with its noun still to come ("lazy Mexican sleeping", "dirty Mexican street"). */
const STANDS_ALONE: Readonly<Record<RuleLanguage, RegExp>> = {
  en: /^(?:$|[^\p{L}\p{N} -]| (?:[^\p{L}\p{N}]|(?:in|on|at|with|who|and|or|from|by|near|next|under|over|to|is|are|was|were|[a-z]+ing|[a-z]+ed)(?![\p{L}-])))/u,
  ja: /^(?!製|系|料理|街|風|町|鍋|語|茶|酒|菓子|雑貨|建築|庭園|映画|音楽|絵画|墓地|人参|墓)/u,
};

const AFTER = 24;

/**
 * Negative traits said of a group of people: "lazy Mexican man", "Arab terrorist", 汚い外国人. A trait stands before the group,
 * whose head is a person or the group word itself, or is a noun right after it.
 */
export function findCombinations(tokens: readonly Token[], folded: string, language: RuleLanguage): Hit[] {
  const hits: Hit[] = [];
  tokens.forEach((group, index) => {
    if (!group.entry.contexts.has('group')) return;
    const name = folded.slice(group.start, group.end);
    const next = tokens[index + 1];
    if (next && saidOf(folded, group, next, language) && endsThere(folded, next, language)) {
      for (const use of traits(next, true))
        hits.push({ ...use, start: group.start, end: next.end, group: name });
    }
    const head = headEnd(tokens, index, folded, language);
    const before = head === undefined ? undefined : traitBefore(tokens, index, folded, language);
    if (head === undefined || !before) return;
    for (const use of traits(before, false))
      hits.push({ ...use, start: before.start, end: head, group: name });
  });
  return hits;
}

/** A noun that another noun does not follow, which it would only describe ("black gangster suit", "white thief cat"). */
function endsThere(folded: string, { end }: Token, language: RuleLanguage): boolean {
  return language === 'ja' || STANDS_ALONE.en.test(folded.slice(end, end + AFTER));
}

function traits(token: Token, nounsOnly: boolean) {
  return token.entry.uses.filter(({ rule, term }) => rule.combination && (!nounsOnly || term.noun));
}

/** The nearest trait before the group, past other words said of it ("dangerous young black man"). */
function traitBefore(
  tokens: readonly Token[],
  index: number,
  folded: string,
  language: RuleLanguage,
): Token | undefined {
  const group = tokens[index]!;
  for (let before = index - 1; before >= 0; before--) {
    const candidate = tokens[before]!;
    if (!saidOf(folded, candidate, group, language)) return undefined;
    if (traits(candidate, false).length > 0) return candidate;
  }
  return undefined;
}

/** Where the words for the person end; undefined when the group word is said of a thing. */
function headEnd(
  tokens: readonly Token[],
  index: number,
  folded: string,
  language: RuleLanguage,
): number | undefined {
  const group = tokens[index]!;
  const person = personAfter(tokens, index, folded, language);
  if (person) return person.end;
  const isNoun = language === 'ja' || group.entry.contexts.has('person');
  return isNoun && STANDS_ALONE[language].test(folded.slice(group.end, group.end + AFTER))
    ? group.end
    : undefined;
}
