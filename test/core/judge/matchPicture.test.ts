import assert from 'node:assert/strict';
import {
  indexVariants,
  matchPicture,
  type FoundText,
  type MatchableVariant,
  type PictureMatch,
} from '../../../src/core/judge/matchPicture';
import type { Dialect } from '../../../src/core/spell/spell';
import { finish } from '../../../src/core/steps';

const variants: readonly MatchableVariant[] = [
  { prompt: 'a red apple, (glossy:1.2), on a table', negative: 'blurry, low quality' },
  { prompt: 'a green apple, (glossy:1.2), on a table', negative: 'blurry, low quality' },
  { prompt: 'a cat <lora:ink:0.8>, [day:night:0.5], street' },
  { prompt: 'a foggy harbour at dawn' },
  { prompt: 'a foggy harbour at dawn' },
  { prompt: '夜の港、霧、灯台' },
  { prompt: 'a lone tree BREAK on a hill' },
];

function matched(
  text: Partial<FoundText> & { readonly prompt: string },
  dialect: Dialect = 'a1111',
): PictureMatch | undefined {
  return matchPicture(finish(indexVariants(variants, dialect)), [{ dialect: 'a1111', ...text }]);
}

const negative = 'blurry, low quality';

describe('a picture and the variants of a file', () => {
  const exact: readonly (readonly [string, Partial<FoundText> & { readonly prompt: string }, number])[] = [
    ['as it was sent', { prompt: 'a red apple, (glossy:1.2), on a table', negative }, 0],
    [
      'with commas for lines',
      { prompt: 'a red apple,(glossy:1.2),,on a table , ', negative: 'blurry,low quality,' },
      0,
    ],
    ['weights written otherwise', { prompt: 'a red apple, (glossy:1.20), on a table', negative }, 0],
    ['another variant', { prompt: 'a green apple, (glossy:1.2), on a table', negative }, 1],
    ['its tag and schedule', { prompt: 'a cat <lora:ink:0.8>, [day:night:0.5], street' }, 2],
    ['a dialect that has neither', { prompt: 'a cat, night, street', dialect: 'comfyui' }, 2],
    ['Japanese', { prompt: '夜の港、霧、灯台' }, 5],
    ['parts', { prompt: 'a lone tree\nBREAK\non a hill' }, 6],
    [
      'no effect of its negative',
      { prompt: 'a red apple, (glossy:1.2), on a table', hasNoNegative: true },
      0,
    ],
    [
      'ComfyUI’s weights',
      { prompt: 'a red apple, (glossy:1.2), on a table', negative, dialect: 'comfyui' },
      0,
    ],
  ];
  for (const [what, text, variant] of exact) {
    it(`match by their text: ${what}`, () => {
      const match = matched(text);
      assert.deepEqual([match?.kind, match?.variants[0]], ['exact', variant]);
    });
  }

  it('match in another dialect by what is heard', () => {
    const index = finish(indexVariants([{ prompt: 'a ((red)) ball' }], 'a1111'));
    const text = (prompt: string): FoundText => ({ prompt, dialect: 'comfyui' });
    assert.equal(matchPicture(index, [text('a (red:1.21) ball')])?.kind, 'exact');
    assert.equal(matchPicture(index, [text('a (red:1.3) ball')])?.kind, 'near');
  });

  it('match where several read the same: all are told, the first first', () => {
    const match = matched({ prompt: 'a foggy harbour at dawn' });
    assert.deepEqual([match?.kind, match?.variants], ['exact', [3, 4]]);
  });

  it('a negative prompt that the spell leaves open is told, as pairs have to share it', () => {
    const match = matched({ prompt: 'a lone tree BREAK on a hill', negative: 'people' });
    assert.ok(match?.kind === 'exact' && match.ownNegative !== undefined);
    assert.equal(
      (matched({ prompt: 'a lone tree BREAK on a hill' }) as { ownNegative?: string }).ownNegative,
      undefined,
    );
  });

  const near: readonly (readonly [string, Partial<FoundText> & { readonly prompt: string }, object])[] = [
    [
      'one word',
      { prompt: 'a red pear, glossy, on a table', negative },
      { code: 'words', written: 'apple', drawn: 'pear' },
    ],
    [
      'a phrase more',
      { prompt: 'a red apple, glossy, on a table, sunlight', negative },
      { code: 'words', written: '', drawn: 'sunlight' },
    ],
    [
      'a phrase less',
      { prompt: 'a red apple, on a table', negative },
      { code: 'words', written: 'glossy', drawn: '' },
    ],
    ['capital letters', { prompt: 'A foggy harbour at dawn' }, { code: 'words', written: 'a', drawn: 'A' }],
    ['a Japanese word', { prompt: '朝の港、霧、灯台' }, { code: 'words', written: '夜', drawn: '朝' }],
    ['weights', { prompt: 'a red apple, (glossy:1.3), on a table', negative }, { code: 'weights' }],
    ['another LoRA weight', { prompt: 'a cat <lora:ink:0.6>, [day:night:0.5], street' }, { code: 'signs' }],
    ['no LoRA', { prompt: 'a cat, [day:night:0.5], street' }, { code: 'signs' }],
    [
      'another negative',
      { prompt: 'a red apple, (glossy:1.2), on a table', negative: 'blurry' },
      { code: 'negative' },
    ],
    ['no negative', { prompt: 'a red apple, (glossy:1.2), on a table' }, { code: 'negative' }],
    ['a rough reading', { prompt: 'a foggy harbour at dawn', isApproximate: true }, { code: 'approximate' }],
    ['a style', { prompt: 'a foggy harbour at dawn', isTemplate: true }, { code: 'style' }],
  ];
  for (const [what, text, change] of near)
    it(`look alike but for ${what}`, () => {
      const match = matched(text);
      assert.ok(match?.kind === 'near', JSON.stringify(match));
      assert.deepEqual(match.change, change);
    });

  for (const prompt of [
    '',
    ' , ',
    'a dog',
    'a red apple in a bowl of blue glass under the moon, glossy, on a table by the sea',
    'on a table, glossy, a red apple',
  ])
    it(`do not match: “${prompt}”`, () => assert.equal(matched({ prompt, negative }), undefined));

  it('what is written before a style added to it comes after what was drawn', () => {
    const index = finish(indexVariants(variants, 'a1111'));
    const texts: FoundText[] = [
      {
        prompt: 'a foggy harbour at dawn, oil painting, thick strokes of paint on canvas, by hand',
        dialect: 'a1111',
      },
      { prompt: 'a foggy harbour at dawn', dialect: 'a1111', isTemplate: true },
    ];
    assert.deepEqual(matchPicture(index, texts), {
      kind: 'near',
      variants: [3, 4],
      change: { code: 'style' },
    });
  });

  it('match in steps that grow with the variants, and compare a picture with few of them word by word', () => {
    const many = Array.from({ length: 800 }, (_, i) => ({ prompt: `a ${i} ball, on a table` }));
    const steps = indexVariants(many, 'a1111');
    let count = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) count++;
    assert.equal(count, 800);
    const match = matchPicture(step.value, [{ prompt: 'a 799 ball, on a table', dialect: 'a1111' }]);
    assert.deepEqual(match?.variants, [799]);
  });
});
