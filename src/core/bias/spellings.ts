import { fold } from './fold';
import { headOf, pluralOf } from './plural';
import type { Rule, RuleLanguage, Term } from './rule';

/**
 * The ways a rule's term is also written, as terms of their own: a plural that the rule does not list, several words joined
 * or a compound split, no apostrophe; in Japanese 障がい for 障害, and no ー at a word's end. Hyphens for spaces, hiragana for
 * katakana and what stands in `normalise` and `fold` need no term: the lexicon reads them alike.
 */
export function spellingsOf(rule: Rule, term: Term, isPerson: (word: string) => boolean): Term[] {
  return rule.language === 'en'
    ? englishSpellings(rule, term, isPerson)
    : japaneseSpellings(term.text).map((text) => ({ ...term, text }));
}

/** The same for what only has to be recognised. */
export function otherSpellings(literal: string, language: RuleLanguage): string[] {
  if (language === 'ja') return japaneseSpellings(literal);
  const plural = pluralOf(literal);
  return [plural, ...withoutApostrophe(literal)];
}

function englishSpellings(rule: Rule, term: Term, isPerson: (word: string) => boolean): Term[] {
  const plural = hasPlural(rule, term) ? pluralTerm(term, isPerson) : undefined;
  return [term, ...(plural ? [plural] : [])].flatMap((each) => [
    ...(each === term ? [] : [each]),
    ...[...joined(each.text), ...split(each.text), ...withoutApostrophe(each.text)].map((text) => ({
      ...each,
      text,
    })),
  ]);
}

/** Adjectives have none, nor have traits (a black loafer is a shoe) and "the blind" (blinds hang in windows), nor a verb's form. */
function hasPlural({ needsPerson, combination }: Rule, { text }: Term): boolean {
  if (needsPerson || combination) return false;
  return (
    /[a-z]$/i.test(text) &&
    !/^(?:the|an?|to) /i.test(text) &&
    !/(?:[^s]s|men|people|children|ing|ed)$/i.test(text)
  );
}

function pluralTerm({ text, replacements }: Term, isPerson: (word: string) => boolean): Term {
  const plurals = replacements
    .filter((each) => /(?:person|er|or|ist|ant|user)$/.test(headOf(each)) || isPerson(fold(headOf(each))))
    .map(pluralOf);
  return { text: pluralOf(text), replacements: plurals };
}

/** Shorter words than this joined are other words by chance. */
const LEAST_JOINED = 6;

function joined(text: string): string[] {
  const whole = text.replace(/[ -]/g, '');
  return whole !== text && whole.length >= LEAST_JOINED ? [whole] : [];
}

/** Nouns for people that end compounds, and what is no trade before them but says which man: "gentle man", "mad man". */
const COMPOUND =
  /^(\p{L}{3,}?)(m[ae]n|wom[ae]n|boys?|girls?|lad(?:y|ies)|maids?|persons?|people|masters?|wife|wives|kind|power|ship)$/iu;
const DESCRIBES =
  /^(?:gentle|every|any|strong|fresh|mad|free|lay|wise|good|bad|old|young|poor|rich|tall|big|wild|wing|yes|dead|super|wo|hu|no|some|fore|mid|house|play|tom|cow|friend|hard|wor|leader|owner|member|kin|air|space|battle|war|star)$/i;

/** What may end a phrase before another "woman": "at the camera woman", "by the sea woman". */
const ENDS_PHRASE =
  /^(?:axe|bar|boats?|bow|camera|cave|chair|church|country|dairy|door|farm|fire|foot|fore|fresh|frog|front|frontiers|gun|horse|hunts|law|mail|middle|news|noble|nursery|outdoors|patrol|plains|plough|plow|post|quarry|radio|rail|railroad|railway|ranch|rifle|sea|service|show|signal|spear|stunt|swords?|timber|towns?|train|trash|warehouse|watch|weather|wheels|woods?|work|yachts?)$/i;

function split(text: string): string[] {
  const match = COMPOUND.exec(text);
  if (!match) return [];
  const [, first, second] = match as unknown as [string, string, string];
  if (DESCRIBES.test(first) || (/^wom/i.test(second) && ENDS_PHRASE.test(first))) return [];
  return [`${first} ${second}`];
}

function withoutApostrophe(text: string): string[] {
  return /\p{L}['\u2019]\p{L}?.* |\p{L}['\u2019]s$/u.test(text) ? [text.replace(/['\u2019]/g, '')] : [];
}

function japaneseSpellings(text: string): string[] {
  const found: string[] = [];
  if (text.includes('障害')) found.push(text.replaceAll('障害', '障がい'), text.replaceAll('障害', '障碍'));
  if (/[\p{Script=Katakana}]{3,}ー$/u.test(text)) found.push(text.slice(0, -1));
  if (text.includes('ヴ')) {
    found.push(text.replace(/ヴ([ァィェォ])?/g, (_, vowel: string) => BY_VOWEL[vowel] ?? 'ブ'));
  }
  return found;
}

const BY_VOWEL: Readonly<Record<string, string>> = { ァ: 'バ', ィ: 'ビ', ェ: 'ベ', ォ: 'ボ' };
