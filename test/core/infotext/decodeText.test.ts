import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeComment, utf8OrLatin1 } from '../../../src/core/infotext/decodeText';
import { parseLooseJson, seedOf } from '../../../src/core/infotext/looseJson';
import { comment } from './pictures';

const PROMPTS = [
  'a cat',
  '1girl, solo, (hatsune miku:1.2)',
  '初音ミクのポートレート。美麗な2Dアニメイラスト。白背景。',
  'かわいい猫、夕焼け、水彩画',
  '一只可爱的猫，坐在窗台上，阳光明媚',
  '고양이, 귀여운, 수채화',
  'кошка на окне, закат',
  'à la plage, été — «chat»',
];

describe('texts of an unknown encoding', () => {
  for (const text of PROMPTS)
    it(text, () => {
      for (const encoding of ['utf16be', 'utf16le', 'utf8'] as const)
        assert.equal(decodeComment(comment(text, encoding)), text, encoding);
      assert.equal(decodeComment(comment(`${text}\0\0`, 'utf16be')), text);
      assert.equal(decodeComment(comment(text, 'utf8', 'ASCII\0\0\0')), text);
    });

  it('any infotext, in every encoding', () => {
    const infotext = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .map((prompt) => `${prompt.replaceAll('\0', '')}\nSteps: 20, Sampler: Euler a`);
    fc.assert(
      fc.property(infotext, fc.constantFrom('utf16be', 'utf16le', 'utf8'), (text, encoding) => {
        assert.equal(decodeComment(comment(text, encoding)), text.replace(/^\ufeff+/, ''));
      }),
    );
  });

  it('UTF-8 first, Latin-1 where it is none, and a sign that is cut off left out', () => {
    assert.equal(utf8OrLatin1(Buffer.from('été 猫')), 'été 猫');
    assert.equal(utf8OrLatin1(Buffer.from('été', 'latin1')), 'été');
    assert.equal(utf8OrLatin1(Buffer.from('a 猫').subarray(0, -1)), 'a ');
  });
});

describe('JSON as Python writes it', () => {
  it('NaN, constants, digits beyond 2^53, line breaks in strings, and what follows a NUL', () => {
    assert.deepEqual(
      parseLooseJson(
        '{"a":NaN,"b":-Infinity,"c":18446744073709551615,"d":True,"e":None,"f":"x\ny\\n\\"NaN","g":[1e3,-2.5]}\0\0',
      ),
      {
        a: null,
        b: null,
        c: '18446744073709551615',
        d: true,
        e: null,
        f: 'x\ny\n"NaN',
        g: [1000, -2.5],
      },
    );
    for (const text of ['{"a":', 'a cat', '{"a":1} x', `${'['.repeat(200)}${']'.repeat(200)}`])
      assert.equal(parseLooseJson(text), undefined);
  });

  it('whatever is JSON is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value);
        if (/[\d.]{16}/.test(text)) return;
        assert.deepEqual(parseLooseJson(text), JSON.parse(text));
      }),
    );
  });

  it('seeds', () => {
    for (const [value, seed] of [
      [281474976710656, '281474976710656'],
      ['18446744073709551615', '18446744073709551615'],
      [-1, undefined],
      ['-1', undefined],
      ['None', undefined],
      [null, undefined],
      [0, '0'],
      [1.5, undefined],
    ] as const)
      assert.equal(seedOf(value), seed);
  });
});
