import assert from 'node:assert/strict';
import { expandSpell } from '../../../src/core/spell/expandSpell';
import { fillPrompt } from '../../../src/core/spell/fillPrompt';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { applyReplacements } from '../../../src/core/yaml/replacement';

const wildcards = {
  lookup: (name: string) => (name === 'colour' ? ['red', 'light {blue|green}'] : undefined),
};

/** Fills the prompt of a file's only spell as its expansion that CLIP reads as `seen` does. */
function filled(source: string, seen: string): { readonly text: string; readonly file: string } {
  const file = parseSpellFile(source);
  const [spell] = file.spells;
  const options = { dialect: file.dialect, wildcards };
  const all = expandSpell(spell!, options).expansions;
  const found = all.find(({ text }) => text === seen);
  assert.ok(found, `${seen} is among ${all.map(({ text }) => text).join(' | ')}`);
  const prompt = fillPrompt(spell!.positive, found.id, options)!;
  return { text: prompt.text, file: applyReplacements(source, prompt.replacements) };
}

describe('a prompt filled as one of its expansions', () => {
  for (const [source, seen, text, file] of [
    ['### a\na {red|blue} cup\n', 'a blue cup', 'a blue cup', '### a\na blue cup\n'],
    [
      'a ({red|blue}:1.3) cup <lora:x:0.8> # note\nNegative prompt: bad\n',
      'a blue cup',
      'a (blue:1.3) cup <lora:x:0.8>',
      'a (blue:1.3) cup <lora:x:0.8> # note\nNegative prompt: bad\n',
    ],
    ['{a {big|small} cup|a jar}', 'a small cup', 'a small cup', 'a small cup'],
    ['{2$$ and $$a|b|c}!', 'c and a!', 'c and a!', 'c and a!'],
    ['a __colour__ cup', 'a light green cup', 'a light green cup', 'a light green cup'],
    ['a cup', 'a cup', 'a cup', 'a cup'],
    // Comments go, with lines that hold nothing else; empty lines and runs of blanks are the author's.
    [
      '### a\na  cup,  \n# note\n\n\n  of {red|blue} tea\n',
      'a cup, of blue tea',
      'a  cup,\n\n\n  of blue tea',
      '### a\na  cup,  \n# note\n\n\n  of blue tea\n',
    ],
  ] as const) {
    it(source.trim(), () => assert.deepEqual(filled(source, seen), { text, file }));
  }

  it('is none where the prompt is empty', () => {
    const file = parseSpellFile('### a\n');
    assert.equal(fillPrompt(file.spells[0]!.positive, '', { dialect: file.dialect }), undefined);
  });

  it('keeps as text what an option held as text', () => {
    const { file, text } = filled('{a \\{x\\|y\\} b|c}', 'a {x|y} b');
    assert.equal(text, 'a {x|y} b');
    assert.equal(parseSpellFile(file).spells[0]!.positive.slots.length, 0);
    assert.equal(filled(file, 'a {x|y} b').text, 'a {x|y} b');
  });

  it('is found among sampled ones, and not where there is no such', () => {
    const ten = '{0|1|2|3|4|5|6|7|8|9}';
    const [spell] = parseSpellFile(ten.repeat(4)).spells;
    const options = { dialect: 'a1111', limit: 50 } as const;
    const { expansions, sampled } = expandSpell(spell!, options);
    assert.ok(sampled);
    for (const { id, text } of expansions) assert.equal(fillPrompt(spell!.positive, id, options)!.text, text);
    assert.equal(fillPrompt(spell!.positive, 'x', options), undefined);
  });
});
