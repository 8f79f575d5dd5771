import { fold } from './fold';
import { readRule, readSeverity } from './readRule';
import { CATEGORIES, type Rule, type RuleSet, type Severity } from './rule';
import { finish, type Steps } from '../steps';
import { readYamlDataSteps, type ConfigProblem, type YamlData } from './yamlData';

/** The file in a workspace's root that teams share. */
export const SETTINGS_FILE = '.spellwright.yml';

/** What `.spellwright.yml` says under `bias:`. */
export interface BiasSettings {
  /** Folded words that are never reported. */
  readonly ignore: ReadonlySet<string>;
  /** By rule id, category (`gender/job-title`) or the first part of one (`gender`). */
  readonly severities: ReadonlyMap<string, Severity>;
  /** The users' own rules. */
  readonly rules: readonly Rule[];
}

export const NO_SETTINGS: BiasSettings = { ignore: new Set(), severities: new Map(), rules: [] };

const MAX_RULES = 500;
const MAX_TERMS = 2000;
const MAX_IGNORED = 2000;

/**
 * Reads `.spellwright.yml`. What is right counts even where something else is wrong.
 *
 *     bias:
 *       ignore: [handyman, 外人]
 *       severity: { gender/unspecified-person: off, safety: information }
 *       rules:
 *         mascot:
 *           terms: { Foxy: our fox }
 *           message: The mascot is called "our fox" in pictures.
 *
 * @param known the rules that come with Spellwright, to tell a slip in a rule's name
 */
export function readSettings(text: string, known: RuleSet): ReadSettings {
  return finish(readSettingsSteps(text, known));
}

export interface ReadSettings {
  readonly settings: BiasSettings;
  readonly problems: readonly ConfigProblem[];
}

/** `readSettings` in steps, for a thread that must not be held. */
export function* readSettingsSteps(text: string, known: RuleSet): Steps<ReadSettings> {
  const { root, problems } = yield* readYamlDataSteps(text);
  if (root.isEmpty) return { settings: NO_SETTINGS, problems: problems.list };
  const bias = root.entries(['bias'])[0]?.[1];
  if (!bias || bias.isEmpty) return { settings: NO_SETTINGS, problems: problems.list };
  const keys = new Map(bias.entries(['ignore', 'severity', 'rules']).filter(([, data]) => !data.isEmpty));
  const rules = readRules(keys.get('rules'));
  const settings = {
    ignore: readIgnored(keys.get('ignore')),
    rules,
    severities: readSeverities(keys.get('severity'), knownNames(known, rules)),
  };
  return { settings, problems: problems.list };
}

/** How loud a rule is under these settings: its id decides before its category, and that before the category's first part. */
export function severityOf(rule: Rule, { severities }: BiasSettings): Severity {
  return (
    severities.get(rule.id) ??
    severities.get(rule.category) ??
    severities.get(rule.category.split('/')[0]!) ??
    rule.severity
  );
}

function readIgnored(data: YamlData | undefined): ReadonlySet<string> {
  const words = data?.texts() ?? [];
  if (words.length > MAX_IGNORED) {
    data!.problems.add('config-too-many', data!.offset, {
      path: data!.path,
      limit: MAX_IGNORED,
      first: words[MAX_IGNORED]!,
      left: words.length - MAX_IGNORED - 1,
    });
  }
  return new Set(words.slice(0, MAX_IGNORED).map(fold));
}

function readRules(data: YamlData | undefined): Rule[] {
  const rules: Rule[] = [];
  let terms = 0;
  const entries = data?.entries() ?? [];
  for (const [index, [name, entry]] of entries.entries()) {
    const rule = readRule(name, entry, {
      category: 'custom',
      language: undefined,
      severity: 'information',
      needsPerson: false,
      source: '',
    });
    if (!rule) continue;
    terms += rule.terms.length + rule.exceptions.length + rule.followedBy.length + rule.notBeside.length;
    if (rules.length >= MAX_RULES || terms > MAX_TERMS) {
      const [code, limit] =
        rules.length >= MAX_RULES
          ? (['config-too-many', MAX_RULES] as const)
          : (['config-too-many-words', MAX_TERMS] as const);
      const left = entries.length - index - 1;
      entry.problems.add(code, entry.offset, { path: data!.path, limit, first: name, left });
      break;
    }
    rules.push(rule);
  }
  return rules;
}

function readSeverities(
  data: YamlData | undefined,
  names: ReadonlySet<string>,
): ReadonlyMap<string, Severity> {
  const severities = new Map<string, Severity>();
  for (const [name, entry] of data?.entries() ?? []) {
    const severity = readSeverity(entry);
    if (!names.has(name)) entry.problems.add('config-unknown-rule', entry.offset, { name });
    else if (severity) severities.set(name, severity);
  }
  return severities;
}

function knownNames(known: RuleSet, own: readonly Rule[]): ReadonlySet<string> {
  const rules = [...known.languages.en.rules, ...known.languages.ja.rules, ...own];
  return new Set([
    ...rules.map(({ id }) => id),
    ...CATEGORIES,
    ...CATEGORIES.map((category) => category.split('/')[0]!),
  ]);
}
