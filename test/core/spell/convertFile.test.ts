import assert from 'node:assert/strict';
import fc from 'fast-check';
import { convertFile } from '../../../src/core/spell/convertFile';
import type { ConvertibleDialect } from '../../../src/core/spell/dialectText';
import { expandPrompt } from '../../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type { Dialect, Wildcards } from '../../../src/core/spell/spell';

const runs = 80;

function converted(text: string, from: Dialect, to: ConvertibleDialect, wildcards?: Wildcards): string {
  const file = parseSpellFile(`---\ndialect: ${from}\n---\n${text}`);
  const conversion = convertFile(file, { to, ...(wildcards && { wildcards }) });
  if (!conversion.ok) return 'refused';
  assert.ok(conversion.text.startsWith(`---\ndialect: ${to}\n---\n`), conversion.text);
  return conversion.text.slice(conversion.text.indexOf('---\n', 4) + 4);
}

/** What every expansion of every prompt says, with its weights. */
function told(text: string, dialect: Dialect): unknown {
  return parseSpellFile(text, { defaultDialect: dialect }).spells.map(({ positive, negative }) =>
    [positive, negative].map((prompt) =>
      (prompt ? expandPrompt(prompt, { dialect }).expansions : []).map(({ text: shown, words }) => [
        shown,
        words.map((word) => word.weight.toFixed(4)),
      ]),
    ),
  );
}

describe('a file that is converted from A1111 to ComfyUI', () => {
  for (const [what, text, expected] of [
    ['stays where both read the same', 'a (cat:1.2), (dog)', 'a (cat:1.2), (dog)'],
    ['multiplies what ComfyUI would replace', '((cat:1.2))', '(cat:1.32)'],
    ['has weights where ComfyUI knows no bracket', 'a [cat]', 'a (cat:0.909091)'],
    ['is flat where weights lie in weights', '(a (b:1.5) c:1.2)', '(a:1.2) (b:1.8) (c:1.2)'],
    ['keeps slots', '[{a|b} cat]', '({a|b} cat:0.909091)'],
    ['weighs the options of a slot', '({(red:1.1)|blue} cat:1.2)', '{(red:1.32)|(blue:1.2)} (cat:1.2)'],
    ['keeps a slot that is a weight', '(cat:{1.1|1.3}) [dog]', '(cat:{1.1|1.3}) (dog:0.909091)'],
    ['takes what the sampler ends on', '[cat:dog:0.5], [cat:dog:1.0]', 'dog, cat'],
    ['takes the first of an alternation', 'a [cat|dog]', 'a cat'],
    ['parts by commas', 'a BREAK b AND c :0.5', 'a, b, c'],
    ['drops a keyword that parts from nothing', 'a, (b) BREAK', 'a, (b:1.1)'],
    ['drops a keyword behind a slot', '{a|b} AND', '{a|b}'],
    ['drops a tag before a comma', 'a <x:y>, b', 'a, b'],
    ['weighs signs as well', '[red dog AND  )', '(red dog:0.909091),  \\)'],
    ['weighs signs behind open brackets', '((((:1.2) AND ((//', '(\\//:1.21)'],
    ['keeps tags of networks', 'a [cat], <lora:x:0.8>', 'a (cat:0.909091), <lora:x:0.8>'],
    ['drops other tags', 'a cat, <x:y>, b', 'a cat,  b'],
    ['moves comments', 'a cat # mine\nb', '# mine\na cat\nb'],
    ['moves comments of what is rewritten', 'a [cat] # mine\n# too\nb', '# mine\n# too\na (cat:0.909091)\nb'],
    ['escapes what would be a comment', 'a http://x', 'a http:\\//x'],
    [
      'keeps the negative prompt',
      'a\nNegative prompt: [b]\nSteps: 20',
      'a\nNegative prompt: (b:0.909091)\nSteps: 20',
    ],
  ] as const)
    it(what, () => assert.equal(converted(text, 'a1111', 'comfyui'), expected));

  it('names what has no counterpart, at its place', () => {
    const text = 'a [b:c:0.5] [d|e] BREAK f AND g <lora:h:1> <i:j>';
    const conversion = convertFile(parseSpellFile(text), { to: 'comfyui' });
    assert.ok(conversion.ok);
    assert.deepEqual(
      conversion.lost.map(({ code, span }) => [code, text.slice(span.start, span.end)]),
      [
        ['schedule', '[b:c:0.5]'],
        ['alternation', '[d|e]'],
        ['break', 'BREAK'],
        ['and', 'AND'],
        ['lora', '<lora:h:1>'],
        ['tag', '<i:j>'],
      ],
    );
  });

  it('is refused whole where one prompt can be written in no way', () => {
    const text = '### a\n[x]\n### b\n${v={(red:1.5)|blue}} (${v} cat:1.2)';
    const file = parseSpellFile(text);
    const conversion = convertFile(file, { to: 'comfyui' });
    assert.deepEqual(conversion, { ok: false, refused: [file.spells[1]!.positive.span] });
  });

  it('says where lines of wildcards read otherwise', () => {
    const text = 'a __w__';
    const wildcards = { lookup: () => ['[cat]', 'dog'] };
    const conversion = convertFile(parseSpellFile(text), { to: 'comfyui', wildcards });
    assert.ok(conversion.ok);
    assert.deepEqual(conversion.lost, [{ code: 'wildcard', span: { start: 2, end: 7 } }]);
  });
});

describe('a file that is converted from ComfyUI to A1111', () => {
  for (const [what, text, expected] of [
    ['replaces what A1111 would multiply', '((cat:1.2))', '(cat:1.2)'],
    ['escapes brackets that were text', 'a [cat]', 'a \\[cat\\]'],
    ['keeps words that would be keywords', 'take a BREAK AND go', 'take a B\\REAK A\\ND go'],
    ['keeps what would be a tag', 'a <x:y>', 'a <\\x:y>'],
    ['keeps what would be the weight of a part', 'it is 10:30', 'it is 10:\\30'],
    ['keeps what would be a comment', 'C# code', 'C\\# code'],
    ['names textual inversions as A1111 does', 'a embedding:bad', 'a bad'],
    ['moves comments', 'a /* b */ c // d\n// e\nf', '# b\n# d\na  c\n# e\nf'],
    ['changes comments that have a line', '### x\n// e\nf', '### x\n# e\nf'],
    ['keeps a pick and its separator', '((({2$$ and $$a|b}:1.2)))', '({2$$ and $$a|b}:1.2)'],
  ] as const)
    it(what, () => assert.equal(converted(text, 'comfyui', 'a1111'), expected));
});

describe('a file that is converted from another dialect', () => {
  it('takes over NovelAI’s, InvokeAI’s and Midjourney’s weights', () => {
    assert.equal(converted('{{cat}}, 1.3::dog::', 'novelai', 'a1111'), '(cat:1.1025), (dog:1.3)');
    assert.equal(converted('cat++ (dog)1.3', 'invokeai', 'comfyui'), '(cat:1.21) (dog:1.3)');
    assert.equal(converted('a (b) [c]', 'plain', 'a1111'), 'a \\(b\\) \\[c\\]');
  });
});

describe('the rest of a file', () => {
  it('stays to the byte', () => {
    const text =
      '\ufeff---\r\nimages: [a.png] # all\r\ndialect: comfyui\r\n---\r\n\r\n### one \r\na cat\r\n\r\n# note\r\n### two\r\n{"a": 1}\r\n';
    const conversion = convertFile(parseSpellFile(text), { to: 'a1111' });
    assert.ok(conversion.ok);
    assert.equal(conversion.text, text.replace('comfyui', 'a1111'));
  });

  it('is nothing but what it is where the dialect is that already', () => {
    const file = parseSpellFile('a [cat] # b');
    assert.deepEqual(convertFile(file, { to: 'a1111' }), {
      ok: true,
      text: file.text,
      replacements: [],
      lost: [],
    });
  });
});

describe('any prompt', () => {
  const hostile = [
    'cat',
    'red',
    'AND',
    'BREAK',
    'a:b',
    '10:30',
    '\\(x\\)',
    'C#',
    '//',
    'x_y',
    '猫',
    '<',
    '|',
  ];
  const ordinary = ['a cat', 'red eyes', 'at 10:30', '\\(x\\)', '猫', 'x_y', '8k, hdr', '<lora:a:0.8>'];

  function prompts(words: readonly string[], weights: readonly string[]): fc.Arbitrary<string> {
    const word = fc.constantFrom(...words);
    return fc.letrec<{ prompt: string; part: string }>((tie) => ({
      prompt: fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(', ')),
      part: fc.oneof(
        { depthSize: 'xsmall', withCrossShrink: true },
        word,
        fc.tuple(tie('prompt'), fc.constantFrom(...weights)).map(([inner, by]) => `(${inner}${by})`),
        tie('prompt').map((inner) => `[${inner}]`),
        fc.tuple(tie('prompt'), tie('prompt')).map(([a, b]) => `{${a}|${b}}`),
        fc.tuple(word, word).map(([a, b]) => `[${a}:${b}:0.4]`),
      ),
    })).prompt;
  }

  for (const [from, to] of [
    ['a1111', 'comfyui'],
    ['comfyui', 'a1111'],
  ] as const)
    for (const [kind, prompt, most] of [
      ['hostile', prompts(hostile, [':1.2', '', ':-1', ':1.25)']), 1],
      ['as people write them', prompts(ordinary, [':1.2', ':0.85', '']), 0.05],
    ] as const)
      it(`says the same with the same weights, or is refused: ${from} to ${to}, ${kind}`, () => {
        let refused = 0;
        fc.assert(
          fc.property(prompt, (text) => {
            const file = parseSpellFile(text, { defaultDialect: from });
            const conversion = convertFile(file, { to });
            if (conversion.ok) assert.deepEqual(told(conversion.text, to), told(text, from));
            else refused++;
          }),
          { numRuns: runs, seed: 20260101 },
        );
        assert.ok(refused <= most * runs, `${refused} of ${runs} refused`);
      });
});
