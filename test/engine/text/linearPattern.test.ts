import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { EngineError } from '../../../src/core/engineError';
import type { JsonObject } from '../../../src/engine/checkpoint/modelFiles';
import { ClipTokenizer } from '../../../src/engine/text/clipTokenizer';
import { isLinearPattern } from '../../../src/engine/text/linearPattern';
import { backtracks } from '../../steps/backtracks';
import { checkpointNames } from '../model/fixtures';

const checkpoints = 'test/fixtures/checkpoints';

function readTokenizer(folder: string): JsonObject {
  return JSON.parse(readFileSync(path.join(folder, 'tokenizer.json'), 'utf8')) as JsonObject;
}

/** Every regular expression inside a value. */
function patternsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Regex: regex } = value as JsonObject;
  return [...(typeof regex === 'string' ? [regex] : []), ...Object.values(value).flatMap(patternsIn)];
}

describe('the patterns of a tokeniser', () => {
  it('are run where they are those of the checkpoints that we know', () => {
    const folders = ['models/mini', ...checkpointNames.map((name) => path.join(checkpoints, name))];
    const patterns = new Set(
      folders.flatMap((folder) => {
        const { normalizer, pre_tokenizer: divider } = readTokenizer(folder);
        return patternsIn([normalizer, divider]);
      }),
    );
    assert.ok(patterns.size >= 4);
    for (const pattern of patterns) assert.ok(isLinearPattern(pattern), pattern);
  });

  for (const pattern of [
    // GPT-2's
    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
    ' {2,}',
    '\\p{N}{1,3}',
    "(?i:'s|'t|'re)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+",
    '[^()|\\s.,!?…。，、।۔،]+',
    '\\n',
    '^\\s*',
    '[[:alpha:]]+',
    '[]a]+',
    '',
  ])
    it(`are run: ${pattern}`, () => assert.ok(isLinearPattern(pattern)));

  for (const pattern of [
    '(a+)+$',
    '(a|a)*b',
    '(a|aa)+$',
    '(?:x+x+)+y',
    '(.*)*!',
    'a*a*a*a*b',
    'a+b',
    '.*=',
    '\\s+$',
    '\\s*[\\r\\n]+',
    '(a{1,30}){1,30}b',
    'a{1000}b',
    'a??a??a??b',
    'a++b',
    '(a+)\\1',
    '(?<name>a+)\\k<name>',
    '\\g<0>a',
    '(?=a+b)a',
    '(?<=a+)b',
    '(?>a+)b',
    '(?(1)a|b)',
    '(?x) a',
    `${'(?:'.repeat(100)}a${')'.repeat(100)}`,
    `${'a?'.repeat(20)}${'a'.repeat(20)}`,
    'a'.repeat(3000),
    '[a',
    '(a',
    'a)',
    '*',
    '\\',
  ])
    it(`are not run: ${pattern.slice(0, 40)}`, () => assert.ok(!isLinearPattern(pattern)));

  it('never go back often, whatever is accepted', () => {
    const atom = fc.constantFrom('a', '[ab]', '\\w', '.', '(?:a|b)', '(?:a|ab)', '(?:a+)', '(?:aa|a|b)', 'b');
    const repeat = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{1,3}', '{2,}');
    const sequence = fc
      .array(fc.tuple(atom, repeat), { minLength: 1, maxLength: 5 })
      .map((items) => items.map(([what, often]) => what + often).join(''));
    const pattern = fc.array(sequence, { minLength: 1, maxLength: 3 }).map((each) => each.join('|'));
    const length = 1500;
    const texts = ['a'.repeat(length), 'ab'.repeat(length / 2), `${'a'.repeat(length - 1)}b`];
    let accepted = 0;
    fc.assert(
      fc.property(pattern, (source) => {
        if (!isLinearPattern(source)) return;
        accepted++;
        for (const text of texts)
          assert.ok(backtracks(new RegExp(source, 'u'), text, 0, length) < length ** 2 / 8, source);
      }),
      { numRuns: 400, seed: 7 },
    );
    assert.ok(accepted > 30, String(accepted));
  });

  describe('of a file', () => {
    const tokenizerWith = (change: JsonObject): ClipTokenizer =>
      new ClipTokenizer({
        tokenizer: { ...readTokenizer(path.join(checkpoints, 'hf-quick-gelu')), ...change },
        config: {},
        contextLength: 24,
        vocabularySize: 600,
      });
    const split = (regex: string): JsonObject => ({
      type: 'Split',
      pattern: { Regex: regex },
      behavior: 'Removed',
      invert: true,
    });
    const replace = (pattern: object, content: string): JsonObject => ({ type: 'Replace', pattern, content });

    for (const [place, change] of Object.entries({
      'that divides texts': { pre_tokenizer: split('(a+)+$') },
      'in a sequence': { pre_tokenizer: { type: 'Sequence', pretokenizers: [split('(a+)+$')] } },
      'that changes texts': { normalizer: replace({ Regex: '(a+)+$' }, '') },
    }))
      it(`are refused by name: ${place}`, () => {
        assert.throws(
          () => tokenizerWith(change),
          (error) => {
            assert.ok(error instanceof EngineError);
            assert.equal(error.code, 'model-pattern-unbounded');
            assert.deepEqual(error.parameters, { file: 'tokenizer.json', pattern: '(a+)+$' });
            return true;
          },
        );
      });

    it('are replaced by text, whatever characters it has', () => {
      const plain = tokenizerWith({ normalizer: replace({ String: 'x' }, 'a') });
      const special = tokenizerWith({ normalizer: replace({ String: 'x' }, '$&') });
      assert.notDeepEqual(special.tokenize('x').ids, plain.tokenize('x').ids);
      assert.deepEqual(special.tokenize('x').ids, tokenizerWith({ normalizer: null }).tokenize('$&').ids);
    });

    it('may not make texts many times as long, one after another', () => {
      const doubled = replace({ String: 'a' }, 'aa');
      const times = (count: number): JsonObject => ({
        normalizer: { type: 'Sequence', normalizers: Array.from({ length: count }, () => doubled) },
      });
      assert.ok(tokenizerWith(times(3)).tokenize('a').count > 2);
      assert.throws(() => tokenizerWith(times(30)), /times as long/);
    });

    it('may not be any number', () => {
      const normalizers = Array.from({ length: 100 }, () => replace({ String: 'a' }, 'a'));
      assert.throws(() => tokenizerWith({ normalizer: { type: 'Sequence', normalizers } }), /patterns/);
    });
  });
});
