import {
  CATEGORIES,
  type Category,
  type EvidenceTable,
  type Rule,
  type RuleSet,
} from '../../src/core/bias/rule';
import { pageOfCategory } from '../../src/core/bias/rulePage';
import { BIAS_WORDING } from '../../src/words/bias';
import { CODES } from '../../src/core/bias/finding';

/** The pages of `docs/rules`, by file name. */
export function rulePages(rules: RuleSet): ReadonlyMap<string, string> {
  const all = [...rules.languages.en.rules, ...rules.languages.ja.rules];
  const pages = new Map<string, string>();
  const index = [
    '# Rules',
    '',
    'Made from `rules/` by `npm run rules`. How they are matched and measured: [bias.md](../bias.md).',
    '',
  ];
  for (const category of CATEGORIES.filter((each) => each !== 'custom')) {
    const of = all.filter((rule) => rule.category === category);
    pages.set(pageOfCategory(category), page(category, of, rules.evidence));
    const count = (language: string): number => of.filter((rule) => rule.language === language).length;
    index.push(
      `- [${category}](${pageOfCategory(category)}): ${count('en')} English, ${count('ja')} Japanese`,
    );
  }
  pages.set('README.md', `${index.join('\n')}\n`);
  return pages;
}

function page(category: Category, rules: readonly Rule[], evidence: EvidenceTable): string {
  const wording = BIAS_WORDING[CODES[category]];
  const term = (text: string): string => text.replaceAll('{term}', '…').replaceAll('{group}', '…');
  return [
    `# ${category}`,
    '',
    term(wording.en),
    '',
    term(wording.ja),
    '',
    ...rules.flatMap((rule) => section(rule, evidence)),
  ].join('\n');
}

function section(rule: Rule, { occupations, generator }: EvidenceTable): string[] {
  const counts = rule.evidence === undefined ? undefined : occupations[rule.evidence];
  return [
    `## ${rule.id.slice(rule.category.length + 1)}`,
    '',
    `\`${rule.id}\`, ${rule.severity}${placeOf(rule)}`,
    '',
    ...rule.terms.map(({ text, replacements }) =>
      replacements.length === 0 ? `- ${text}` : `- ${text} → ${replacements.join(' / ')}`,
    ),
    '',
    ...formsOf(rule),
    ...(rule.exceptions.length > 0 ? [`Not in: ${rule.exceptions.join(', ')}`, ''] : []),
    ...(rule.notBeside.length > 0 ? [`Not beside: ${rule.notBeside.join(', ')}`, ''] : []),
    ...(rule.note ? [rule.note.en, '', rule.note.ja, ''] : []),
    ...(counts
      ? [
          `${generator}, "${rule.evidence}": ${counts.women} of ${counts.men + counts.women} pictures perceived as of a woman` +
            (counts.labourWomenPercent === undefined
              ? '.'
              : `; ${counts.labourWomenPercent} % women in this job in the United States (${counts.labourYear}).`),
          '',
        ]
      : []),
    `Source: <${rule.source}>`,
    '',
  ];
}

/** Where alone the rule counts. */
function placeOf({ needsPerson, alone, followedBy }: Rule): string {
  if (followedBy.length > 0) return `, only before: ${followedBy.join(', ')}`;
  if (needsPerson)
    return alone ? ', only before a person or where no noun follows' : ', only before a person';
  return alone ? ', only where no noun follows' : '';
}

/** What stands in the place of a term that describes a noun. */
function formsOf({ attributive, postmodifier }: Rule): string[] {
  const forms = [
    ...(attributive === undefined ? [] : [`before a noun "${attributive}"`]),
    ...(postmodifier === undefined ? [] : [`after the person it describes "${postmodifier}"`]),
  ];
  return forms.length === 0 ? [] : [`In place of the term ${forms.join(', ')}.`, ''];
}
