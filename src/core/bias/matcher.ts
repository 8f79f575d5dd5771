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
  const languages = (['en', 'ja'] as const).map(
    (language) => [language, withOwnRules(rules.languages[language], settings.rules, language)] as const,
  );
  return {
    lexicons: languages.map(([language, its]) => buildLexicon(language, its)),
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
