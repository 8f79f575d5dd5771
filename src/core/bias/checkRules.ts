import { createMatcher, type Matcher } from './matcher';
import { checkText } from './checkText';
import { fold } from './fold';
import type { Rule, RuleLanguage, RuleSet, Term } from './rule';
import { NO_SETTINGS } from './settings';

/** A fault in the rule data that its grammar does not show. */
export interface RuleFault {
  readonly code:
    | 'duplicate-id'
    | 'duplicate-term'
    | 'unmatchable-term'
    | 'flagged-replacement'
    | 'missing-source'
    | 'unknown-evidence'
    | 'idle-exception';
  readonly ruleId: string;
  readonly detail: string;
}

/** Checks the rules that ship, so that each can be found, is said once, leads somewhere, and advises nothing that is flagged itself. */
export function checkRules(rules: RuleSet): RuleFault[] {
  const everything = allOn(rules);
  const matcher = createMatcher(everything, NO_SETTINGS);
  const all = [...rules.languages.en.rules, ...rules.languages.ja.rules];
  return [
    ...duplicateIds(all),
    ...duplicateTerms(all),
    ...all.flatMap((rule) => [
      ...unmatchable(rule, matcher),
      ...flaggedReplacements(rule, matcher),
      ...withoutSource(rule),
      ...withoutEvidence(rule, rules),
      ...idleExceptions(rule),
    ]),
  ];
}

/** With what is off by default, so that it is checked too; a combination can't be found by its term alone. */
function allOn(rules: RuleSet): RuleSet {
  const on = (language: RuleLanguage) => ({
    ...rules.languages[language],
    rules: rules.languages[language].rules.map((rule) => ({
      ...rule,
      severity: rule.severity === 'off' ? ('hint' as const) : rule.severity,
    })),
  });
  return { ...rules, languages: { en: on('en'), ja: on('ja') } };
}

function duplicateIds(rules: readonly Rule[]): RuleFault[] {
  const seen = new Set<string>();
  return rules.flatMap(({ id }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ code: 'duplicate-id' as const, ruleId: id, detail: id }];
  });
}

/** Two rules on one term would speak twice. A trait of a combination, and what is off by default, may be a rule's term as well. */
function duplicateTerms(rules: readonly Rule[]): RuleFault[] {
  const owners = new Map<string, Rule>();
  const faults: RuleFault[] = [];
  for (const rule of rules.filter(({ combination, severity }) => !combination && severity !== 'off')) {
    for (const { text } of rule.terms) {
      const owner = owners.get(fold(text));
      if (owner) faults.push({ code: 'duplicate-term', ruleId: rule.id, detail: `${text} (${owner.id})` });
      else owners.set(fold(text), rule);
    }
  }
  return faults;
}

/** A term in the sentences that people write: what stands around it must not hide it. */
function unmatchable(rule: Rule, matcher: Matcher): RuleFault[] {
  if (rule.combination) return [];
  return rule.terms
    .filter(({ text }) => !carriers(rule, text).some((carrier) => finds(carrier, rule, matcher)))
    .map(({ text }) => ({ code: 'unmatchable-term', ruleId: rule.id, detail: text }));
}

function carriers(rule: Rule, term: string): string[] {
  const [next] = rule.followedBy;
  const person = rule.needsPerson && !rule.alone;
  if (rule.language === 'en') {
    const head = next === undefined ? (person ? ' people' : '') : ` ${next}`;
    return [`a photo of ${term}${head}, oil painting`, `a photo of the ${term}${head}, oil painting`];
  }
  const head = next ?? (person ? '人物' : '');
  return [`${term}${head}、油絵`, `夕方の${term}${head}の絵`];
}

function finds(text: string, rule: Rule, matcher: Matcher): boolean {
  return checkText(text, 'plaintext', matcher).some(({ ruleId }) => ruleId === rule.id);
}

/** Hints about unspecified persons are what an honest replacement leads to, so they don't count. */
function flaggedReplacements(rule: Rule, matcher: Matcher): RuleFault[] {
  return rule.terms.flatMap((term: Term) =>
    term.replacements.flatMap((replacement) =>
      checkText(replacement, 'plaintext', matcher)
        .filter(({ rule: found }) => found.severity !== 'hint' && found.severity !== 'off')
        .map(({ ruleId }) => ({
          code: 'flagged-replacement' as const,
          ruleId: rule.id,
          detail: `${replacement} (${ruleId})`,
        })),
    ),
  );
}

function withoutSource({ id, source }: Rule): RuleFault[] {
  return /^https:\/\/[^\s/]+\.[^\s]+$/.test(source)
    ? []
    : [{ code: 'missing-source', ruleId: id, detail: source }];
}

function withoutEvidence({ id, evidence }: Rule, rules: RuleSet): RuleFault[] {
  return evidence === undefined || evidence in rules.evidence.occupations
    ? []
    : [{ code: 'unknown-evidence', ruleId: id, detail: evidence }];
}

/** An exception that holds none of its rule's terms, nor meets one at an edge, guards nothing. */
function idleExceptions(rule: Rule): RuleFault[] {
  return rule.exceptions
    .filter((exception) => !rule.terms.some(({ text }) => fold(exception).includes(fold(text))))
    .map((exception) => ({ code: 'idle-exception', ruleId: rule.id, detail: exception }));
}
