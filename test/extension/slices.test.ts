import assert from 'node:assert/strict';
import type { Steps } from '../../src/core/steps';
import { inSlices, SlicedWork } from '../../src/extension/services/slicedWork';
import { shippedRules } from '../rules/shippedRules';
import type * as Bias from '../steps/biasSteps';
import { Meter } from '../steps/meter';

describe('work on the thread that all extensions share', () => {
  describe('is cut into slices', () => {
    /** A clock that only work moves, so that slices end where they should and not where the machine is slow. */
    let clock = 0;
    const now = performance.now.bind(performance);
    beforeEach(() => {
      clock = 0;
      performance.now = () => clock;
    });
    afterEach(() => {
      performance.now = now;
    });

    /** How much work was done in each turn of the event loop. */
    const turns: number[] = [];
    const work = (): void => {
      clock++;
      turns[turns.length - 1]!++;
    };
    async function inTurns(task: () => Promise<unknown>): Promise<readonly number[]> {
      turns.splice(0, turns.length, 0);
      let running = true;
      const turn = (): void => {
        if (turns.at(-1) !== 0) turns.push(0);
        if (running) setImmediate(turn);
      };
      setImmediate(turn);
      await task();
      running = false;
      return turns.filter((each) => each > 0);
    }

    function* steps(count: number): Steps<string> {
      for (let i = 0; i < count; i++) {
        work();
        yield;
      }
      return 'done';
    }

    it('of three milliseconds', async () => {
      const done = await inTurns(async () => assert.equal(await inSlices(steps(30), () => true), 'done'));
      assert.deepEqual(
        done,
        Array.from({ length: 10 }, () => 3),
      );
    });

    it('that several share, one in a turn', async () => {
      const done = await inTurns(() =>
        Promise.all([inSlices(steps(9), () => true), inSlices(steps(9), () => true)]),
      );
      assert.deepEqual(
        done,
        Array.from({ length: 6 }, () => 3),
      );
    });

    it('where it asks for pauses', async () => {
      const done = await inTurns(async () => {
        const { pause } = new SlicedWork();
        for (let i = 0; i < 30; i++) {
          await pause();
          work();
        }
      });
      assert.deepEqual(
        done,
        Array.from({ length: 10 }, () => 3),
      );
    });

    it('and ends at the next turn when nobody wants it', async () => {
      let isWanted = true;
      const done = await inTurns(async () => {
        const ended = inSlices(steps(30), () => isWanted);
        setImmediate(() => setImmediate(() => (isWanted = false)));
        assert.equal(await ended, undefined);
      });
      assert.ok(done.length < 5, `${done.length} slices`);
    });
  });

  describe('has no long step between two pauses in 3 000 characters of', function () {
    this.timeout(300_000);
    let meter: Meter<typeof Bias>;
    before(() => {
      meter = new Meter('test/steps/biasSteps.ts');
    });
    after(() => meter.stop());

    /** Blocks and units of the longest group of so many steps, one after the other. */
    function longestOf<T>(make: (bias: typeof Bias) => Steps<T>, group: number): number {
      let most = 0;
      let isDone = false;
      const steps = make(meter.module);
      const take = (): void => {
        for (let i = 0; i < group && !isDone; i++) isDone = steps.next().done === true;
      };
      while (!isDone) most = Math.max(most, meter.count(take));
      return most;
    }

    /** Each count takes milliseconds: steps are counted one by one only where a few of them are too long together. */
    function assertShort<T>(make: (bias: typeof Bias) => Steps<T>, limit: number): void {
      if (longestOf(make, 4) < limit) return;
      const most = longestOf(make, 1);
      assert.ok(most < limit, `${most}`);
    }

    /**
     * Where a regular expression goes back a little more often than the meter lets pass, it counts as so much: powers of
     * four are told apart, no finer. How often it goes back also depends on whether the engine still has it compiled.
     */
    const oneRegExp = 4 ** 8;
    const texts = {
      prompts: 'a (red:1.2) apple, __x__\n\n',
      wording: 'a (fireman:1.2), a {lady doctor|nurse}\n\n看護婦と社長、夕方の光\n\n',
      'one paragraph': 'a {red|blue} apple and a fireman, ',
    };
    for (const [name, piece] of Object.entries(texts)) {
      const text = piece.repeat(3000 / piece.length);

      it(`${name}, read`, () => {
        assertShort(({ parseSteps }) => parseSteps(text), 20_000 + oneRegExp);
      });

      it(`${name}, searched for biased words`, () => {
        const matcher = meter.module.matcherOf(shippedRules);
        const file = meter.module.parseSpellFile(text);
        assertShort(({ spellFileSteps }) => spellFileSteps(file, matcher), 60_000 + oneRegExp);
      });
    }
  });
});
