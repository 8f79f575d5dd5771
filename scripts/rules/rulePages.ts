import {
  CATEGORIES,
  type Category,
  type EvidenceTable,
  type Rule,
  type RuleLanguage,
  type RuleSet,
} from '../../src/core/bias/rule';
import { pageOfCategory } from '../../src/core/bias/rulePage';
import { BIAS_WORDING, SEVERITY_WORDING } from '../../src/words/bias';
import { CODES } from '../../src/core/bias/finding';
import { say, type Language, type Parameters, type Wording } from '../../src/words/words';
import { JOINED, RULE_PAGE_WORDING } from './rulePageWording';

const { list, end } = JOINED;

/** The pages of the rules in one language, by file name. */
export function rulePages(rules: RuleSet, language: Language): ReadonlyMap<string, string> {
  const all = [...rules.languages.en.rules, ...rules.languages.ja.rules];
  const writer = new PageWriter(language, rules.evidence);
  const pages = new Map<string, string>();
  const index: string[] = [];
  for (const category of CATEGORIES.filter((each) => each !== 'custom')) {
    const of = all.filter((rule) => rule.category === category);
    pages.set(pageOfCategory(category), writer.page(category, of));
    index.push(writer.indexLine(category, of));
  }
  pages.set('README.md', writer.index(index));
  return pages;
}

class PageWriter {
  constructor(
    private readonly language: Language,
    private readonly evidence: EvidenceTable,
  ) {}

  index(lines: readonly string[]): string {
    const { title, madeFrom } = RULE_PAGE_WORDING;
    return [`# ${this.#say(title)}`, '', this.#say(madeFrom), '', ...lines, ''].join('\n');
  }

  indexLine(category: Category, rules: readonly Rule[]): string {
    const count = (language: RuleLanguage): number =>
      rules.filter((rule) => rule.language === language).length;
    const counts = this.#say(RULE_PAGE_WORDING.counts, { en: count('en'), ja: count('ja') });
    return `- [${category}](${pageOfCategory(category)}): ${counts}`;
  }

  page(category: Category, rules: readonly Rule[]): string {
    const term = (text: string): string => text.replaceAll('{term}', '…').replaceAll('{group}', '…');
    return [
      `# ${category}`,
      '',
      ...this.#bothLanguages(BIAS_WORDING[CODES[category]]).flatMap((text) => [term(text), '']),
      ...rules.flatMap((rule) => this.#section(rule)),
    ].join('\n');
  }

  #section(rule: Rule): string[] {
    const { notIn, notBeside, source } = RULE_PAGE_WORDING;
    return [
      `## ${rule.id.slice(rule.category.length + 1)}`,
      '',
      `\`${rule.id}\`${this.#say(list)}${this.#say(SEVERITY_WORDING[rule.severity])}${this.#place(rule)}`,
      '',
      ...rule.terms.map(({ text, replacements }) =>
        replacements.length === 0 ? `- ${text}` : `- ${text} → ${replacements.join(' / ')}`,
      ),
      '',
      ...this.#forms(rule),
      ...this.#words(notIn, rule.exceptions),
      ...this.#words(notBeside, rule.notBeside),
      ...(rule.note ? this.#bothLanguages(rule.note).flatMap((text) => [text, '']) : []),
      ...this.#measured(rule),
      this.#say(source, { source: rule.source }),
      '',
    ];
  }

  /** Where alone the rule counts. */
  #place({ needsPerson, alone, followedBy }: Rule): string {
    const { onlyBefore, onlyPerson, onlyPersonOrAlone, onlyAlone } = RULE_PAGE_WORDING;
    if (followedBy.length > 0) return this.#say(onlyBefore, { words: this.#join(followedBy) });
    if (needsPerson) return this.#say(alone ? onlyPersonOrAlone : onlyPerson);
    return alone ? this.#say(onlyAlone) : '';
  }

  /** What stands in the place of a term that describes a noun. */
  #forms({ attributive, postmodifier }: Rule): string[] {
    const { beforeNoun, afterPerson, inPlace } = RULE_PAGE_WORDING;
    const forms = [
      ...(attributive === undefined ? [] : [this.#say(beforeNoun, { words: attributive })]),
      ...(postmodifier === undefined ? [] : [this.#say(afterPerson, { words: postmodifier })]),
    ];
    return this.#words(inPlace, forms);
  }

  /** What a generator drew of the rule's occupation, and who has the job. */
  #measured({ evidence }: Rule): string[] {
    const { occupations, generator } = this.evidence;
    const counts = evidence === undefined ? undefined : occupations[evidence];
    if (evidence === undefined || counts === undefined) return [];
    const { men, women, labourWomenPercent: percent, labourYear: year } = counts;
    const { pictures, labour } = RULE_PAGE_WORDING;
    return [
      this.#say(pictures, { generator, occupation: evidence, women, total: men + women }) +
        (percent === undefined || year === undefined ? '' : this.#say(labour, { percent, year })) +
        this.#say(end),
      '',
    ];
  }

  #words(wording: Wording, words: readonly string[]): string[] {
    return words.length === 0 ? [] : [this.#say(wording, { words: this.#join(words) }), ''];
  }

  #join(words: readonly string[]): string {
    return words.join(this.#say(list));
  }

  #say(wording: Wording, parameters?: Parameters): string {
    return say(wording, this.language, parameters);
  }

  /** What is written in each language: that of the page first, as the rules are about words of both. */
  #bothLanguages(wording: Wording): string[] {
    const others = (Object.keys(wording) as Language[]).filter((each) => each !== this.language);
    return [this.language, ...others].map((each) => wording[each]);
  }
}
