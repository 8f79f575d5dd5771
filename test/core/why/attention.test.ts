import assert from 'node:assert/strict';
import type { TextAttention } from '../../../src/core/ports';
import {
  attentionHeat,
  hottestTimes,
  placeShares,
  sharesOf,
  textShares,
  wholeRollout,
} from '../../../src/core/why/attention';

/** Two layers of four tokens: begin, `red`, `fox` in one, end. */
const text: TextAttention = {
  layers: 2,
  tokens: 5,
  spans: [
    { start: 0, end: 3, tokens: 1 },
    { start: 4, end: 7, tokens: 2 },
  ],
  own: Float32Array.of(0.5, 0.125, 0.125, 0.125, 0.125, 0, 0.25, 0.25, 0.5, 0),
  rollout: Float32Array.of(0.25, 0, 0, 0.25, 0.5, 0.125, 0.125, 0.25, 0.25, 0.25),
};

describe('attention', () => {
  it('is looked at in one layer, or rolled out up to it', () => {
    assert.deepEqual([...sharesOf(text, { layer: 1, isRolledOut: false })], [0, 0.25, 0.25, 0.5, 0]);
    assert.deepEqual([...sharesOf(text, { layer: 0, isRolledOut: true })], [0.25, 0, 0, 0.25, 0.5]);
    assert.deepEqual(wholeRollout(text), { layer: 1, isRolledOut: true });
  });

  it('of a word is that of its tokens together; begin and end stand apart, and nothing is lost', () => {
    const shares = textShares(text, wholeRollout(text));
    assert.deepEqual(shares, {
      begin: 0.125,
      words: [
        { start: 0, end: 3, tokens: 1, share: 0.125 },
        { start: 4, end: 7, tokens: 2, share: 0.5 },
      ],
      end: 0.25,
    });
  });

  it('of a place is told against an even share of what the places get', () => {
    const picture = { layers: 1, own: Float32Array.of(0.1, 0.1, 0.1, 0.5), rollout: new Float32Array(4) };
    const { total, timesEven } = placeShares(picture, { layer: 0, isRolledOut: false });
    assert.ok(Math.abs(total - 0.8) < 1e-6);
    assert.deepEqual(
      [...timesEven].map((each) => each.toFixed(3)),
      ['0.500', '0.500', '0.500', '2.500'],
    );
    // A token that reads nothing but itself.
    assert.deepEqual([...placeShares(picture, wholeRollout(picture)).timesEven], [1, 1, 1, 1]);
  });

  it('has one scale, on which what is read evenly is cold', () => {
    assert.deepEqual([0, 0.3, 1, 2, hottestTimes, 100].map(attentionHeat), [0, 0, 0, 1 / 3, 1, 1]);
  });
});
