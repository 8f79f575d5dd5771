/** Every category of rule, in the order of the documentation. A rule's id is `category/name`. */
export const CATEGORIES = [
  'gender/job-title',
  'gender/marked-title',
  'gender/generic-man',
  'gender/stereotype-phrase',
  'gender/unspecified-person',
  'ethnicity/label',
  'ethnicity/stereotype-combination',
  'trait/criminality',
  'trait/beauty-default',
  'disability/term',
  'age-class-body',
  'lgbt/term',
  'safety/violence',
  'safety/sexual',
  'safety/self-harm',
  'safety/hate',
  'safety/drugs',
  'custom',
] as const;

/** `custom` holds the rules that users add. */
export type Category = (typeof CATEGORIES)[number];

export const SEVERITIES = ['off', 'hint', 'information', 'warning', 'error'] as const;

export type Severity = (typeof SEVERITIES)[number];

export type RuleLanguage = 'en' | 'ja';

/** One rule, checked: what `rules/*.yml` and `.spellwright.yml` say after reading. */
export interface Rule {
  /** `category/name`, unique over both languages. */
  readonly id: string;
  readonly category: Category;
  readonly language: RuleLanguage;
  readonly severity: Severity;
  readonly terms: readonly Term[];
  /** Longer literals in which the terms mean something else. */
  readonly exceptions: readonly string[];
  /** The rule counts only where a person is meant: followed by a person word, or itself a plural person word. */
  readonly needsPerson: boolean;
  /**
   * English only: the rule counts only where no noun follows ("the blind", not "the blind man"). Together with
   * `needsPerson`, either is enough.
   */
  readonly alone: boolean;
  /** The rule counts only right before one of these, folded ("suffering from" before "autism"); empty: anywhere. */
  readonly followedBy: readonly string[];
  /** Words of other languages, folded: beside one of them the term is their word ("pelo negro y largo", "en retard"). */
  readonly notBeside: readonly string[];
  /** English only: what stands in the term's place right before a noun ("a hobo camp": "homeless"). */
  readonly attributive?: string;
  /** English only: what is said after the person whom the term describes ("a half-caste boy": "of mixed heritage"). */
  readonly postmodifier?: string;
  /** Japanese only: the term need not end where the segmenter ends a word, only begin where one begins. */
  readonly insideWords: boolean;
  /** Name of the row of the evidence table. */
  readonly evidence?: string;
  /** For a Japanese person word: the English one that an English checkpoint is asked with. */
  readonly english?: string;
  readonly note?: Note;
  /** A page that says why. */
  readonly source: string;
  /** What a user's own rule says instead of its category's message. */
  readonly message?: string;
  /** Words that make the rule only together with a word for a group of people (`ethnicity/stereotype-combination`). */
  readonly combination: boolean;
}

/** A remark of the rule data in the languages that users are spoken to. */
export interface Note {
  readonly en: string;
  readonly ja: string;
}

export interface Term {
  /** A literal: never a pattern. */
  readonly text: string;
  /** In a combination: a noun for a person, which may also follow the group ("… gangster"). */
  readonly noun?: boolean;
  /** Grammatical one-to-one; several are a choice for the author. */
  readonly replacements: readonly string[];
  /** For `gender/unspecified-person`: what may stand in its place, instead of a word put before it. */
  readonly say?: readonly string[];
}

/** Lists of words that are no rules but decide what a rule's hit means. */
export const CONTEXT_KINDS = [
  /** Say a gender: a prompt that holds one leaves no person's gender to the model. */
  'gender',
  /** Nouns for a person, as heads of "oriental …". */
  'person',
  /** Groups of people by ethnicity, nationality or faith. */
  'group',
  /** Animals: one in a job is no person ("a fox wizard"). */
  'animal',
  /** What looks like a person and is none: toys, robots, statues. */
  'figure',
  /** Persons, real or not, whom a picture model knows by name. */
  'known',
  /** Titles, brands and idioms that hold a word for a person ("resident evil", "off guard"): no rule speaks inside them. */
  'title',
  /** Given names. */
  'given',
  /** Words that are no names though they are capitalised in headings ("Old Gypsy woman"). */
  'common',
] as const;

export type ContextKind = (typeof CONTEXT_KINDS)[number];

export type ContextWords = Readonly<Record<ContextKind, readonly string[]>>;

/** What *say it* and *balance it* may put at a person word. */
export interface Choices {
  /** Put before it; all fit a slot together. */
  readonly gender: readonly string[];
  /** Put before it. */
  readonly before: readonly string[];
  /** Put after it. */
  readonly after: readonly string[];
}

/** Everything that the rule files of one language say. */
export interface LanguageRules {
  readonly rules: readonly Rule[];
  readonly context: ContextWords;
  readonly choices: Choices;
}

/** What the build writes and the matcher reads. */
export interface RuleSet {
  readonly languages: Readonly<Record<RuleLanguage, LanguageRules>>;
  readonly evidence: EvidenceTable;
}

/** Occupations as a generator drew them, beside labour statistics. */
export interface EvidenceTable {
  readonly generator: string;
  /** Where the counts were read, and when they were published. */
  readonly pictures: EvidenceSource;
  readonly labour: EvidenceSource;
  readonly occupations: Readonly<Record<string, Evidence>>;
}

export interface EvidenceSource {
  readonly title: string;
  readonly url: string;
  readonly license: string;
  readonly published: string;
}

export interface Evidence {
  /** Pictures perceived as of a man and of a woman by the FairFace classifier. */
  readonly men: number;
  readonly women: number;
  /** Percentage of women among the people of that occupation in the United States, and the year of the statistics. */
  readonly labourWomenPercent?: number;
  readonly labourYear?: number;
}
