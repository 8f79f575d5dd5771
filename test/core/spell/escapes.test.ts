import assert from 'node:assert/strict';
import { expandSpell } from '../../../src/core/spell/expandSpell';
import { fillPrompt } from '../../../src/core/spell/fillPrompt';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type { Dialect } from '../../../src/core/spell/spell';

const wildcards = { lookup: (name: string) => (name === 'x' ? [String.raw`a \#1`, 'b'] : undefined) };

/** What the generator gets, one for each way. */
function raws(text: string, dialect: Dialect): (string | undefined)[] {
  const file = parseSpellFile(text, { defaultDialect: dialect });
  return file.spells.flatMap((spell) =>
    expandSpell(spell, { dialect, wildcards }).expansions.map(({ raw }) => raw),
  );
}

describe('a backslash makes text of', () => {
  for (const [what, text, dialect, expected] of [
    ['a comment', String.raw`C\# and # not`, 'a1111', ['C# and']],
    ['a comment behind two backslashes not', String.raw`C\\# not`, 'a1111', [String.raw`C\\`]],
    ['a comment at the start of a line', String.raw`\# a`, 'comfyui', ['# a']],
    ['ComfyUI’s comments', String.raw`a \//b \/*c*/ // d`, 'comfyui', ['a //b /*c*/']],
    ['dynamicprompts’ comment', String.raw`\// a`, 'plain', ['// a']],
    ['a wildcard', String.raw`\__x\__, __x__`, 'a1111', ['__x__, a #1', '__x__, b']],
    ['a rule', 'a\n\\---\nb', 'plain', ['a\n---\nb']],
    ['a label', 'a\n\\Negative prompt: b', 'plain', ['a\nNegative prompt: b']],
    ['a label within a line', String.raw`a \Negative prompt: b`, 'plain', ['a Negative prompt: b']],
    ['parameters', String.raw`\Steps: 20`, 'novelai', ['Steps: 20']],
    ['a heading', '### n\n\\### a', 'plain', ['### a']],
    ['nothing else', String.raw`\- \a \Steps: x`, 'plain', [String.raw`\- \a \Steps: x`]],
  ] as const) {
    it(what, () => assert.deepEqual(raws(text, dialect), expected));
  }

  it('characters by their numbers, whose words still stand where they are written', () => {
    const text = String.raw`\u{20}a \u{1F431} \u{5c}{b|c}\u{110000}`;
    assert.deepEqual(raws(text, 'plain'), [
      ' a 🐱 \\b' + String.raw`\u110000`,
      ' a 🐱 \\c' + String.raw`\u110000`,
    ]);
    const [spell] = parseSpellFile(String.raw`\u{61}b cat`).spells;
    const [expansion] = expandSpell(spell!, { dialect: 'a1111' }).expansions;
    assert.deepEqual([expansion!.text, [...expansion!.offsets]], ['ab cat', [0, 6, 7, 8, 9, 10]]);
  });

  it('what an option held as text, once it is written in place of its slot', () => {
    const text = String.raw`a {\#1 \__x\__|b}`;
    const [spell] = parseSpellFile(text).spells;
    const filled = fillPrompt(spell!.positive, '0', { dialect: 'a1111', wildcards });
    assert.equal(filled?.text, 'a #1 __x__');
    assert.deepEqual(
      filled.replacements.map((each) => each.text),
      [String.raw`\#1 \__x\__`],
    );
  });

  it('nothing in JSON and in parameters', () => {
    assert.deepEqual(raws('{"a": "\\\\#"}', 'a1111'), ['{"a": "\\\\#"}']);
    const [spell] = parseSpellFile('a\nSteps: 20, Note: C\\#').spells;
    assert.equal(spell!.parameters!.values.get('Note'), String.raw`C\#`);
  });
});
