import type { Steps } from '../score/steps';
import { fold } from './fold';
import { JapaneseWords } from './japaneseWords';
import { LiteralTree } from './literalTree';
import type { ContextWords, LanguageRules, Rule, RuleLanguage, Term } from './rule';

/** What one literal may mean. */
export interface Entry {
  readonly uses: readonly { readonly rule: Rule; readonly term: Term }[];
  /** It hides the shorter literals in it; alone it means nothing. */
  readonly isException: boolean;
  readonly contexts: ReadonlySet<keyof ContextWords>;
}

/** A literal found in a folded text; `start` and `end` are offsets there. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly entry: Entry;
}

/** Finds the literals of one language in time linear in the text. */
export interface Lexicon {
  readonly language: RuleLanguage;
  /** The tokens of a folded text in order, the longest at each place; they do not overlap. */
  scan(text: string): Steps<Token[]>;
}

/** Between two steps no more of these are done: rules for building, UTF-16 units for scanning. Each takes well under 1 ms. */
const RULES_A_STEP = 20;
const UNITS_A_STEP = 1000;

export function* buildLexicon(language: RuleLanguage, rules: LanguageRules): Steps<Lexicon> {
  const tree = new LiteralTree<Entry>();
  let count = 0;
  for (const [literal, entry] of yield* collectEntries(rules)) {
    tree.add(literal, entry);
    if (++count % (10 * RULES_A_STEP) === 0) yield;
  }
  return language === 'en' ? new EnglishLexicon(tree) : new JapaneseLexicon(tree);
}

interface MutableEntry extends Entry {
  readonly uses: { readonly rule: Rule; readonly term: Term }[];
  isException: boolean;
  readonly contexts: Set<keyof ContextWords>;
}

function* collectEntries(rules: LanguageRules): Steps<Map<string, Entry>> {
  const entries = new Map<string, MutableEntry>();
  const entry = (literal: string): MutableEntry => {
    const key = fold(literal);
    let found = entries.get(key);
    if (!found) entries.set(key, (found = { uses: [], isException: false, contexts: new Set() }));
    return found;
  };
  for (const [index, rule] of rules.rules.entries()) {
    if (index % RULES_A_STEP === 0) yield;
    for (const term of rule.terms) entry(term.text).uses.push({ rule, term });
    for (const exception of rule.exceptions) entry(exception).isException = true;
  }
  for (const kind of ['gender', 'person', 'group'] as const) {
    for (const word of rules.context[kind]) entry(word).contexts.add(kind);
  }
  yield* inheritContexts(entries, rules.context);
  return entries;
}

/** A literal swallows the words in it, so it says what they say: "lady doctor" a gender, 女社長 too. */
function* inheritContexts(entries: ReadonlyMap<string, MutableEntry>, context: ContextWords): Steps<void> {
  const gender = new Set(context.gender.map(fold));
  const person = new Set(context.person.map(fold));
  let count = 0;
  for (const [literal, { contexts, uses }] of entries) {
    if (++count % (10 * RULES_A_STEP) === 0) yield;
    if (uses.some(({ rule }) => rule.category === 'gender/unspecified-person')) continue; // 夫婦, human being
    const parts = literal.split(/[ -]/);
    if (parts.some((part) => gender.has(part)) || gender.has(literal[0]!) || gender.has(literal.at(-1)!)) {
      contexts.add('gender');
    }
    if (person.has(parts.at(-1)!)) contexts.add('person');
  }
}

class EnglishLexicon implements Lexicon {
  readonly language = 'en';

  constructor(private readonly tree: LiteralTree<Entry>) {}

  *scan(text: string): Steps<Token[]> {
    const tokens: Token[] = [];
    let inWord = false;
    let nextStep = UNITS_A_STEP;
    for (let at = 0; at < text.length; at++) {
      if (at >= nextStep) {
        nextStep = at + UNITS_A_STEP;
        yield;
      }
      const startsWord = !inWord;
      inWord = isLatinWordPart(text, at);
      if (!startsWord || !this.tree.startsWith(text.charCodeAt(at))) continue;
      const found = this.tree.longestAt(text, at, (_, end) => !isLatinWordPart(text, end));
      if (!found) continue;
      tokens.push({ start: at, end: found.end, entry: found.value });
      at = found.end - 1;
      inWord = isLatinWordPart(text, at);
    }
    return tokens;
  }
}

const OTHER_WORD_PART = /[\p{Script=Latin}\p{M}\p{N}]/u;

const ASCII_WORD_PARTS = Array.from({ length: 128 }, (_, unit) => /\w/.test(String.fromCharCode(unit)));

/** A word ends where Latin script ends: Japanese follows without a space ("CEOの写真"). */
function isLatinWordPart(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 128) return ASCII_WORD_PARTS[unit]!;
  if (unit >= 0x3000 && unit < 0xd800) return false; // East Asian scripts, most of what is not ASCII
  return OTHER_WORD_PART.test(text.charAt(at));
}

class JapaneseLexicon implements Lexicon {
  readonly language = 'ja';

  constructor(private readonly tree: LiteralTree<Entry>) {}

  *scan(text: string): Steps<Token[]> {
    const tokens: Token[] = [];
    const words = new JapaneseWords(text);
    let nextStep = UNITS_A_STEP;
    for (let at = 0; at < text.length; at++) {
      if (at >= nextStep) {
        nextStep = at + UNITS_A_STEP;
        yield;
      }
      if (!this.tree.startsWith(text.charCodeAt(at))) continue;
      const found = this.tree.longestAt(
        text,
        at,
        (entry, end) => entry.isException || this.isWord(entry, words, at, end),
      );
      if (!found) continue;
      // An exception may stand anywhere and hides what is in it; as a term or context it must be a word.
      if (this.isWord(found.value, words, at, found.end)) {
        tokens.push({ start: at, end: found.end, entry: found.value });
      }
      at = found.end - 1;
    }
    return tokens;
  }

  private isWord(entry: Entry, words: JapaneseWords, start: number, end: number): boolean {
    return (
      words.isBoundary(start) && (entry.uses.some(({ rule }) => rule.insideWords) || words.isBoundary(end))
    );
  }
}
