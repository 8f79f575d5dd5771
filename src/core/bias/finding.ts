import type { Span } from '../spell/spell';
import type { Category, Evidence, Rule, RuleLanguage, Severity } from './rule';

/** One place of a source text that a rule speaks of. */
export interface BiasFinding {
  readonly ruleId: string;
  readonly category: Rule['category'];
  readonly severity: Exclude<Severity, 'off'>;
  readonly code: BiasCode;
  readonly language: RuleLanguage;
  /** UTF-16 range of the source text. It may hold brackets where emphasis cuts a term. */
  readonly span: Span;
  /** What the author wrote, without such brackets. */
  readonly text: string;
  /** For the message of `code`: always `term`; `group` for a combination. */
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly rule: Rule;
  readonly evidence?: Evidence;
  /** True in a negative prompt, where the term is a request to avoid it. */
  readonly negative: boolean;
  readonly fixes: readonly BiasFix[];
}

/** What is said of a finding; the words are in `words/bias`. */
export type BiasCode =
  | 'job-title'
  | 'marked-title'
  | 'generic-man'
  | 'stereotype-phrase'
  | 'unspecified-person'
  | 'ethnicity-label'
  | 'stereotype-combination'
  | 'criminality'
  | 'beauty-default'
  | 'disability-term'
  | 'age-class-body'
  | 'lgbt-term'
  | 'safety'
  | 'custom';

/** The code of each category. */
export const CODES: Readonly<Record<Category, BiasCode>> = {
  'gender/job-title': 'job-title',
  'gender/marked-title': 'marked-title',
  'gender/generic-man': 'generic-man',
  'gender/stereotype-phrase': 'stereotype-phrase',
  'gender/unspecified-person': 'unspecified-person',
  'ethnicity/label': 'ethnicity-label',
  'ethnicity/stereotype-combination': 'stereotype-combination',
  'trait/criminality': 'criminality',
  'trait/beauty-default': 'beauty-default',
  'disability/term': 'disability-term',
  'age-class-body': 'age-class-body',
  'lgbt/term': 'lgbt-term',
  'safety/violence': 'safety',
  'safety/sexual': 'safety',
  'safety/self-harm': 'safety',
  'safety/hate': 'safety',
  'safety/drugs': 'safety',
  custom: 'custom',
};

export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** Something the author may choose to do. Nothing is ever applied without being chosen. */
export interface BiasFix {
  /**
   * replace: a grammatical one-to-one replacement; say-it: names who is drawn; balance-it: a slot over genders;
   * ignore-here: a comment in the file; ignore-in-file: one for the whole file.
   */
  readonly kind: 'replace' | 'say-it' | 'balance-it' | 'ignore-here' | 'ignore-in-file';
  /** The text that will stand there, for the title. Empty for the ignoring kinds. */
  readonly choice: string;
  readonly edits: readonly TextEdit[];
  /** May be applied with others of its kind in one go: the only replacement that the rule knows. */
  readonly safeForAll: boolean;
  /** A replacement that leaves a person's gender to the model, which a hint will then say. */
  readonly leavesOpen?: boolean;
}
