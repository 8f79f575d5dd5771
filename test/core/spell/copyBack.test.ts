import assert from 'node:assert/strict';
import { comfyText, infotextOf } from '../../../src/core/spell/copyBack';
import { meansTheSame } from '../../../src/core/spell/meansTheSame';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';

describe('an infotext that is copied', () => {
  it('is what the spell file holds', () => {
    const text = 'a cat\nNegative prompt: blurry\nSteps: 20, Seed: 18446744073709551615, Note: "a, b"';
    const [spell] = parseSpellFile(text).spells;
    assert.equal(infotextOf('a cat', 'blurry', spell!.parameters), text);
  });

  it('has no lines for what the spell has not', () => {
    assert.equal(infotextOf('a cat', '', undefined), 'a cat');
  });
});

describe('a prompt that is copied for ComfyUI', () => {
  for (const [what, prompt, dialect, text, lost] of [
    ['stays where both read the same', 'a (cat:1.2), dog', 'a1111', 'a (cat:1.2), dog', []],
    ['has A1111’s weights', '[cat], ((dog:1.2))', 'a1111', '(cat:0.909091), (dog:1.32)', []],
    ['has NovelAI’s weights', '{{cat}}, 1.3::dog::', 'novelai', '(cat:1.1025), (dog:1.3)', []],
    ['has InvokeAI’s weights', 'cat++ dog', 'invokeai', '(cat:1.21) dog', []],
    ['escapes brackets that were text', 'a (b) c', 'plain', String.raw`a \(b\) c`, []],
    ['escapes what the front end would fill in', 'a {b|c}', 'comfyui', String.raw`a \{b\|c\}`, []],
    ['loses tags', 'a cat, <hypernet:x:1>, [b]', 'a1111', 'a cat, , (b:0.909091)', ['<hypernet:x:1>']],
    ['loses schedules', '[cat:dog:0.5]', 'a1111', 'dog', ['[cat:dog:0.5]']],
    ['loses parts', 'a BREAK b', 'a1111', 'a, b', ['BREAK']],
    ['loses what would be a comment there', 'see http://x.y', 'plain', 'see http://x.y', ['//x.y']],
  ] as const) {
    it(what, () => {
      const copied = comfyText(prompt, dialect);
      assert.equal(copied.text.replace(/\s+/g, ' '), text);
      assert.deepEqual(copied.lost, lost);
    });
  }
});

describe('a prompt means the same', () => {
  it('in two dialects that read it alike', () => {
    assert.equal(meansTheSame({ prompt: 'a (cat:1.2)' }, 'a1111', 'comfyui'), true);
    assert.equal(meansTheSame({ prompt: 'a cat' }, 'novelai', 'plain'), true);
  });

  it('and not where a weight or a tag is read in one only', () => {
    assert.equal(meansTheSame({ prompt: '[cat]' }, 'a1111', 'comfyui'), false);
    assert.equal(meansTheSame({ prompt: 'a cat', negative: '{bad}' }, 'novelai', 'a1111'), false);
    assert.equal(meansTheSame({ prompt: 'a <x:y>' }, 'a1111', 'plain'), false);
  });
});
