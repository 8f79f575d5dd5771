import type { Steps } from '../steps';
import { findCombinations } from './combination';
import type { Hit } from './hit';
import type { Exception, Lexicon, Scan } from './lexicon';
import type { Token, Use } from './token';
import { isNamed, titleCased } from './namedPerson';
import type { PersonReader } from './personReader';
import { personsOf } from './personsOf';
import { drawsNobody, fitsPlace, isJapaneseHere, namesAnimal } from './place';
import type { Reading } from './reading';
import type { Category, Rule, RuleLanguage } from './rule';
import { withoutInner } from './withoutInner';

/** Everything of one language that one reading holds. */
export interface Matches {
  readonly hits: readonly Hit[];
  /** Where words say a gender ("woman", "1girl", "彼"), the first few places as offsets of the reading; none where none does. */
  readonly genderAt: readonly number[];
}

/** Tokens looked at between two steps: some 0.2 ms of work. */
const TOKENS_A_STEP = 50;

/** Of a person: an animal in the job is none ("a penguin businessman"). */
const OF_PERSONS: ReadonlySet<Category> = new Set<Category>(['gender/job-title', 'gender/marked-title']);

/** Of peoples and kinds of people, after whom species are called ("a squaw fish"). */
const OF_PEOPLES: ReadonlySet<Category> = new Set<Category>(['ethnicity/label', 'age-class-body']);

/** Compounds that no list holds: "cavewoman", "stepsister". */
const GENDERED_ENDING =
  /[a-z](?:wom[ae]n|girls?|maiden|mothers?|fathers?|sisters?|brothers?|daughters?)(?![\p{L}\p{N}])/u;

/** @param isOn whether a rule is to be reported at all; one that is off hides no other */
export function* match(reading: Reading, lexicon: Lexicon, isOn: (rule: Rule) => boolean): Steps<Matches> {
  const tokens = withoutExcepted(yield* lexicon.scan(reading.folded), reading.folded);
  let titled: boolean | undefined;
  const allTitled = () => (titled ??= titleCased(reading.text));
  const persons = personsOf(reading, tokens, lexicon, allTitled);
  const hits: Hit[] = findCombinations(tokens, reading.folded, lexicon.language);
  for (const [index, token] of tokens.entries()) {
    if (index % TOKENS_A_STEP === 0) yield;
    if (token.entry.uses.length === 0) continue;
    const named = isNamed(reading.text, token, lexicon) && !allTitled();
    const capital = /^\p{Lu}/u.test(reading.text.slice(token.start, token.start + 2));
    for (const { rule, term } of token.entry.uses) {
      if (rule.combination) continue;
      // A job or a title makes a name even in small letters ("chairman Mao"); what demeans people does not ("a midget German").
      if (named && (capital || rule.category.startsWith('gender/'))) continue;
      if (!fitsPlace(rule, tokens, index, reading.folded, lexicon.language)) continue;
      if (lexicon.language === 'ja' && !isJapaneseHere(term.text, reading.text, token)) continue;
      const hit = { rule, term, start: token.start, end: token.end };
      if (rule.category === 'gender/unspecified-person') {
        if (persons.isLeftOpen(index)) hits.push(besideStated(hit, persons, index));
      } else if (OF_PERSONS.has(rule.category)) {
        const nobody = persons.isFigure(index) || drawsNobody(lexicon.language, reading.folded, token);
        hits.push(nobody ? { ...hit, drawsNobody: true } : hit);
      } else {
        const nobody =
          OF_PEOPLES.has(rule.category) &&
          lexicon.language === 'en' &&
          namesAnimal(tokens, index, reading.folded);
        hits.push(nobody ? { ...hit, drawsNobody: true } : hit);
      }
    }
  }
  return {
    hits: withoutInner(
      hits.filter(({ rule }) => isOn(rule)),
      (hit) => hit,
    ),
    genderAt: genderPlaces(tokens, reading.folded, lexicon.language),
  };
}

function besideStated(hit: Hit, persons: PersonReader, index: number): Hit {
  return persons.isBesideStated(index) ? { ...hit, besideStated: true } : hit;
}

/** Exceptions are no longer than this, and some more for their other spellings; in UTF-16 units. */
const LONGEST_EXCEPTION = 100;

/** The tokens without what a longer literal of the same rule excepts, and of several spellings the one that is written. */
function withoutExcepted({ tokens, exceptions }: Scan, folded: string): Token[] {
  let first = 0;
  return tokens.map((token) => {
    while (first < exceptions.length && exceptions[first]!.start + LONGEST_EXCEPTION < token.start) first++;
    if (token.entry.uses.length === 0) return token;
    const around: Exception[] = [];
    for (let at = first; at < exceptions.length && exceptions[at]!.start <= token.start; at++) {
      if (excepts(exceptions[at]!, token)) around.push(exceptions[at]!);
    }
    const written = asWritten(token.entry.uses, folded.slice(token.start, token.end));
    const uses = written.filter(({ rule }) => !around.some(({ rules }) => rules.has(rule)));
    return uses.length === token.entry.uses.length ? token : { ...token, entry: { ...token.entry, uses } };
  });
}

/** An exception hides what is in it and what begins in it, but not what is longer. */
function excepts(exception: Exception, token: Token): boolean {
  if (exception.end <= token.start) return false;
  return exception.start < token.start || exception.end >= token.end;
}

/** A rule's terms may differ only in a hyphen, or in their kana. */
function asWritten(uses: readonly Use[], written: string): readonly Use[] {
  if (uses.length === 1) return uses;
  return uses.filter(
    (use, index) =>
      use ===
      (uses.find(({ rule, term }) => rule === use.rule && term.text.toLowerCase() === written) ??
        uses.find(({ rule }) => rule === uses[index]!.rule)),
  );
}

/** No term holds more words for a gender than this, so that one place of them lies outside any term. */
const MOST_PLACES = 4;

function genderPlaces(tokens: readonly Token[], folded: string, language: RuleLanguage): number[] {
  const places: number[] = [];
  for (const { entry, start } of tokens) {
    if (entry.contexts.has('gender') && places.push(start) === MOST_PLACES) return places;
  }
  const ending = language === 'en' ? folded.search(GENDERED_ENDING) : -1;
  if (ending >= 0) places.push(ending);
  return places;
}
