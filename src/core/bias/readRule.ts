import { fold } from './fold';
import { SEVERITIES, type Category, type Rule, type RuleLanguage, type Severity, type Term } from './rule';
import type { YamlData } from './yamlData';

/** Longest literal, in UTF-16 units. */
export const MAX_TERM_LENGTH = 80;

const RULE_KEYS = [
  'terms',
  'adjectives',
  'nouns',
  'say',
  'exceptions',
  'needsPerson',
  'alone',
  'followedBy',
  'notBeside',
  'attributive',
  'postmodifier',
  'insideWords',
  'severity',
  'evidence',
  'english',
  'note',
  'source',
  'language',
  'message',
];

/** What a rule takes from its file where it says nothing itself. */
export interface RuleDefaults {
  readonly category: Category;
  readonly language: RuleLanguage | undefined;
  readonly severity: Severity;
  readonly needsPerson: boolean;
  readonly source: string;
}

/** Reads one rule; undefined when it has no term. What is wrong goes to the data's problems. */
export function readRule(name: string, data: YamlData, defaults: RuleDefaults): Rule | undefined {
  const { problems } = data;
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(name)) {
    return problems.add('config-name-invalid', data.offset, { name });
  }
  const keys = new Map(data.entries(RULE_KEYS));
  const say = readSay(keys.get('say'));
  const terms = [
    ...readTerms(keys.get('terms'), say),
    ...readTerms(keys.get('adjectives'), say),
    ...readTerms(keys.get('nouns'), say).map((term) => ({ ...term, noun: true })),
  ];
  if (terms.length === 0) {
    return problems.add('config-missing-key', data.offset, { path: data.path, key: 'terms' });
  }
  const note = readNote(keys.get('note'));
  const evidence = keys.get('evidence')?.text();
  const message = keys.get('message')?.text();
  const english = keys.get('english')?.text();
  const attributive = keys.get('attributive')?.text();
  const postmodifier = keys.get('postmodifier')?.text();
  return {
    id: `${defaults.category}/${name}`,
    category: defaults.category,
    language: readLanguage(keys.get('language')) ?? defaults.language ?? scriptOf(terms),
    severity: readSeverity(keys.get('severity')) ?? defaults.severity,
    terms,
    exceptions: readLiterals(keys.get('exceptions')),
    needsPerson: keys.get('needsPerson')?.flag() ?? defaults.needsPerson,
    alone: keys.get('alone')?.flag() ?? false,
    followedBy: readLiterals(keys.get('followedBy')).map(fold),
    notBeside: readLiterals(keys.get('notBeside')).map(fold),
    ...(attributive !== undefined && { attributive }),
    ...(postmodifier !== undefined && { postmodifier }),
    insideWords: keys.get('insideWords')?.flag() ?? false,
    ...(evidence !== undefined && { evidence }),
    ...(english !== undefined && { english }),
    ...(note && { note }),
    ...(message !== undefined && { message: message.slice(0, 500) }),
    source: keys.get('source')?.text() ?? defaults.source,
    combination: keys.has('adjectives') || keys.has('nouns'),
  };
}

/** A severity by name (`off` is text in YAML 1.2). */
export function readSeverity(data: YamlData | undefined): Severity | undefined {
  const name = data?.text();
  if (name === undefined || data === undefined) return undefined;
  const severity = SEVERITIES.find((each) => each === name);
  return (
    severity ??
    data.problems.add('config-unknown-value', data.offset, {
      path: data.path,
      value: name,
      known: SEVERITIES.join(', '),
    })
  );
}

function readLanguage(data: YamlData | undefined): RuleLanguage | undefined {
  const name = data?.text();
  if (name === undefined || data === undefined) return undefined;
  if (name === 'en' || name === 'ja') return name;
  return data.problems.add('config-unknown-value', data.offset, {
    path: data.path,
    value: name,
    known: 'en, ja',
  });
}

/** A list of literals, or a mapping of each to its replacements. */
function readTerms(data: YamlData | undefined, say: ReadonlyMap<string, readonly string[]>): Term[] {
  if (!data) return [];
  const written: [string, readonly string[]][] = data.isMap
    ? data.entries().map(([text, value]) => [text, value.isEmpty ? [] : value.texts()])
    : data.texts().map((text) => [text, []]);
  return written
    .filter(([text]) => isLiteral(data)(text))
    .map(([text, replacements]) => ({ text, replacements, ...(say.has(text) && { say: say.get(text)! }) }));
}

function readLiterals(data: YamlData | undefined): string[] {
  return data ? data.texts().filter(isLiteral(data)) : [];
}

function readSay(data: YamlData | undefined): ReadonlyMap<string, readonly string[]> {
  return new Map(data?.entries().map(([text, value]) => [text, value.texts()]));
}

function readNote(data: YamlData | undefined): Rule['note'] {
  if (!data) return undefined;
  const keys = new Map(data.entries(['en', 'ja']));
  const [en, ja] = [keys.get('en')?.text(), keys.get('ja')?.text()];
  if (en !== undefined && ja !== undefined) return { en, ja };
  return data.problems.add('config-missing-key', data.offset, { path: data.path, key: 'en, ja' });
}

function isLiteral(data: YamlData): (text: string) => boolean {
  return (text) => {
    if (text.length > MAX_TERM_LENGTH) {
      data.problems.add('config-text-too-long', data.offset, { path: data.path, limit: MAX_TERM_LENGTH });
      return false;
    }
    if (/\p{L}/u.test(text) && text === text.trim() && !/[\n\r]/.test(text)) return true;
    data.problems.add('config-term-without-letter', data.offset, { path: data.path, term: text });
    return false;
  };
}

function scriptOf(terms: readonly Term[]): RuleLanguage {
  return terms.some(({ text }) => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text))
    ? 'ja'
    : 'en';
}
