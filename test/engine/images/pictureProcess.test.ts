import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ImageErrorCode } from '../../../src/core/ports';
import { EngineError } from '../../../src/core/engineError';
import { PictureError } from '../../../src/engine/images/pictureError';
import { PictureProcess, type PictureLimits } from '../../../src/engine/images/pictureProcess';
import { bundleOf } from '../process/engineBundle';
import { fakeModel } from '../process/fakeModel';

describe('the picture process', () => {
  let file: string;
  let pictures: PictureProcess;
  let pids: Set<number>;

  const open = (limits: Partial<PictureLimits> = {}, program = file): PictureProcess => {
    pids = new Set();
    const { preprocessing } = fakeModel();
    return (pictures = new PictureProcess(
      program,
      { preprocessing, imageSize: 1, foreignGlib: false },
      limits,
    ));
  };

  /** The width of the prepared picture, or why there is none. */
  const ask = async (path: string, signal = new AbortController().signal): Promise<number | string> => {
    try {
      const answer = pictures.prepare(path, 'over-white', signal);
      await delay(0);
      if (pictures.pid !== undefined) pids.add(pictures.pid);
      return (await answer).picture.width;
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      return error.code satisfies ImageErrorCode;
    } finally {
      if (pictures.pid !== undefined) pids.add(pictures.pid);
    }
  };

  const isGone = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  };

  before(async () => {
    file = await bundleOf('test/engine/images/fakePicturesMain.ts');
  });

  afterEach(() => {
    if (pictures.pid !== undefined) process.kill(pictures.pid, 'SIGKILL');
  });

  it('is forked at the first need, and once', async () => {
    open();
    assert.equal(pictures.pid, undefined);
    assert.deepEqual(await Promise.all([ask('/a'), ask('/bb')]), [2, 3]);
    assert.equal(await pictures.hash('/c', new AbortController().signal), 'hash of /c');
    assert.equal(pids.size, 1);
  });

  it('is not forked to hash pictures, which may all be known', async () => {
    open();
    assert.match(
      await pictures.hash(path.resolve('media/icon.png'), new AbortController().signal),
      /^[0-9a-f]{64}$/,
    );
    assert.equal(pictures.pid, undefined);
  });

  it('names the picture that ends it, and prepares the others that were in work', async () => {
    open();
    assert.deepEqual(await Promise.all(['/a', '/crash', '/slow', '/bb'].map((path) => ask(path))), [
      2,
      'image-crashed',
      5,
      3,
    ]);
    assert.equal(await ask('/afterwards'), 11);
  });

  it('names every one of several', async () => {
    open();
    const paths = ['/crash 1', '/a', '/crash 2', '/crash 3'];
    assert.deepEqual(await Promise.all(paths.map((path) => ask(path))), [
      'image-crashed',
      2,
      'image-crashed',
      'image-crashed',
    ]);
  });

  it('tells the signal it died of', async () => {
    await assert.rejects(open().prepare('/crash', 'over-white', new AbortController().signal), {
      code: 'image-crashed',
      detail: 'SIGSEGV',
    });
  });

  it('is ended when it says nothing for too long, and the picture that holds it up is named', async () => {
    open({ silenceMs: 1000 });
    assert.deepEqual(await Promise.all(['/a', '/hang', '/bb'].map((path) => ask(path))), [
      2,
      'image-too-slow',
      3,
    ]);
  });

  it('is ended soon when nobody waits for what it is at, and others are none the worse', async () => {
    open({ farewellMs: 10 });
    const abort = new AbortController();
    const reason = new Error('a newer edit');
    const dropped = ask('/hang', abort.signal);
    const beside = ask('/slow');
    await delay(200);
    const pid = pictures.pid!;
    abort.abort(reason);
    await assert.rejects(dropped, reason);
    assert.equal(await beside, 5);
    assert.ok(isGone(pid));
  });

  it('never blames a picture for the ends that others caused', async () => {
    open({ farewellMs: 10 });
    const steady = ask('/slow');
    for (let i = 0; i < 4; i++) {
      const abort = new AbortController();
      const dropped = ask('/hang', abort.signal);
      await delay(60);
      abort.abort(new Error('enough'));
      await assert.rejects(dropped, /enough/);
    }
    assert.equal(await steady, 5);
  });

  it('asks again alone what had too little memory beside others', async () => {
    open();
    assert.deepEqual(await Promise.all(['/a', '/greedy', '/slow'].map((path) => ask(path))), [2, 7, 5]);
    assert.equal(pids.size, 1);
  });

  it('ends without work, and starts again', async () => {
    open({ idleMs: 50 });
    assert.equal(await ask('/a'), 2);
    while (pictures.pid !== undefined) await delay(10);
    assert.equal(await ask('/bb'), 3);
    assert.equal(pids.size, 2);
  });

  it('blames no picture when it cannot be started', async () => {
    open({}, '/nowhere/engine.js');
    await assert.rejects(ask('/a'), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      return error.code === 'engine-start-failed';
    });
  });
});
