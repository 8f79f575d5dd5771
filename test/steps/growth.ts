import assert from 'node:assert/strict';

/** How much longer the longer of two inputs is. */
const times = 4;
/** Where one input is `times` as long, steps may be so many times as many: quadratic work would make it 16. */
const most = 1.3 * times;

/**
 * Holds steps to growing in proportion to the length of what they are taken for.
 * @param steps counts what an input of this length takes
 */
export function assertProportional(steps: (length: number) => number, length: number): void {
  steps(length >> 1); // fills caches
  const short = steps(length);
  const long = steps(times * length);
  assert.ok(short > 0);
  assert.ok(long < most * short, `${short} steps for ${length}, ${long} for ${times} times as much`);
}
