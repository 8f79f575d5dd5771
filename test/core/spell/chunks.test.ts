import assert from 'node:assert/strict';
import type { Tokenization } from '../../../src/core/ports';
import { a1111Chunks, comfyuiChunks } from '../../../src/core/spell/chunks';
import { promptChunks } from '../../../src/core/spell/promptChunks';
import type { Dialect } from '../../../src/core/spell/spell';

const COMMA = 267;
const words = (count: number): number[] => Array.from({ length: count }, () => 1);
const lengths = (chunks: readonly (readonly number[])[]): number[] => chunks.map(({ length }) => length);

describe('chunks of the web UI', () => {
  const cases: readonly (readonly [string, readonly (readonly number[] | 'break')[], readonly number[]])[] = [
    ['nothing', [[]], [0]],
    ['a full one', [words(75)], [75]],
    ['one token more', [words(76)], [75, 1]],
    ['back to a comma among the last 20', [[...words(60), COMMA, ...words(20)]], [61, 20]],
    ['a comma 20 before the end', [[...words(55), COMMA, ...words(30)]], [56, 30]],
    ['a comma 21 before the end', [[...words(54), COMMA, ...words(30)]], [75, 10]],
    ['a comma that comes first in the next', [[...words(75), COMMA, ...words(3)]], [75, 4]],
    ['back over pieces', [[...words(70), COMMA], words(2), words(10)], [71, 12]],
    ['BREAK', [words(3), 'break', words(4)], [3, 4]],
    ['BREAK at the ends', ['break', words(4), 'break'], [0, 4]],
    ['BREAK forgets a comma', [[...words(10), COMMA], 'break', words(76)], [11, 75, 1]],
  ];
  for (const [what, parts, expected] of cases) {
    it(what, () => assert.deepEqual(lengths(a1111Chunks(parts, COMMA)), expected));
  }
});

describe('segments of ComfyUI', () => {
  const cases: readonly (readonly [string, readonly (readonly number[])[], readonly number[]])[] = [
    ['nothing', [], [0]],
    ['a full one', [words(75)], [75]],
    ['long text is cut', [words(76)], [75, 1]],
    ['a short group goes to the next whole', [words(70), words(7)], [70, 7]],
    ['a group of eight is cut', [words(70), words(8)], [75, 3]],
  ];
  for (const [what, groups, expected] of cases) {
    it(what, () => assert.deepEqual(lengths(comfyuiChunks(groups)), expected));
  }
});

describe('the chunks of a prompt', () => {
  /** One token a word or sign, cut to 77 as the engine cuts. */
  const tokenize =
    (frame: readonly [number, number]) =>
    (texts: readonly string[]): Promise<Tokenization[]> =>
      Promise.resolve(
        texts.map((text) => {
          const ids = (text.match(/[\p{L}\p{N}]|[^\s\p{L}\p{N}]+/gu) ?? []).map((token) =>
            token === ',' ? COMMA : 1,
          );
          return { ids: [frame[0], ...ids.slice(0, 75), frame[1]], count: ids.length + 2 };
        }),
      );
  const clip = tokenize([49_406, 49_407]);
  const told = async (raw: string, dialect: Dialect = 'a1111'): Promise<unknown> =>
    (await promptChunks(raw, dialect, {}, clip))?.parts;

  it('are those of each part', async () => {
    assert.deepEqual(await told('a (b:1.2), c BREAK d AND e f'), [[4, 1], [2]]);
    assert.deepEqual(await told('a (b:1.2), c BREAK d', 'comfyui'), [[10]]);
    assert.deepEqual(await told(`${'a '.repeat(70)}, ${'b '.repeat(10)}`), [[71, 10]]);
    assert.deepEqual(await told('青い、'.repeat(40)), [[75, 45]]);
  });

  it('are not told where they cannot be known', async () => {
    assert.equal(await told('a cat', 'plain'), undefined);
    assert.equal(await told('a cat, embedding:x', 'comfyui'), undefined);
    assert.equal(await told('a'.repeat(200)), undefined); // one word that the engine cuts
    assert.equal(await promptChunks('a cat', 'a1111', {}, tokenize([0, 1])), undefined); // other tokens
    assert.equal(await promptChunks('{"a": 1}', 'a1111', { isVerbatim: true }, clip), undefined);
  });

  it('come with the texts that are made tokens apart', async () => {
    assert.deepEqual(await promptChunks('(青い:1.2)猫と(犬:1.3)', 'a1111', {}, clip), {
      pieces: ['青い', '猫と', '犬'],
      tokens: 5,
      parts: [[5]],
    });
  });
});
