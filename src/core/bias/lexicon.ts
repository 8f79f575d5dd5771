import type { Steps } from '../steps';
import { fold } from './fold';
import { JapaneseWords } from './japaneseWords';
import { LiteralTree } from './literalTree';
import type { ContextKind, LanguageRules, Rule, RuleLanguage } from './rule';
import { phraseEnds } from './place';
import type { Entry, Token, Use } from './token';
import { otherSpellings, spellingsOf } from './spellings';

/** A longer literal in which the terms of some rules mean something else. */
export interface Exception {
  readonly start: number;
  readonly end: number;
  readonly rules: ReadonlySet<Rule>;
}

/** What a text holds of a lexicon. */
export interface Scan {
  /** In order, the longest at each place; they do not overlap. */
  readonly tokens: readonly Token[];
  /** In order of their starts. */
  readonly exceptions: readonly Exception[];
}

/** Finds the literals of one language in time linear in the text. */
export interface Lexicon {
  readonly language: RuleLanguage;
  scan(text: string): Steps<Scan>;
  /** Whether a folded word stands in one of the lists of context words. */
  knows(kind: ContextKind, word: string): boolean;
}

/** Between two steps no more of these are done: rules for building, UTF-16 units for scanning. Each takes well under 1 ms. */
const RULES_A_STEP = 20;
const UNITS_A_STEP = 1000;

/** Words that only their neighbours are asked about, so that they make no token. */
const ASKED_ONLY: ReadonlySet<ContextKind> = new Set<ContextKind>(['given', 'common']);

export function* buildLexicon(language: RuleLanguage, rules: LanguageRules): Steps<Lexicon> {
  const words = new Map<ContextKind, ReadonlySet<string>>();
  for (const [kind, list] of Object.entries(rules.context)) {
    words.set(kind as ContextKind, new Set((list as readonly string[]).map(fold)));
    yield;
  }
  const same = language === 'en' ? plainLatin : katakanaAsHiragana;
  const entries = yield* new Entries(language, same, words).collect(rules);
  const exceptions = yield* collectExceptions(rules.rules, language);
  return language === 'en'
    ? new EnglishLexicon(entries, exceptions, words)
    : new JapaneseLexicon(entries, exceptions, words);
}

function hyphenAsSpace(unit: number): number {
  return unit === 0x2d ? 0x20 : unit;
}

/** The letters of Latin-1 and Latin Extended-A without their marks: names are listed without ("Beyoncé"). */
const WITHOUT_MARK = Array.from({ length: 0x180 }, (_, unit) =>
  unit < 0xc0 ? unit : String.fromCharCode(unit).normalize('NFD').charCodeAt(0),
);

function plainLatin(unit: number): number {
  return unit < WITHOUT_MARK.length ? hyphenAsSpace(WITHOUT_MARK[unit]!) : unit;
}

const ASCII_ONLY = /^[\0-\x7f]*$/;

/** Letters with marks are others in every word but a name: "pêche", "mère". */
function hasItsMarks({ contexts, literals }: Entry, written: string): boolean {
  return ASCII_ONLY.test(written) || contexts.has('known') || literals.has(written);
}

function katakanaAsHiragana(unit: number): number {
  return unit >= 0x30a1 && unit <= 0x30f6 ? unit - 0x60 : unit;
}

interface MutableEntry extends Entry {
  readonly uses: Use[];
  readonly contexts: Set<ContextKind>;
  readonly literals: Set<string>;
}

class Entries {
  private readonly tree: LiteralTree<MutableEntry>;
  private readonly all = new Set<MutableEntry>();

  constructor(
    private readonly language: RuleLanguage,
    same: (unit: number) => number,
    private readonly words: ReadonlyMap<ContextKind, ReadonlySet<string>>,
  ) {
    this.tree = new LiteralTree(same);
  }

  *collect({ rules, context }: LanguageRules): Steps<LiteralTree<Entry>> {
    for (const [index, rule] of rules.entries()) {
      if (index % RULES_A_STEP === 0) yield;
      for (const term of rule.terms) this.entry(term.text).uses.push({ rule, term });
    }
    for (const [kind, list] of Object.entries(context) as [ContextKind, readonly string[]][]) {
      if (ASKED_ONLY.has(kind)) continue;
      yield;
      for (const word of list) this.entry(word).contexts.add(kind);
    }
    yield* this.inheritContexts();
    yield* this.addSpellings(rules);
    return this.tree;
  }

  private entry(literal: string): MutableEntry {
    const key = fold(literal);
    let found = this.tree.get(key);
    if (!found) this.tree.add(key, (found = { uses: [], contexts: new Set(), literals: new Set() }));
    found.literals.add(key);
    this.all.add(found);
    return found;
  }

  /** A literal swallows the words in it, so it says what they say: "lady doctor" a gender, 女社長 too. */
  private *inheritContexts(): Steps<void> {
    const gender = this.words.get('gender')!;
    const person = this.words.get('person')!;
    let count = 0;
    for (const { contexts, uses, literals } of this.all) {
      if (++count % (10 * RULES_A_STEP) === 0) yield;
      if (uses.some(({ rule }) => rule.category === 'gender/unspecified-person')) continue; // 夫婦, human being
      const [literal = ''] = literals;
      const parts = literal.split(/[ -]/);
      if (parts.some((part) => gender.has(part)) || gender.has(literal[0]!) || gender.has(literal.at(-1)!)) {
        contexts.add('gender');
      }
      if (person.has(parts.at(-1)!)) contexts.add('person');
    }
  }

  /** What a rule lists itself, or another rule, is never another spelling. */
  private *addSpellings(rules: readonly Rule[]): Steps<void> {
    const isPerson = (word: string) => this.words.get('person')!.has(word);
    for (const [index, rule] of rules.entries()) {
      if (index % RULES_A_STEP === 0) yield;
      const excepted = new Set(rule.exceptions.map(fold));
      for (const term of rule.terms) {
        const { contexts } = this.entry(term.text);
        for (const spelling of spellingsOf(rule, term, isPerson)) {
          const key = fold(spelling.text);
          if (this.tree.get(key) || excepted.has(key)) continue;
          this.tree.add(key, { uses: [{ rule, term: spelling }], contexts, literals: new Set([key]) });
        }
      }
    }
    if (this.language === 'en') yield* this.addPlurals();
  }

  /** Of animals and toys: there are too many to list twice. */
  private *addPlurals(): Steps<void> {
    for (const kind of ['animal', 'figure'] as const) {
      yield;
      for (const word of this.words.get(kind) ?? []) {
        const entry = this.entry(word);
        for (const plural of otherSpellings(word, 'en'))
          if (!this.tree.get(plural)) this.tree.add(plural, entry);
      }
    }
  }
}

type ExceptionTree = LiteralTree<Set<Rule>>;

function* collectExceptions(rules: readonly Rule[], language: RuleLanguage): Steps<ExceptionTree> {
  // As written in Japanese: でぶな is excepted for the tree ぶな, デブな is not.
  const tree: ExceptionTree = new LiteralTree(language === 'en' ? hyphenAsSpace : undefined);
  for (const [index, rule] of rules.entries()) {
    if (index % RULES_A_STEP === 0) yield;
    const own = new Set(rule.terms.map(({ text }) => fold(text)));
    for (const exception of rule.exceptions) {
      for (const literal of [exception, ...otherSpellings(exception, language)]) {
        const key = fold(literal);
        if (own.has(key)) continue; // "judge's" without its apostrophe
        const its = tree.get(key);
        if (its) its.add(rule);
        else tree.add(key, new Set([rule]));
      }
    }
  }
  return tree;
}

abstract class TreeLexicon implements Lexicon {
  abstract readonly language: RuleLanguage;

  constructor(
    protected readonly entries: LiteralTree<Entry>,
    protected readonly exceptions: ExceptionTree,
    private readonly words: ReadonlyMap<ContextKind, ReadonlySet<string>>,
  ) {}

  abstract scan(text: string): Steps<Scan>;

  knows(kind: ContextKind, word: string): boolean {
    const words = this.words.get(kind);
    if (words?.has(word)) return true;
    return kind === 'given' && words !== undefined && words.has(word.normalize('NFD').replace(/\p{M}/gu, ''));
  }
}

class EnglishLexicon extends TreeLexicon {
  readonly language = 'en';

  *scan(text: string): Steps<Scan> {
    const tokens: Token[] = [];
    const exceptions: Exception[] = [];
    const endsWord = (end: number) => !isLatinWordPart(text, end);
    let inWord = false;
    let reach = 0;
    let nextStep = UNITS_A_STEP;
    for (let at = 0; at < text.length; at++) {
      if (at >= nextStep) {
        nextStep = at + UNITS_A_STEP;
        yield;
      }
      const startsWord = !inWord;
      inWord = isLatinWordPart(text, at);
      if (!startsWord) continue;
      const unit = text.charCodeAt(at);
      if (this.exceptions.startsWith(unit)) {
        for (const { end, value } of this.exceptions.allAt(text, at) ?? [])
          if (endsWord(end)) exceptions.push({ start: at, end, rules: value });
      }
      if (at < reach || !this.entries.startsWith(unit)) continue;
      const found = this.entries.longestAt(
        text,
        at,
        (entry, end) =>
          endsWord(end) && mayEndAt(entry, text, end) && hasItsMarks(entry, text.slice(at, end)),
      );
      if (!found) continue;
      tokens.push({ start: at, end: found.end, entry: found.value });
      reach = found.end;
    }
    return { tokens, exceptions };
  }
}

/**
 * Whether a literal that only counts where its phrase ends may end here. Where it does not, it must not swallow the words in
 * it: "an illegal" hides no "illegal alien".
 */
function mayEndAt({ uses, contexts }: Entry, text: string, end: number): boolean {
  const onlyAlone = contexts.size === 0 && uses.every(({ rule }) => rule.alone && !rule.needsPerson);
  return !onlyAlone || phraseEnds(text, end);
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

/** In a text without a sign of Japanese a word in Latin letters belongs to another language ("ol' western town"). */
const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

class JapaneseLexicon extends TreeLexicon {
  readonly language = 'ja';

  *scan(text: string): Steps<Scan> {
    const tokens: Token[] = [];
    const exceptions: Exception[] = [];
    if (!JAPANESE.test(text)) return { tokens, exceptions };
    const words = new JapaneseWords(text);
    let reach = 0;
    let nextStep = UNITS_A_STEP;
    for (let at = 0; at < text.length; at++) {
      if (at >= nextStep) {
        nextStep = at + UNITS_A_STEP;
        yield;
      }
      const unit = text.charCodeAt(at);
      if (this.exceptions.startsWith(unit)) {
        for (const { end, value } of this.exceptions.allAt(text, at) ?? [])
          exceptions.push({ start: at, end, rules: value });
      }
      if (at < reach || !this.entries.startsWith(unit)) continue;
      const found = this.entries.longestAt(text, at, (entry, end) => isWord(entry, words, text, at, end));
      if (!found) continue;
      tokens.push({ start: at, end: found.end, entry: found.value });
      reach = found.end;
    }
    return { tokens, exceptions };
  }
}

/** Longer words are not said twice for their sound. */
const LONGEST_DOUBLED = 3;

/** A sound said twice is no noun: ブスブス, ちびちび. */
function isDoubled(text: string, start: number, end: number): boolean {
  const word = text.slice(start, end);
  if (word.length > LONGEST_DOUBLED || !KANA_ONLY.test(word)) return false;
  return text.startsWith(word, end) || text.slice(Math.max(0, start - word.length), start) === word;
}

function isWord(entry: Entry, words: JapaneseWords, text: string, start: number, end: number): boolean {
  if (isDoubled(text, start, end)) return false;
  if (entry.literals.has(text.slice(start, end))) {
    const insideWords = entry.uses.some(({ rule }) => rule.insideWords);
    if (words.isBoundary(start) && (insideWords || words.isBoundary(end))) return true;
    // The segmenter cuts what it doesn't know anyhow (公園/のぶ/さい/く).
    return end - start >= 4 && KANA_ONLY.test(text.slice(start, end)) && words.isApart(start, end);
  }
  // In the other kana. A context word of two is too often another word (ママ, そのまま).
  if (entry.uses.length === 0 && end - start < 3) return false;
  return words.isApart(start, end);
}

const KANA_ONLY = /^[\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u;
