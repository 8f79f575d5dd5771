import { readEvidenceFile } from './evidenceFile';
import {
  CONTEXT_KINDS,
  type ContextWords,
  type LanguageRules,
  type RuleLanguage,
  type RuleSet,
} from './rule';
import { readRuleFile, type RuleFile } from './ruleFile';
import type { ConfigProblem } from './yamlData';

/** A file under `rules/`, by its path there (`en/gender-job-title.yml`). */
export interface RuleSource {
  readonly path: string;
  readonly text: string;
}

/** Puts the rule files together. A set with problems must not ship. */
export function buildRuleSet(sources: readonly RuleSource[]): {
  readonly rules: RuleSet;
  readonly problems: readonly { readonly path: string; readonly problem: ConfigProblem }[];
} {
  const problems: { path: string; problem: ConfigProblem }[] = [];
  const note = (path: string, found: readonly ConfigProblem[]) =>
    problems.push(...found.map((problem) => ({ path, problem })));
  const files = (language: RuleLanguage) =>
    sources
      .filter(({ path }) => path.startsWith(`${language}/`))
      .map(({ path, text }) => {
        const file = readRuleFile(text, language);
        note(path, file.problems);
        return file;
      });
  const evidenceSource = sources.find(({ path }) => path === 'evidence.yml');
  const evidence = readEvidenceFile(evidenceSource?.text ?? '');
  note('evidence.yml', evidence.problems);
  const languages = { en: join(files('en')), ja: join(files('ja')) };
  return { rules: { languages, evidence: evidence.evidence }, problems };
}

function join(files: readonly RuleFile[]): LanguageRules {
  return {
    rules: files.flatMap(({ rules }) => rules),
    context: joinContexts(files),
    choices: files.find(({ choices }) => choices)?.choices ?? { gender: [], before: [], after: [] },
  };
}

/** Several files may add to a list: names and animals stand in files of their own. */
function joinContexts(files: readonly RuleFile[]): ContextWords {
  const lists = CONTEXT_KINDS.map((kind) => [
    kind,
    [...new Set(files.flatMap(({ context }) => context?.[kind] ?? []))],
  ]);
  return Object.fromEntries(lists) as ContextWords;
}
