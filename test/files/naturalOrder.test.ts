import assert from 'node:assert/strict';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { inNaturalOrder, naturalOrder } from '../../src/files/naturalOrder';

describe('the order of paths', () => {
  it('is that of counting', async () => {
    assert.deepEqual(await inNaturalOrder(['10.png', '2.png', '1.png']), ['1.png', '2.png', '10.png']);
  });

  for (const count of [0, 1, 249, 250, 251, 1000, 3333]) {
    it(`of ${count}, made in turns, is that of one sort`, async () => {
      const random = seededRandom(count);
      const paths = Array.from({ length: count }, () => `refs/${Math.floor(random() * 5000)}.png`);
      assert.deepEqual(await inNaturalOrder(paths), [...paths].sort(naturalOrder));
    });
  }

  it('of thousands lets others have a turn meanwhile', async () => {
    let turns = 0;
    let running = true;
    const turn = (): void => {
      turns++;
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    await inNaturalOrder(Array.from({ length: 3000 }, (_, i) => `${(i * 7919) % 3000}.png`));
    running = false;
    assert.ok(turns >= 12, `${turns} turns`);
  });
});
