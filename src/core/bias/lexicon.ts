import { fold } from './fold';
import { JapaneseWords } from './japaneseWords';
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
  scan(text: string): Token[];
}

export function buildLexicon(language: RuleLanguage, rules: LanguageRules): Lexicon {
  const entries = collectEntries(rules);
  return language === 'en'
    ? new EnglishLexicon(entries, rules.alternation)
    : new JapaneseLexicon(entries, rules.alternation);
}

/**
 * One alternation of every literal of `rules`. Sorted against the order of code units, which puts each literal before its
 * own prefixes, so that the longest is found; neighbours share prefixes, which the RegExp engine folds into a tree.
 */
export function compileAlternation(rules: Omit<LanguageRules, 'alternation'>): string {
  return [...collectEntries(rules).keys()]
    .sort((a, b) => (a < b ? 1 : -1))
    .map((literal) => literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('|');
}

interface MutableEntry extends Entry {
  readonly uses: { readonly rule: Rule; readonly term: Term }[];
  isException: boolean;
  readonly contexts: Set<keyof ContextWords>;
}

function collectEntries(rules: Omit<LanguageRules, 'alternation'>): Map<string, Entry> {
  const entries = new Map<string, MutableEntry>();
  const entry = (literal: string): MutableEntry => {
    const key = fold(literal);
    let found = entries.get(key);
    if (!found) entries.set(key, (found = { uses: [], isException: false, contexts: new Set() }));
    return found;
  };
  for (const rule of rules.rules) {
    for (const term of rule.terms) entry(term.text).uses.push({ rule, term });
    for (const exception of rule.exceptions) entry(exception).isException = true;
  }
  for (const kind of ['gender', 'person', 'group'] as const) {
    for (const word of rules.context[kind]) entry(word).contexts.add(kind);
  }
  inheritContexts(entries, rules.context);
  return entries;
}

/** A literal swallows the words in it, so it says what they say: "lady doctor" a gender, 女社長 too. */
function inheritContexts(entries: ReadonlyMap<string, MutableEntry>, context: ContextWords): void {
  const gender = new Set(context.gender.map(fold));
  const person = new Set(context.person.map(fold));
  for (const [literal, { contexts, uses }] of entries) {
    if (uses.some(({ rule }) => rule.category === 'gender/unspecified-person')) continue; // 夫婦, human being
    const parts = literal.split(/[ -]/);
    if (parts.some((part) => gender.has(part)) || gender.has(literal[0]!) || gender.has(literal.at(-1)!)) {
      contexts.add('gender');
    }
    if (person.has(parts.at(-1)!)) contexts.add('person');
  }
}

/** Never matches: an empty alternation would match everywhere. */
const NOTHING = '(?!)';

class EnglishLexicon implements Lexicon {
  readonly language = 'en';
  private readonly pattern: RegExp;

  constructor(
    private readonly entries: ReadonlyMap<string, Entry>,
    alternation: string,
  ) {
    // A word ends where Latin script ends: Japanese follows without a space ("CEOの写真").
    const wordPart = String.raw`[\p{Script=Latin}\p{M}\p{N}_]`;
    this.pattern = new RegExp(`(?<!${wordPart})(?:${alternation || NOTHING})(?!${wordPart})`, 'gu');
  }

  scan(text: string): Token[] {
    const tokens: Token[] = [];
    for (const match of text.matchAll(this.pattern)) {
      const entry = this.entries.get(match[0]);
      if (entry) tokens.push({ start: match.index, end: match.index + match[0].length, entry });
    }
    return tokens;
  }
}

class JapaneseLexicon implements Lexicon {
  readonly language = 'ja';
  private readonly pattern: RegExp;

  constructor(
    private readonly entries: ReadonlyMap<string, Entry>,
    alternation: string,
  ) {
    this.pattern = new RegExp(`(?:${alternation || NOTHING})`, 'gu');
  }

  scan(text: string): Token[] {
    const tokens: Token[] = [];
    const words = new JapaneseWords(text);
    this.pattern.lastIndex = 0;
    for (let match = this.pattern.exec(text); match; match = this.pattern.exec(text)) {
      const entry = this.entries.get(match[0]);
      const end = match.index + match[0].length;
      if (entry && this.isWord(entry, words, match.index, end)) {
        tokens.push({ start: match.index, end, entry });
      } else if (!entry?.isException) {
        this.pattern.lastIndex = match.index + 1; // a shorter literal may start inside
      }
    }
    return tokens;
  }

  private isWord(entry: Entry, words: JapaneseWords, start: number, end: number): boolean {
    if (entry.uses.some(({ rule }) => rule.insideWords)) return true;
    return words.isBoundary(start) && words.isBoundary(end);
  }
}
