import assert from 'node:assert/strict';
import { parseExactJson, writeExactJson, type ExactJson } from '../../src/generators/exactJson';
import { seededRandom } from '../../src/core/spell/seededRandom';

describe('exact JSON', () => {
  it('keeps whole numbers beyond 2^53, and strings that look like them', () => {
    const text =
      '{"seed":18446744073709551615,"low":-9007199254740993,"name":"18446744073709551615","x":1.5}';
    assert.deepEqual(parseExactJson(text), {
      seed: 18446744073709551615n,
      low: -9007199254740993n,
      name: '18446744073709551615',
      x: 1.5,
    });
    assert.equal(writeExactJson(parseExactJson(text)!), text);
  });

  it('takes no string for a number, whatever signs it holds', () => {
    for (const text of ['#18446744073709551615', '##18446744073709551615', '#', '#x'])
      assert.deepEqual(parseExactJson(JSON.stringify([text, text.repeat(3)])), [text, text.repeat(3)]);
    assert.deepEqual(parseExactJson('["\\u0023nonsense", 12345678901234567]'), [
      '#nonsense',
      12345678901234567n,
    ]);
  });

  it('reads NaN as nothing, and what is no JSON not at all', () => {
    assert.deepEqual(parseExactJson('{"a": NaN}'), { a: null });
    assert.equal(parseExactJson('<html>'), undefined);
  });

  it('makes no prototype of a name', () => {
    const parsed = parseExactJson('{"__proto__": {"a": 1}}');
    assert.equal(writeExactJson(parsed!), '{"__proto__":{"a":1}}');
  });

  it('reads what it wrote', () => {
    const random = seededRandom(5);
    const value = (depth: number): ExactJson => {
      const kind = Math.floor(random() * (depth > 3 ? 5 : 7));
      if (kind === 0) return null;
      if (kind === 1) return random() < 0.5;
      if (kind === 2) return random() * 100;
      if (kind === 3) return BigInt(Math.floor(random() * 2 ** 53)) * 4096n + 2n ** 54n;
      if (kind === 4)
        return ['', '#', '"', '\u2028\n', '呪文', '12345678901234567'][Math.floor(random() * 6)]!;
      if (kind === 5) return Array.from({ length: 3 }, () => value(depth + 1));
      return Object.fromEntries(['a', '30:6', '#'].map((name) => [name, value(depth + 1)]));
    };
    for (let k = 0; k < 300; k++) {
      const one = value(0);
      assert.deepEqual(parseExactJson(writeExactJson(one)), one);
    }
  });
});
