import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPairs } from '../../../src/core/infotext/parameterPairs';
import { readInfotext } from '../../../src/core/infotext/readInfotext';

const END = 'Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512';

/** Prompt, negative prompt and names of the parameters. */
function taken(text: string): { prompt: string; negative?: string; names: string[] } {
  const { prompt, negative, pairs } = readInfotext(text);
  return { prompt, ...(negative === undefined ? {} : { negative }), names: pairs.map(([name]) => name) };
}

const NAMES = ['Steps', 'Sampler', 'CFG scale', 'Seed', 'Size'];

describe('infotexts', () => {
  const plain = { prompt: 'a cat', negative: 'dog', names: NAMES };
  for (const [what, text, expected] of [
    ['as the web UI writes it', `a cat\nNegative prompt: dog\n${END}`, plain],
    ['with line breaks of Windows', `a cat\r\nNegative prompt: dog\r\n${END}`, plain],
    ['with a blank line before the parameters', `a cat\nNegative prompt: dog\n\n${END}`, plain],
    ['without a negative prompt', `a cat\n${END}`, { prompt: 'a cat', names: NAMES }],
    [
      'with an empty negative prompt, as SD.Next always writes it',
      `a cat\nNegative prompt: \n${END}`,
      { prompt: 'a cat', names: NAMES },
    ],
    [
      'with a negative prompt over lines, the first label of which counts',
      `a\ncat\nNegative prompt: dog\nbird\nNegative prompt: x\n${END}`,
      { prompt: 'a\ncat', negative: 'dog\nbird\nNegative prompt: x', names: NAMES },
    ],
    ['without a prompt', `Negative prompt: dog\n${END}`, { prompt: '', negative: 'dog', names: NAMES }],
    ['without parameters: all of it', 'a cat\nin a hat', { prompt: 'a cat\nin a hat', names: [] }],
    [
      'whose prompt has a line of three pairs',
      `a cat\ncolour: red, size: big, mood: calm, end\nNegative prompt: dog\n${END}`,
      { ...plain, prompt: 'a cat\ncolour: red, size: big, mood: calm, end' },
    ],
    [
      'whose prompt is one line of three pairs, without parameters',
      'colour: red, size: big, mood: calm',
      { prompt: 'colour: red, size: big, mood: calm', names: [] },
    ],
    [
      'whose prompt begins a line with Steps',
      `a cat\nSteps: of stone, moss\nNegative prompt: dog\n${END}`,
      { ...plain, prompt: 'a cat\nSteps: of stone, moss' },
    ],
    [
      'whose prompt ends with a line of steps of stone, without parameters',
      'a temple\nSteps: 3 stairs, stone, moss',
      { prompt: 'a temple\nSteps: 3 stairs, stone, moss', names: [] },
    ],
    [
      'with a quoted value over lines, one of which looks like parameters',
      `a cat\nNegative prompt: dog\n${END}, ADetailer prompt: "face\nSteps: 7, eyes", Version: v1`,
      { ...plain, names: [...NAMES, 'ADetailer prompt', 'Version'] },
    ],
    [
      'with a template below that has steps of its own',
      `a cat\nNegative prompt: dog\n${END}\nTemplate: a {cat|dog}\nSteps: 7, of stone`,
      plain,
    ],
    [
      'in one line without a full stop',
      `a cat Negative prompt: dog Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512`,
      plain,
    ],
    [
      'in one line with a colon in the prompt',
      `a cat: red Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512`,
      { prompt: 'a cat: red', names: NAMES },
    ],
    [
      'that begins with other parameters',
      `a cat\nNegative prompt: dog\nSize: 512x512, Seed: 1, Model: x, Steps: 20`,
      { ...plain, names: ['Size', 'Seed', 'Model', 'Steps'] },
    ],
    [
      'in one line, as sites copy it',
      `a cat. Negative prompt: dog. Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512`,
      { prompt: 'a cat.', negative: 'dog.', names: NAMES },
    ],
    [
      'whose label stands after a full stop',
      `a cat. Negative prompt: dog\n${END}`,
      { ...plain, prompt: 'a cat.' },
    ],
    [
      'with pipes between the pairs, and a label before the prompt',
      `prompt: a cat\nNegative prompt: dog\n${END.replaceAll(', ', ' | ')}`,
      plain,
    ],
  ] as const)
    it(what, () => assert.deepEqual(taken(text), expected));

  it('a line break in the value of an extension leaves parameters and negative prompt apart', () => {
    const text = `a cat\nNegative prompt: dog\n${END}, ADetailer prompt: first\nsecond line, Tail: 1, Quoted: "a, b: c\\nd", End: 2\nTime taken: 3 sec.`;
    const { prompt, negative, pairs } = readInfotext(text);
    assert.deepEqual([prompt, negative], ['a cat', 'dog']);
    assert.deepEqual(pairs.slice(5), [
      ['ADetailer prompt', 'first\nsecond line'],
      ['Tail', '1'],
      ['Quoted', 'a, b: c\nd'],
      ['End', '2'],
      ['Time taken', '3 sec.'],
    ]);
  });

  it('templates after the parameters, and before them', () => {
    const after = readInfotext(
      `a red cat\nNegative prompt: dog\n${END}\nTemplate: a {red|blue}\ncat\nNegative Template: {dog|bird}`,
    );
    assert.deepEqual(
      [after.prompt, after.negative, after.template, after.pairs.length],
      ['a red cat', 'dog', { prompt: 'a {red|blue}\ncat', negative: '{dog|bird}' }, 5],
    );
    const before = readInfotext(
      `a red cat\nNegative prompt: dog\nTemplate: a {red|blue} cat\nNegative template: {dog|bird}\n${END}`,
    );
    assert.deepEqual(
      [before.prompt, before.negative, before.template],
      ['a red cat', 'dog', { prompt: 'a {red|blue} cat', negative: '{dog|bird}' }],
    );
    assert.equal(readInfotext(`Template: a cat\n${END}`).prompt, 'Template: a cat');
  });

  it('values that hold commas, colons and brackets', () => {
    const text =
      'Steps: 20, Hashes: {"vae": "1", "lora:x": {"y": "2, 3"}}, Lora hashes: "a: 1, b: 2", TI hashes: "c: 3", Civitai resources: [{"a":[1,2]}], Date: 2024-01-02T10:20:30, Open: {"a, B: 1, Size: 512x768, ADetailer model 2nd: x, 高さ: 5';
    assert.deepEqual(readPairs(text), [
      ['Steps', '20'],
      ['Hashes', '{"vae": "1", "lora:x": {"y": "2, 3"}}'],
      ['Lora hashes', 'a: 1, b: 2'],
      ['TI hashes', 'c: 3'],
      ['Civitai resources', '[{"a":[1,2]}]'],
      ['Date', '2024-01-02T10:20:30'],
      ['Open', '{"a'],
      ['B', '1'],
      ['Size', '512x768'],
      ['ADetailer model 2nd', 'x'],
      ['高さ', '5'],
    ]);
  });

  it('what the web UI writes of any prompt is read back', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom(
        '#テスト',
        '// x',
        '{a|b}',
        '__c__',
        '###',
        '---',
        'a: b, c: d, e: f',
        '"',
        '{"a":',
        'Steps: of stone',
      ),
    );
    const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n').trim());
    const isPlain = (prompt: string): boolean =>
      !/Negative prompt:|^(?:Negative )?Template:|^[ \t]*Steps:[ \t]*\d|\r|^\s|\s$/im.test(prompt) &&
      !/^(?:parameters|prompt):/i.test(prompt);
    fc.assert(
      fc.property(text.filter(isPlain), text.filter(isPlain), (prompt, negative) => {
        const read = readInfotext(
          `${prompt}${negative === '' ? '' : `\nNegative prompt: ${negative}`}\n${END}`,
        );
        assert.deepEqual([read.prompt, read.negative ?? '', read.pairs.length], [prompt, negative, 5]);
      }),
      { numRuns: 500 },
    );
  });
});
