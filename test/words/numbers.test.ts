import assert from 'node:assert/strict';
import {
  behindText,
  cosine,
  count,
  difference,
  leanText,
  percent,
  rankText,
  signedLeanText,
} from '../../src/words/numbers';

describe('numbers for people', () => {
  it('have the same digits everywhere', () => {
    assert.deepEqual([0, 0.00001, 0.0004, 0.00994, 0.00996, 0.2391, 0.99996, 1].map(percent), [
      '0.0 %',
      '<0.01 %',
      '0.04 %',
      '0.99 %',
      '1.0 %',
      '23.9 %',
      '100.0 %',
      '100.0 %',
    ]);
    assert.deepEqual([0.28464, -0.12, 0].map(cosine), ['0.2846', '−0.1200', '0.0000']);
    assert.deepEqual([0.012, -0.012, 0.00001, -0.00001].map(difference), [
      '+0.0120',
      '−0.0120',
      '±0.0000',
      '±0.0000',
    ]);
  });

  it('say ranks as a place or as a range', () => {
    assert.equal(rankText(2, undefined), '2');
    assert.equal(rankText(2, { first: 2, last: 2 }), '2');
    assert.equal(rankText(2, { first: 1, last: 3 }), '1–3');
  });

  it('say how far something is behind the first', () => {
    assert.equal(behindText(undefined), '');
    assert.equal(behindText({ difference: -0.0123 }), '−0.0123');
    assert.equal(
      behindText({ difference: -0.0123, interval: { low: -0.02, high: 0.001 } }),
      '−0.0123 (−0.0200 … +0.0010)',
    );
  });

  it('say a lean without a sign of nothing', () => {
    const leans = [0.456, -0.456, 0.004, -0.004, 0];
    assert.deepEqual(leans.map(leanText), ['0.46', '−0.46', '0.00', '0.00', '0.00']);
    assert.deepEqual(leans.map(signedLeanText), ['+0.46', '−0.46', '0.00', '0.00', '0.00']);
  });

  it('say what is too many to count', () => {
    assert.equal(count(12345, 'many'), '12,345');
    assert.equal(count(Infinity, 'many'), 'many');
  });
});
