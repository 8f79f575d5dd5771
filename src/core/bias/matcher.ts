import { finish, type Steps } from '../score/steps';
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
  return {
    lexicons,
    rules,
    severityOf: (rule) => severityOf(rule, settings),
    ignores: (word) => settings.ignore.has(word),
    choices: (language) => rules.languages[language].choices,
  };
}

function withOwnRules(rules: LanguageRules, own: readonly Rule[], language: RuleLanguage): LanguageRules {
  const added = own.filter((rule) => rule.language === language);
  return { ...rules, rules: [...rules.rules, ...added] };
}
