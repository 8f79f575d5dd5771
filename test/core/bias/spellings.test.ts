import assert from 'node:assert/strict';
import { checkText } from '../../../src/core/bias/checkText';
import { createMatcher } from '../../../src/core/bias/matcher';
import type { Rule, Term } from '../../../src/core/bias/rule';
import { shippedRules } from '../../rules/shippedRules';

/** Another way to write a term; undefined where it can't be written so. */
type Spelling = (term: string, index: number) => string | undefined;

const changed =
  (change: (term: string) => string): Spelling =>
  (term) => {
    const other = change(term);
    return other === term ? undefined : other;
  };

const capitalised = (term: string): string =>
  term.replace(/(?<![\p{L}'’])\p{L}/gu, (letter) => letter.toUpperCase());

/** Between the two middle units, or none where those are one sign or stand beside a space. */
const parted =
  (sign: string): Spelling =>
  (term) => {
    const middle = Math.ceil(term.length / 2);
    const isPart = /^[\p{L}\p{N}ー]{2}$/u.test(term.slice(middle - 1, middle + 1));
    return isPart ? term.slice(0, middle) + sign + term.slice(middle) : undefined;
  };

/** Of nouns for persons in -er, -or, -ist and -an. */
const plural: Spelling = (term) => (/(?:er|or|ist|[^m]an|yer|boy|girl)$/.test(term) ? `${term}s` : undefined);

/** Whether a rule speaks in a text, of anything that lies on the term. */
function speaks(before: string, written: string, after: string, rule: Rule): boolean {
  const end = before.length + written.length;
  return checkText(before + written + after, 'plaintext', allOn).some(
    ({ ruleId, span }) => ruleId === rule.id && span.start < end && span.end > before.length,
  );
}

const allOn = createMatcher(shippedRules, {
  ignore: new Set(),
  rules: [],
  severities: new Map([['safety', 'information' as const]]),
});

/** Terms that are found as they are listed, in the carrier that is varied. */
function terms(language: 'en' | 'ja'): readonly (readonly [Rule, Term])[] {
  return shippedRules.languages[language].rules
    .filter(({ combination }) => !combination)
    .flatMap((rule) => rule.terms.map((term) => [rule, term] as const));
}

/** Share of the terms that are still found when written otherwise. */
function share(
  language: 'en' | 'ja',
  spell: Spelling,
  carriers: readonly (readonly [before: string, after: string])[],
): { readonly found: number; readonly all: number; readonly missed: readonly string[] } {
  const missed: string[] = [];
  let all = 0;
  for (const [index, [rule, { text }]] of terms(language).entries()) {
    const [before, end] = carriers[index % carriers.length]!;
    const after = rule.needsPerson ? (language === 'en' ? ' people' : '人物') + end : end;
    const written = spell(text, index);
    if (written === undefined || !speaks(before.toLowerCase(), text, after.toLowerCase(), rule)) continue;
    all++;
    if (!speaks(before, written, after, rule)) missed.push(before + written + after);
  }
  return { found: all - missed.length, all, missed };
}

describe('terms that are written otherwise than the rules list them', function () {
  this.timeout(300_000);

  const inSentences = [
    ['a photo of ', ', oil painting'],
    ['', ' in a hat'],
  ] as const;
  const english: Readonly<
    Record<string, readonly [Spelling, typeof inSentences | readonly (readonly [string, string])[]]>
  > = {
    'capitalised after a capital': [
      (term) => capitalised(term),
      ['Old', 'Smiling', 'Two', 'Beautiful', 'Young', 'Brave', 'Happy', 'Angry', 'Tall', 'Portrait Of'].map(
        (word) => [`${word} `, ' in the rain'] as const,
      ),
    ],
    'before a capitalised word': [
      (term) => term,
      ['Photo by the sea', 'Art Deco poster', 'American, 1950s', 'Portrait, oil', 'Digital art'].map(
        (word) => ['a ', ` ${word}`] as const,
      ),
    ],
    'hyphens for spaces': [changed((term) => term.replaceAll(' ', '-')), inSentences],
    'spaces for hyphens': [changed((term) => term.replaceAll('-', ' ')), inSentences],
    'words joined': [changed((term) => term.replace(/[ -]/g, '')), inSentences],
    'en dashes': [changed((term) => term.replace(/[ -]/g, '–')), inSentences],
    'non-breaking hyphens': [changed((term) => term.replace(/[ -]/g, '‑')), inSentences],
    underscores: [changed((term) => term.replaceAll(' ', '_')), inSentences],
    'soft hyphens': [parted('\u00ad'), inSentences],
    'zero-width spaces': [parted('\u200b'), inSentences],
    'word joiners': [parted('\u2060'), inSentences],
    'full-width letters': [
      changed((term) =>
        term.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
      ),
      inSentences,
    ],
    'compounds split': [
      changed((term) =>
        term.replace(
          /^((?:police|fire|mail|post|sales|business|cattle|camera|fisher|repair)\p{L}?)(m[ae]n)$|^(police|sales|business|congress|council)(wom[ae]n)$/u,
          '$1$3 $2$4',
        ),
      ),
      inSentences,
    ],
    'plurals that no rule lists': [plural, inSentences],
    'typographic apostrophes': [changed((term) => term.replaceAll("'", '’')), inSentences],
  };
  const japanese: Readonly<Record<string, Spelling>> = {
    'half-width katakana': changed(halfWidth),
    'katakana for hiragana': changed((term) =>
      term.replace(/[ぁ-ゖ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60)),
    ),
    'hiragana for katakana': changed((term) =>
      term.replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60)),
    ),
    'marks apart from their kana': changed((term) => term.normalize('NFD')),
    'zero-width spaces': parted('\u200b'),
    'soft hyphens': parted('\u00ad'),
  };
  const places = [
    ['公園の', 'の絵'],
    ['', 'が笑う'],
    ['夕方、', 'と犬'],
    ['駅の', '、油絵'],
  ] as const;

  const report = (kind: string, { found, all, missed }: ReturnType<typeof share>) => {
    if (process.env.SPELLINGS !== undefined) {
      console.log(
        `${kind}: ${found} of ${all} (${((100 * found) / all).toFixed(1)} %)`,
        missed.slice(0, 40).join(' | '),
      );
    }
    assert.ok(all >= 10, `${all} terms`);
    assert.ok(found >= 0.95 * all, `${found} of ${all}, not: ${missed.slice(0, 20).join(' | ')}`);
  };
  for (const [kind, [spell, carriers]] of Object.entries(english)) {
    it(`English, ${kind}`, () => report(kind, share('en', spell, carriers)));
  }
  for (const [kind, spell] of Object.entries(japanese)) {
    it(`Japanese, ${kind}`, () => report(kind, share('ja', spell, places)));
  }
});

/** ガ as ｶﾞ. */
function halfWidth(text: string): string {
  return text.replace(/[ァ-ヶー・]/g, (kana) =>
    [...kana.normalize('NFD')].map((part) => HALF_WIDTH.get(part) ?? part).join(''),
  );
}

const HALF_WIDTH = new Map(
  Array.from({ length: 0xff9f - 0xff61 + 1 }, (_, index) => {
    const half = String.fromCharCode(0xff61 + index);
    const whole = half === 'ﾞ' ? '\u3099' : half === 'ﾟ' ? '\u309a' : half.normalize('NFKC');
    return [whole, half] as const;
  }),
);
