import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BiasFinding } from '../../../src/core/bias/finding';
import type { Dialect } from '../../../src/core/spell/spell';
import { shippedRules } from '../../rules/shippedRules';
import type * as Bias from '../../steps/biasSteps';
import { assertProportional } from '../../steps/growth';
import { Meter } from '../../steps/meter';
import { check } from './check';

function repeated(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

const samples = ['general.en', 'people.en', 'general.ja', 'people.ja'].map((name) =>
  readFileSync(join(__dirname, `../../fixtures/bias/sample/${name}.txt`), 'utf8').replace(/[⟦⟧⟨⟩]/g, ''),
);

describe('the steps that matching takes', function () {
  this.timeout(300_000);
  let meter: Meter<typeof Bias>;
  let matcher: ReturnType<typeof Bias.matcherOf>;

  before(() => {
    meter = new Meter('test/steps/biasSteps.ts');
    matcher = meter.module.matcherOf(shippedRules);
  });
  after(() => meter.stop());

  const inSpellFile =
    (defaultDialect: Dialect) =>
    ({ checkSpellFile, parseSpellFile }: typeof Bias, text: string): readonly BiasFinding[] =>
      checkSpellFile(parseSpellFile(text, { defaultDialect }), matcher);

  it('are few for each character of prompts', () => {
    const text = repeated(samples.join('\n\n'), 200_000);
    const perUnit = meter.count((bias) => inSpellFile('a1111')(bias, text)) / text.length;
    // About 30 of them read the file, which is read as the generators do.
    assert.ok(perUnit < 85, `${perUnit.toFixed(1)} steps for each UTF-16 unit`);
  });

  it('leave none of many findings out', () => {
    assert.equal(check('看護婦、'.repeat(130_000)).length, 130_000);
  });

  const offered: readonly (readonly [
    string,
    string,
    (bias: typeof Bias, text: string) => readonly BiasFinding[],
  ])[] = [
    ['findings on one line', 'nurse fireman ', inSpellFile('a1111')],
    ['findings on many lines', 'a fireman # note\n', inSpellFile('a1111')],
    ['directives on many lines', 'a nurse # spellwright-ignore a\n', inSpellFile('a1111')],
    ['directives on one line', 'a nurse /* spellwright-ignore a */ ', inSpellFile('comfyui')],
    ['comments on one line', 'a fireman /* note */ ', inSpellFile('comfyui')],
    ['plain text', 'nurse fireman ', inSpellFile('plain')],
    [
      'Markdown',
      'a fireman <!-- spellwright-ignore a --> `x` ',
      ({ checkText }, text) => checkText(text, 'markdown', matcher),
    ],
  ];
  for (const [name, piece, find] of offered) {
    it(`grow in proportion, those for all that is offered included: ${name}`, () => {
      assertProportional((length) => {
        const text = repeated(piece, length);
        return meter.count((bias) => {
          for (const { fixes } of find(bias, text))
            for (const { edits } of fixes) assert.ok(edits.length > 0);
        });
      }, 4000);
    });
  }

  it('grow in proportion for a report of one long line', () => {
    assertProportional((length) => {
      const text = repeated('a nurse and a fireman, ', length);
      return meter.count(({ jsonOf }) => assert.ok(jsonOf(text, matcher) > length));
    }, 2000);
  });

  it('grow in proportion where a line ends in a long comment', () => {
    assertProportional((length) => {
      const text = `${repeated('a fireman ', length)}/* ${' x'.repeat(length)}${' '.repeat(length)}*/`;
      return meter.count((bias) => {
        for (const { fixes } of inSpellFile('comfyui')(bias, text))
          for (const { edits } of fixes) assert.ok(edits.length > 0);
      });
    }, 2000);
  });

  const hostile: Readonly<Record<string, string>> = {
    'a term over and over': 'lady ',
    'a term and blanks': 'lady    \t   ',
    'Japanese without a break': '外人気',
    'a long run of kanji': '国',
    'words beside breaks': '女国・',
    'findings without a break': '看護婦',
    'nested brackets': '(([[{a|',
    'words that nearly match': 'firema ',
    'words written otherwise': 'ﾅｰｽ fire\u00adman か\u3099',
    'marks without a letter': 'e\u0301\u0301\u0301\u0301\u0301',
    'exceptions without an end': 'nurse shark ',
    'persons without a clause': 'nurse doctor and ',
    'names before persons': 'Emma Watson as Nurse ',
    'animals before persons': 'cat chef ',
    'groups and traits': 'lazy lazy Mexican ',
    URLs: 'https://a ',
  };
  for (const [name, piece] of Object.entries(hostile)) {
    it(`grow in proportion: ${name}`, () => {
      assertProportional((length) => {
        const text = repeated(piece, length);
        return meter.count((bias) => inSpellFile('a1111')(bias, text));
      }, 4000);
    });
  }
});
