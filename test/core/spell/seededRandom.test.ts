import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/spell/seededRandom';

describe('seeded random numbers', () => {
  it('are those of mulberry32, so that a sample of expansions stays the same from version to version', () => {
    const random = seededRandom(1);
    assert.deepEqual(
      [random(), random(), random()],
      [0.6270739405881613, 0.002735721180215478, 0.5274470399599522],
    );
  });

  it('lie in [0, 1), spread over it', () => {
    const random = seededRandom(20210226);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) counts[Math.floor(random() * 10)]!++;
    assert.equal(counts.length, 10);
    for (const count of counts) assert.ok(count > 900 && count < 1100, counts.join(' '));
  });
});
