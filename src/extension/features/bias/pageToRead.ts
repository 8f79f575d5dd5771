import { rulePage } from '../../../core/bias/rulePage';
import type { RuleSet } from '../../../core/bias/rule';
import type { Language } from '../../../words/words';

/** The code of hints about the checkpoint: it has a page, as a rule has. */
export const leanRule = 'lean-of-checkpoint';

/** Where the pages of the documentation lie in the installation, by the language that they are written in. */
export const docsFolders: Readonly<Record<Language, string>> = { en: 'docs', ja: 'docs/ja' };

const leanHeading: Readonly<Record<Language, string>> = {
  en: 'the-lean-of-a-checkpoint',
  ja: 'チェックポイントの傾き',
};

/** The page that explains a rule, from the installation's folder, with its heading; for no rule the list of all. */
export function pageToRead(rules: RuleSet, ruleId: unknown, language: Language): string {
  const docs = docsFolders[language];
  if (ruleId === leanRule) return `${docs}/bias.md#${leanHeading[language]}`;
  const rule = [...rules.languages.en.rules, ...rules.languages.ja.rules].find(({ id }) => id === ruleId);
  return `${docs}/rules/${(rule && rulePage(rule)) ?? 'README.md'}`;
}
