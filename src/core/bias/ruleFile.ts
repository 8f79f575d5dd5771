import { readRule, readSeverity } from './readRule';
import {
  CATEGORIES,
  CONTEXT_KINDS,
  type Category,
  type Choices,
  type ContextWords,
  type Rule,
  type RuleLanguage,
} from './rule';
import { NO_LIMITS, readYamlData, type ConfigProblem, type YamlData } from './yamlData';

/** What one file under `rules/{language}` says: rules of one category, or the language's context words and choices. */
export interface RuleFile {
  readonly rules: readonly Rule[];
  readonly context?: ContextWords;
  readonly choices?: Choices;
  readonly problems: readonly ConfigProblem[];
}

/** Reads a rule file of the project. Never throws; a file with problems must not be built. */
export function readRuleFile(text: string, language: RuleLanguage): RuleFile {
  const { root, problems } = readYamlData(text, NO_LIMITS);
  const keys = new Map(
    root.entries(['category', 'severity', 'source', 'needsPerson', 'rules', 'context', 'choices']),
  );
  const context = keys.get('context');
  const choices = keys.get('choices');
  const rules: Rule[] = [];
  if (keys.has('rules')) {
    const name = keys.get('category')?.text();
    const category = CATEGORIES.find((each): each is Category => each === name);
    if (!category) {
      problems.add('config-unknown-value', root.offset, {
        path: 'category',
        value: name ?? '',
        known: CATEGORIES.join(', '),
      });
    } else {
      const defaults = {
        category,
        language,
        severity: readSeverity(keys.get('severity')) ?? 'information',
        needsPerson: keys.get('needsPerson')?.flag() ?? false,
        source: keys.get('source')?.text() ?? '',
      } as const;
      for (const [rule, data] of keys.get('rules')!.entries()) {
        const read = readRule(rule, data, defaults);
        if (read) rules.push(read);
      }
    }
  }
  return {
    rules,
    ...(context && { context: textLists(context, CONTEXT_KINDS) }),
    ...(choices && { choices: textLists(choices, ['gender', 'before', 'after']) }),
    problems: problems.list,
  };
}

type TextLists<K extends string> = Readonly<Record<K, readonly string[]>>;

function textLists<K extends string>(data: YamlData, keys: readonly K[]): TextLists<K> {
  const given = new Map(data.entries(keys));
  return Object.fromEntries(
    keys.map((key) => [key, given.get(key)?.texts() ?? []]),
  ) as unknown as TextLists<K>;
}
