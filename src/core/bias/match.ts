import type { Steps } from '../score/steps';
import { findCombinations } from './combination';
import type { Lexicon, Token } from './lexicon';
import { isNamed, titleCased } from './namedPerson';
import { drawsNobody, fitsPlace, isJapaneseHere } from './place';
import type { Reading } from './reading';
import type { Rule, Term } from './rule';
import { withoutInner } from './withoutInner';

/** A rule's term in a reading; offsets are the reading's. */
export interface Hit {
  readonly rule: Rule;
  readonly term: Term;
  readonly start: number;
  readonly end: number;
  /** The group that a trait is said of. */
  readonly group?: string;
  /** The word names a thing or clothes an animal: never more than a hint. */
  readonly drawsNobody?: boolean;
}

/** Everything of one language that one reading holds. */
export interface Matches {
  readonly hits: readonly Hit[];
  /** A word says a gender ("woman", "1girl", "彼"). */
  readonly genderStated: boolean;
}

/** Tokens looked at between two steps: some 0.2 ms of work. */
const TOKENS_A_STEP = 100;

/** @param isOn whether a rule is to be reported at all; one that is off hides no other */
export function* match(reading: Reading, lexicon: Lexicon, isOn: (rule: Rule) => boolean): Steps<Matches> {
  const tokens = yield* lexicon.scan(reading.folded);
  let titled: boolean | undefined;
  const allTitled = () => (titled ??= titleCased(reading.text));
  const hits: Hit[] = findCombinations(tokens, reading.folded, lexicon.language);
  for (const [index, token] of tokens.entries()) {
    if (index % TOKENS_A_STEP === 0) yield;
    const named = isNamed(reading.text, token) && !allTitled();
    const capital = /^\p{Lu}/u.test(reading.text.slice(token.start, token.start + 2));
    for (const { rule, term } of token.entry.uses) {
      if (rule.combination) continue;
      // A job or a title makes a name even in small letters ("fireman Sam"); what demeans people does not ("a midget German").
      if (named && (capital || rule.category.startsWith('gender/'))) continue;
      if (!fitsPlace(rule, tokens, index, reading.folded, lexicon.language)) continue;
      if (lexicon.language === 'ja' && !isJapaneseHere(term.text, reading.text, token)) continue;
      const nobody = drawsNobody(rule, reading.folded, token);
      hits.push({ rule, term, start: token.start, end: token.end, ...(nobody && { drawsNobody: true }) });
    }
  }
  return {
    hits: withoutInner(
      hits.filter(({ rule }) => isOn(rule)),
      (hit) => hit,
    ),
    genderStated: tokens.some(saysGender),
  };
}

function saysGender({ entry }: Token): boolean {
  return entry.contexts.has('gender');
}
