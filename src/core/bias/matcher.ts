import { finish, type Steps } from '../steps';
import { fold } from './fold';
import { buildLexicon, type Lexicon } from './lexicon';
import type { Choices, LanguageRules, Rule, RuleLanguage, RuleSet, Severity } from './rule';
import { severityOf, type BiasSettings } from './settings';

/** Rules under a user's settings, ready to read texts with. Make one per change of settings, not per text. */
export interface Matcher {
  readonly lexicons: readonly Lexicon[];
  readonly rules: RuleSet;
  severityOf(rule: Rule): Severity;
  /** Whether the settings say never to report this word; folded. */
  ignores(word: string): boolean;
  choices(language: RuleLanguage): Choices;
  /** Whether a folded word is a noun for a person. */
  isPerson(word: string, language: RuleLanguage): boolean;
}

export function createMatcher(rules: RuleSet, settings: BiasSettings): Matcher {
  return finish(matcherSteps(rules, settings));
}

/** `createMatcher` in short steps, for a thread that must not be held. */
export function* matcherSteps(rules: RuleSet, settings: BiasSettings): Steps<Matcher> {
  const lexicons: Lexicon[] = [];
  for (const language of ['en', 'ja'] as const) {
    const its = withOwnRules(rules.languages[language], settings.rules, language);
    lexicons.push(yield* buildLexicon(language, its));
  }
  const persons = { en: personWords(rules.languages.en), ja: personWords(rules.languages.ja) };
  return {
    lexicons,
    rules,
    severityOf: (rule) => severityOf(rule, settings),
    ignores: (word) => settings.ignore.has(word),
    choices: (language) => rules.languages[language].choices,
    isPerson: (word, language) => persons[language].has(word),
  };
}

/** Nouns for a person, folded: those that rules read as a head, and those of persons left to the model. */
function personWords({ context, rules }: LanguageRules): ReadonlySet<string> {
  const open = rules.filter(({ category }) => category === 'gender/unspecified-person');
  return new Set(
    [...context.person, ...open.flatMap(({ terms }) => terms.map(({ text }) => text))].map(fold),
  );
}

function withOwnRules(rules: LanguageRules, own: readonly Rule[], language: RuleLanguage): LanguageRules {
  const added = own.filter((rule) => rule.language === language);
  return { ...rules, rules: [...rules.rules, ...added] };
}
