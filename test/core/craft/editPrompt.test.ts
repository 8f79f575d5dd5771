import assert from 'node:assert/strict';
import { addNegativePhrase, addPhrase, removePart } from '../../../src/core/craft/editPrompt';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type { SpellFile } from '../../../src/core/spell/spell';
import { expandSpell } from '../../../src/core/spell/expandSpell';
import { applyReplacements, type Replacement } from '../../../src/core/yaml/replacement';

const textOf = (file: SpellFile, spell: number): string =>
  expandSpell(file.spells[spell]!, { dialect: file.dialect }).expansions[0]!.text;

function edited(
  text: string,
  edit: (file: SpellFile) => readonly Replacement[] | undefined,
): string | undefined {
  const replacements = edit(parseSpellFile(text));
  return replacements && applyReplacements(text, replacements);
}

describe('editing a prompt by what was measured', () => {
  const rows: readonly (readonly [what: string, prompt: string, phrase: string, after: string])[] = [
    ['plain text', 'a cat', 'red background', 'a cat, red background'],
    ['a comma at the end', 'a cat,', 'red background', 'a cat, red background'],
    ['Japanese', '二匹の猫', '青い背景', '二匹の猫、青い背景'],
    ['Japanese with its own commas', '猫，夜，城', '青い背景', '猫，夜，城，青い背景'],
    ['Japanese words in an English prompt', 'a cat, 猫', '青い背景', 'a cat, 猫, 青い背景'],
    ['a tag at the end', 'a cat <lora:ink:0.8>', 'red', 'a cat <lora:ink:0.8>, red'],
    ['emphasis at the end', '(a cat:1.3)', 'red', '(a cat:1.3), red'],
    ['a slot at the end', 'a {cat|dog}', 'red', 'a {cat|dog}, red'],
    ['a comment at the end', 'a cat # the best', 'red', 'a cat, red # the best'],
    ['signs in the phrase', 'a girl', 'miku (vocaloid)', 'a girl, miku \\(vocaloid\\)'],
    ['lines', 'a cat,\non a mat', 'red', 'a cat,\non a mat, red'],
  ];
  for (const [what, prompt, phrase, after] of rows)
    it(`adds to ${what}`, () => {
      const text = `### one\nfirst\n\n### two\n${prompt}\nSteps: 20, Seed: 7\n\n### three\nlast\n`;
      const file = parseSpellFile(text);
      assert.equal(file.spells.length, 3);
      const got = edited(text, (each) => addPhrase(each, phrase, { spell: 1 }));
      assert.equal(got, text.replace(prompt, after));
    });

  it('keeps the parameters of Midjourney at the end', () => {
    const text = '---\ndialect: midjourney\n---\n### a\na cat --ar 3:2\n';
    assert.equal(
      edited(text, (each) => addPhrase(each, 'red', { spell: 0 })),
      text.replace('a cat', 'a cat, red'),
    );
  });

  it('writes a negative prompt, or goes on with the one that is there', () => {
    const text = '### a\na cat # good\nSteps: 20, Seed: 7\n\n### b\na dog\nNegative prompt: blur\n';
    const made = edited(text, (each) => addNegativePhrase(each, 'snow', { spell: 0 }));
    assert.equal(made, text.replace('# good', '# good\nNegative prompt: snow'));
    const gone = edited(text, (each) => addNegativePhrase(each, 'snow', { spell: 1 }));
    assert.equal(gone, text.replace('blur', 'blur, snow'));
  });

  const removals: readonly (readonly [prompt: string, part: string, after: string])[] = [
    ['a cat, blurry, red', 'blurry', 'a cat, red'],
    ['a cat, red, blurry', 'blurry', 'a cat, red'],
    ['blurry, a cat', 'blurry', 'a cat'],
    ['a cat, (blurry:1.2), red', 'blurry', 'a cat, red'],
    ['猫、ぼやけた、赤', 'ぼやけた', '猫、赤'],
    ['two cats', 'two', 'cats'],
  ];
  for (const [prompt, part, after] of removals)
    it(`takes “${part}” out of “${prompt}”`, () => {
      const text = `### a\n${prompt}\n### b\nrest\n`;
      const of = textOf(parseSpellFile(text), 0);
      const start = of.indexOf(part);
      const place = { start, end: start + part.length };
      assert.equal(
        edited(text, (file) => removePart(file, { ...place, of }, { spell: 0 })),
        text.replace(prompt, after),
      );
    });

  it('makes no edit that would say something else', () => {
    const option = '### a\n{red|blue}, a cat\n';
    assert.equal(
      edited(option, (file) =>
        removePart(file, { start: 0, end: 3, of: 'red, a cat' }, { spell: 0, id: '0' }),
      ),
      undefined,
      'the slot would go with its other options',
    );
    const json = '{"scene": "a cat"}';
    assert.equal(
      edited(json, (file) => addPhrase(file, 'red', { spell: 0 })),
      undefined,
    );
  });
});
