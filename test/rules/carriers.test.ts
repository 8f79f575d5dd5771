import assert from 'node:assert/strict';
import { articleFor } from '../../src/core/bias/article';
import type { BiasFinding, BiasFix, TextEdit } from '../../src/core/bias/finding';
import { SEVERITIES, type Rule, type Term } from '../../src/core/bias/rule';
import { check } from '../core/bias/check';
import { shippedRules } from './shippedRules';

/** A fix in a sentence, and what is wrong with it. */
interface Fault {
  readonly sentence: string;
  readonly fixed: string;
  readonly fault: string;
}

/** Plural persons and things: two of them, not one. */
const PLURAL = /(?:people|men|women|children|folk|ladies|[^sui'-]s)$/;

/** Rules whose terms are mostly nouns for persons, of which there may be two. */
const COUNTED: ReadonlySet<string> = new Set(['gender/job-title', 'gender/marked-title', 'disability/term']);

/** A noun without what is said after it. */
function head(text: string): string {
  return text.split(/ (?:with|of|who|in|from|by|using|on|for|to|the|a) /)[0]!;
}

const languages = shippedRules.languages;

function rulesOf(language: 'en' | 'ja'): Rule[] {
  return languages[language].rules.filter(
    ({ combination, category, severity }) =>
      !combination && severity !== 'off' && category !== 'gender/unspecified-person',
  );
}

/** Sentences that put a term as subject, after an article, before a person and a thing, in a possessive and at the start. */
function englishCarriers(rule: Rule, { text }: Term): string[] {
  const term = rule.followedBy.length > 0 ? `${text} ${rule.followedBy[0]!}` : text;
  if (rule.needsPerson && !rule.alone) {
    return [
      `the ${term} boy waits by a door`,
      `${articleFor(term)} ${term} woman, oil painting`,
      `two ${term} children on a bench`,
      `${articleFor(term)} ${term} man's coat`,
      `${capitalised(term)} people at dusk`,
      `an old ${term} sailor`,
    ];
  }
  // A plural and what ends in a phrase stand before no other noun.
  const before =
    PLURAL.test(head(text)) || head(text) !== text || rule.followedBy.length > 0
      ? []
      : ['hat on a chair', 'boy in a garden'];
  return [
    `the ${term} waits by a door`,
    `${articleFor(term)} ${term}, oil painting`,
    `two ${term} on a bench`,
    `the ${term}'s coat`,
    `${capitalised(term)} at dusk`,
    ...before.map((noun) => `${articleFor(term)} ${term} ${noun}`),
  ].filter((sentence) => !/\b(?:an?|the|two) (?:an?|the) |\b(\w+) \1\b|girl boy/.test(sentence));
}

function japaneseCarriers({ needsPerson, followedBy }: Rule, { text }: Term): string[] {
  const term = text + (followedBy[0] ?? '') + (needsPerson ? '女性' : '');
  return [
    `${term}の写真`,
    `${term}な顔`,
    `夕方、${term}を描く`,
    `3人の${term}、油絵`,
    `窓辺の${term}。`,
    `${term}が立つ`,
  ];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function apply(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((result, { span, text: by }) => result.slice(0, span.start) + by + result.slice(span.end), text);
}

/** Every fix that a rule offers for a term in its carriers, with its faults. */
function faultsOf(rule: Rule, carriers: (rule: Rule, term: Term) => string[], grammar: Grammar): Fault[] {
  return rule.terms.flatMap((term) =>
    carriers(rule, term).flatMap((sentence) =>
      check(sentence)
        .filter(({ ruleId }) => ruleId === rule.id)
        .flatMap((finding) =>
          finding.fixes.flatMap((fix) => {
            const fixed = apply(sentence, fix.edits);
            return faultsAfter(finding, fix, fixed, grammar(sentence, fixed, fix)).map((fault) => ({
              sentence,
              fixed,
              fault,
            }));
          }),
        ),
    ),
  );
}

type Grammar = (sentence: string, fixed: string, fix: BiasFix) => string[];

function faultsAfter(finding: BiasFinding, fix: BiasFix, fixed: string, grammar: string[]): string[] {
  if (fix.kind !== 'replace' && fix.kind !== 'say-it') return [];
  const [start, end] = [fix.edits.at(-1)!.span.start - 1, fix.edits.at(-1)!.span.start + fix.choice.length];
  const now = check(fixed).filter(({ span }) => span.start < end && span.end > start);
  const hints = now.filter(({ category }) => category === 'gender/unspecified-person');
  const loud = now.filter(
    ({ category, severity }) =>
      category !== 'gender/unspecified-person' &&
      SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(finding.rule.severity),
  );
  const asks = fix.kind === 'replace' && fix.leavesOpen === true;
  return [
    ...grammar,
    ...loud.map(({ ruleId }) => `finds ${ruleId}`),
    ...(hints.length > 0 && !asks ? ['a hint that the fix does not announce'] : []),
    ...(hints.length === 0 && asks && !/ hat on|'s? coat/.test(fixed)
      ? ['a hint announced that does not come']
      : []),
  ];
}

const ENGLISH: Grammar = (sentence, fixed, { kind }) => {
  if (kind !== 'replace') return [];
  const faults: string[] = [];
  const article = /(?<![\p{L}'])(an?) ([\p{L}-]+)/iu.exec(fixed);
  if (article && article[1]!.toLowerCase() !== articleFor(article[2]!)) faults.push('article');
  if (/(?<![\p{L}'])([\p{L}]+) \1(?![\p{L}])/iu.test(fixed)) faults.push('a word twice');
  if (/ (?:with|of|who|using|in|from) (?!a (?:garden|bench|door|chair)).* (?:hat|boy)(?: |$)/.test(fixed))
    faults.push('a phrase before its noun');
  if (/ (?:person|people|man|men|woman|women|child|children) (?:hat|boy)(?: |$)/i.test(fixed))
    faults.push('a person before a noun');
  if (/(?:^|[ ])(?:an?|the another|the an?) (?:an?|the|another) /i.test(fixed)) faults.push('two articles');
  if (/  | [,.]/.test(fixed)) faults.push('blanks');
  return faults;
};

const JAPANESE: Grammar = (_sentence, fixed, { kind }) => {
  if (kind !== 'replace') return [];
  const faults: string[] = [];
  if (/のの|なな|なの(?!写真)|ためのの/.test(fixed)) faults.push('a particle twice');
  if (/(?:ある|ための|使う|太った|曲がった|不自由な)(?:の|な|を|が|。|$)/.test(fixed))
    faults.push('describes nothing');
  if (/(.{2,})\1/.test(fixed) && !/(.{2,})\1/.test(_sentence)) faults.push('a word twice');
  return faults;
};

function list(faults: readonly Fault[]): string {
  return faults.map(({ sentence, fixed, fault }) => `${sentence} → ${fixed}: ${fault}`).join('\n');
}

describe('every replacement in its sentences', function () {
  this.timeout(300_000);

  it('in English is grammatical by its form, and leaves nothing to say that it does not announce', () => {
    assert.equal(list(rulesOf('en').flatMap((rule) => faultsOf(rule, englishCarriers, ENGLISH))), '');
  });

  it('in Japanese too', () => {
    assert.equal(list(rulesOf('ja').flatMap((rule) => faultsOf(rule, japaneseCarriers, JAPANESE))), '');
  });
});

describe('a replacement', () => {
  it('is as many as its term', () => {
    const wrong = rulesOf('en').flatMap(({ terms, category, followedBy }) =>
      followedBy.length === 0 && COUNTED.has(category)
        ? terms.flatMap(({ text, replacements }) =>
            replacements
              .filter(
                (by) =>
                  /^[a-z' -]*(?:man|men|woman|women)$/.test(text) &&
                  PLURAL.test(head(by)) !== PLURAL.test(head(text)),
              )
              .map((by) => `${text} → ${by}`),
          )
        : [],
    );
    assert.deepEqual(wrong, []);
  });
});
