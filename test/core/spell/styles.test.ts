import assert from 'node:assert/strict';
import { applyStyle } from '../../../src/core/spell/applyStyle';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { aroundPrompt, readStyles, withStyle, type Style } from '../../../src/core/spell/styles';
import { applyReplacements } from '../../../src/core/yaml/replacement';

const csv = [
  '\ufeffname,prompt,negative_prompt',
  'Photo,"photo of {prompt}, 35mm","blurry, ""bad"""',
  '--- lines ---,,',
  'Ink,ink drawing,',
  'Ink,another,',
  '"two\r\nlines",a,b',
  '',
].join('\r\n');

describe('styles of the web UI', () => {
  it('are the rows that say something, of one name the last', () => {
    assert.deepEqual(readStyles(csv), {
      styles: [
        { name: 'Photo', prompt: 'photo of {prompt}, 35mm', negative: 'blurry, "bad"' },
        { name: 'Ink', prompt: 'another', negative: '' },
        { name: 'two\r\nlines', prompt: 'a', negative: 'b' },
      ],
    });
  });

  it('have the columns that the head names, in any order, and the name of old files', () => {
    const [style] = readStyles('negative_prompt,text,name\nno,yes,a').styles;
    assert.deepEqual(style, { name: 'a', prompt: 'yes', negative: 'no' });
  });

  it('may have blanks before a quote, and rows that are comments', () => {
    const text = 'name, prompt, negative_prompt\n#Ink, "a, b",\nInk, "ink, ""old""",  blurry';
    assert.deepEqual(readStyles(text).styles, [{ name: 'Ink', prompt: 'ink, "old"', negative: 'blurry' }]);
  });

  it('lose their comments, which would swallow what follows', () => {
    assert.deepEqual(aroundPrompt('# soft\nfog # mine\nof {prompt}, 35mm', true), {
      before: 'fog of ',
      after: ', 35mm',
    });
  });

  it('are not in another table, nor behind a quote that does not end', () => {
    assert.deepEqual(readStyles('tag,count\ncat,3'), { styles: [], isOther: true });
    const { styles, unclosedAt } = readStyles('name,prompt\na,b\nc,"d');
    assert.deepEqual([styles.length, unclosedAt], [1, 3]);
  });

  it('are put where the web UI puts them', () => {
    assert.deepEqual(aroundPrompt('photo of {prompt}, 35mm', true), { before: 'photo of ', after: ', 35mm' });
    assert.deepEqual(aroundPrompt(' ink\ndrawing ', true), { before: '', after: ', ink drawing' });
    assert.deepEqual(aroundPrompt('ink', false), { before: '', after: 'ink' });
    assert.deepEqual(aroundPrompt('', true), { before: '', after: '' });
  });
});

describe('a style around a spell', () => {
  const style: Style = { name: 'x', prompt: 'photo of {prompt}, 35mm', negative: 'blurry' };
  for (const [what, text, expected] of [
    ['makes a negative prompt', '{a|b} cat', 'photo of {a|b} cat, 35mm\nNegative prompt: blurry'],
    [
      'adds to the negative prompt',
      'cat\nNegative prompt: dog\nSteps: 2',
      'photo of cat, 35mm\nNegative prompt: dog, blurry\nSteps: 2',
    ],
    [
      'stays out of comments',
      '### a\ncat # mine\nSteps: 2',
      '### a\nphoto of cat, 35mm # mine\nNegative prompt: blurry\nSteps: 2',
    ],
  ] as const)
    it(what, () => {
      const file = parseSpellFile(text);
      assert.equal(applyReplacements(text, applyStyle(file, file.spells[0]!, style)), expected);
    });
});

describe('a styles file with one more style', () => {
  const added = (text: string, style: Style): string | undefined => {
    const replacement = withStyle(text, style);
    return replacement && applyReplacements(text, [replacement]);
  };
  const style: Style = { name: 'New, "it"', prompt: 'a\nb', negative: '' };

  it('has it at the end, and reads back', () => {
    const text = added(csv, style)!;
    assert.ok(text.startsWith(csv));
    assert.deepEqual(readStyles(text).styles.at(-1), style);
  });

  it('has it in the place of the one of that name, and its other columns', () => {
    const text = 'name,note,prompt,negative_prompt\na,mine,old,bad\nb,x,y,z\n';
    assert.equal(
      added(text, { name: 'a', prompt: 'new', negative: '' }),
      'name,note,prompt,negative_prompt\na,mine,new,\nb,x,y,z\n',
    );
  });

  it('has a head where there was nothing', () => {
    assert.equal(
      added('', { name: 'a', prompt: 'b', negative: 'c' }),
      'name,prompt,negative_prompt\r\na,b,c\r\n',
    );
  });

  it('is not made of another table, of a broken one, or of one that would lose the negative prompt', () => {
    assert.equal(added('tag,count\ncat,3', style), undefined);
    assert.equal(added('name,prompt\na,"b', style), undefined);
    assert.equal(added('name,prompt\na,b', { ...style, negative: 'c' }), undefined);
  });
});
