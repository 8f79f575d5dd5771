import assert from 'node:assert/strict';
import { mutantsOf } from '../../scripts/mutation/mutants';

const mutated = (source: string): string[] =>
  mutantsOf(source).map(
    ({ start, end, replacement }) => source.slice(0, start) + replacement + source.slice(end),
  );

describe('mutants', () => {
  for (const [source, expected] of [
    ['a < b', ['a <= b', 'a >= b']],
    ['a && !b', ['a || !b', 'a && (b)']],
    ['f(2)', ['f((2 + 1))']],
    ['x = -y', ['x = (y)']],
    ['Math.min(a, b)', ['Math.max(a, b)']],
    ['if (a) b = c', ['if (true) b = c', 'if (false) b = c']],
    ['a.clear();', [';']],
    ['"a" + b', []],
    ['const min: 3 = point.min', []],
    ["import { a } from 'b'; interface C { readonly d: -1 }", []],
  ] as const)
    it(source, () => {
      // A call that stands alone is also left out.
      const alone = /^\w[\w.]*\(.*\)$/.test(source) ? [';'] : [];
      assert.deepEqual(new Set(mutated(source)), new Set([...expected, ...alone]));
    });

  it('tell their lines', () => {
    assert.deepEqual(
      mutantsOf('a\n\nb + c').map(({ line }) => line),
      [3],
    );
  });
});
