import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from '../../src/models/downloadLock';
import { DownloadRate } from '../../src/models/downloadRate';
import { linkFile } from '../../src/models/linkFile';
import type { RegisteredModel } from '../../src/models/registryFormat';
import { removeModel } from '../../src/models/removeModel';
import { temporaryFolder } from '../files/temporaryFolder';

describe('the folder of a model', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder({});
  });
  afterEach(() => folder.remove());
  const at = (...parts: string[]): string => path.join(folder.path, ...parts);
  const model = { id: 'm', repository: 'a/b' } as RegisteredModel;

  it('is deleted with all that is in it, and only there', async () => {
    mkdirSync(at('models--a--b', 'blobs'), { recursive: true });
    writeFileSync(at('models--a--b', 'blobs', 'x'), '');
    mkdirSync(at('models--a--c'));
    assert.equal(await removeModel(model, folder.path), at('models--a--b'));
    assert.ok(!existsSync(at('models--a--b')) && existsSync(at('models--a--c')));
    assert.equal(await removeModel(model, folder.path), undefined);
  });

  it('is left alone when it is a link to another place', async () => {
    mkdirSync(at('precious'));
    writeFileSync(at('precious', 'thesis'), 'text');
    mkdirSync(at('hub'));
    symlinkSync(at('precious'), at('hub', 'models--a--b'));
    await assert.rejects(removeModel(model, at('hub')), { code: 'remove-refused' });
    assert.equal(readFileSync(at('precious', 'thesis'), 'utf8'), 'text');
  });

  it('shows a blob under its name, also where a dangling link is', async () => {
    mkdirSync(at('blobs'));
    writeFileSync(at('blobs', 'hash'), 'content');
    mkdirSync(at('snapshots'));
    symlinkSync('../gone', at('snapshots', 'file'));
    await linkFile(at('blobs', 'hash'), at('snapshots', 'file'));
    assert.equal(readFileSync(at('snapshots', 'file'), 'utf8'), 'content');
  });

  describe('while it is written', () => {
    // Even a busy machine gives a sign of life within the second time.
    const times = { beatMs: 50, staleMs: 1500 };

    it('is held by one at a time', async () => {
      let inside = 0;
      const work = async (): Promise<void> => {
        assert.equal(++inside, 1);
        await delay(30);
        inside--;
      };
      await Promise.all(Array.from({ length: 4 }, () => withLock(at('l', 'lock'), undefined, work, times)));
      assert.ok(!existsSync(at('l', 'lock')));
    });

    it('is taken over from a program that was killed, but not from one that works long', async () => {
      writeFileSync(at('lock'), '');
      utimesSync(at('lock'), new Date(0), new Date(0));
      assert.equal(await withLock(at('lock'), undefined, () => Promise.resolve(7), times), 7);
      const order: string[] = [];
      const long = withLock(at('lock'), undefined, () => delay(2500).then(() => order.push('long')), times);
      await delay(10);
      await withLock(at('lock'), undefined, () => Promise.resolve(order.push('next')), times);
      await long;
      assert.deepEqual(order, ['long', 'next']);
    });

    it('is taken over from a program whose clock was ahead', async () => {
      writeFileSync(at('lock'), '');
      utimesSync(at('lock'), new Date(4e12), new Date(4e12));
      const short = { beatMs: 20, staleMs: 100 };
      assert.equal(await withLock(at('lock'), undefined, () => Promise.resolve(7), short), 7);
    });

    it('is not taken from another by one that was taken for dead', async () => {
      await withLock(
        at('lock'),
        undefined,
        () => {
          rmSync(at('lock'));
          writeFileSync(at('lock'), 'of another');
          return Promise.resolve();
        },
        times,
      );
      assert.equal(readFileSync(at('lock'), 'utf8'), 'of another');
    });

    it('is given back when the work fails, and not waited for after a stop', async () => {
      await assert.rejects(
        withLock(at('lock'), undefined, () => Promise.reject(new Error('no')), times),
        /no/,
      );
      assert.ok(!existsSync(at('lock')));
      const stopping = new AbortController();
      const held = withLock(at('lock'), undefined, () => delay(300), times);
      await delay(10);
      const waiting = withLock(at('lock'), stopping.signal, () => assert.fail('it has it'), times);
      stopping.abort(new Error('enough'));
      await assert.rejects(waiting, /enough/);
      await held;
    });
  });

  it('fills at the speed of the last ten seconds', () => {
    let now = 0;
    const rate = new DownloadRate(() => now);
    rate.mark(5_000_000); // of an earlier attempt
    assert.equal(rate.bytesPerSecond, undefined);
    for (now = 1000; now <= 20_000; now += 1000) rate.mark(5_000_000 + now * 1000);
    assert.equal(rate.bytesPerSecond, 1_000_000);
    for (; now <= 40_000; now += 1000) rate.mark(25_000_000);
    assert.equal(rate.bytesPerSecond, 0);
  });
});
