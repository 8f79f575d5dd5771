import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inTurns, writePieces } from '../../src/cli/turns';
import type { Steps } from '../../src/core/steps';

describe('long work in turns', () => {
  it('ends with its result', async () => {
    function* work(): Steps<number> {
      yield;
      return 7;
    }
    assert.equal(await inTurns(work(), new AbortController().signal), 7);
  });

  it('hears an abort that comes meanwhile', async () => {
    const abort = new AbortController();
    let steps = 0;
    function* endless(): Steps<void> {
      for (;;) {
        steps++;
        yield;
      }
    }
    const working = inTurns(endless(), abort.signal);
    setImmediate(() => abort.abort());
    await assert.rejects(working, { name: 'AbortError' });
    assert.ok(steps > 0);
  });

  it('writes every piece in order, each when the one before has been taken', async () => {
    const pieces = Array.from({ length: 50 }, (_, i) => String(i).padStart(9999, '.'));
    const written: string[] = [];
    let writing = 0;
    await writePieces(
      pieces,
      async (text) => {
        assert.equal(++writing, 1);
        await nextTurn();
        written.push(text);
        writing--;
      },
      new AbortController().signal,
    );
    assert.equal(written.join(''), pieces.join(''));
    assert.ok(written.length > 5 && written.length < pieces.length);
  });

  it('asks for no more pieces once aborted', async () => {
    const abort = new AbortController();
    let asked = 0;
    function* pieces(): Generator<string> {
      for (;;) {
        asked++;
        yield 'x'.repeat(70_000);
      }
    }
    const taken: string[] = [];
    const write = (text: string) => {
      taken.push(text);
      if (taken.length === 3) abort.abort();
      return Promise.resolve();
    };
    await assert.rejects(writePieces(pieces(), write, abort.signal), { name: 'AbortError' });
    assert.equal(asked, 3);
  });
});
