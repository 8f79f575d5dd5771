import assert from 'node:assert/strict';
import { timeBox } from '../../../src/extension/features/craft/timeBox';

describe('the time for a list', () => {
  it('is filled by what the slowest phrases so far say', () => {
    let clock = 0;
    const next = timeBox(80, () => clock);
    assert.equal(next(), 8);
    clock = 16; // 2 ms each: 32 would fit, and 24 are a request's most
    assert.equal(next(), 24);
    clock = 40; // 1 ms each, but there have been slower ones
    assert.equal(next(), 20);
    clock = 80;
    assert.equal(next(), 0);
  });

  it('ends before so few fit that a request is not worth it', () => {
    let clock = 0;
    const next = timeBox(80, () => clock);
    next();
    clock = 64; // 8 ms each: two would fit
    assert.equal(next(), 0);
  });
});
