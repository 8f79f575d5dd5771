import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { link, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FilesInUse } from '../../../src/engine/checkpoint/filesInUse';
import {
  isSameButForLinks,
  isSameStamp,
  settledStamp,
  stampOf,
} from '../../../src/engine/checkpoint/fileStamp';
import { weightsHash } from '../../../src/engine/checkpoint/weightsHash';
import { temporaryFolder } from './temporaryFolder';

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

describe('stamps of files', () => {
  const temporary = temporaryFolder();
  let file: string;
  beforeEach(async () => {
    file = path.join(temporary(), 'weights');
    await writeFile(file, Buffer.alloc(100_000, 1));
  });

  const writeInPlace = async (at: number): Promise<void> => {
    const handle = await open(file, 'r+');
    await handle.write(Buffer.of(2), 0, 1, at);
    await handle.close();
  };

  it('change with one byte written in place, wherever, although the time is set back', async () => {
    const { atime, mtime } = await stat(file);
    for (const at of [0, 5_000, 50_000, 99_999]) {
      await utimes(file, atime, mtime);
      const before = await settledStamp(file);
      await writeInPlace(at);
      await utimes(file, atime, mtime);
      assert.equal(isSameStamp(stampOf(file), before), false, `${at}`);
    }
  });

  it('change with what is written right after they were taken', async () => {
    for (let i = 0; i < 20; i++) {
      await writeInPlace(i);
      const before = await settledStamp(file);
      await writeInPlace(50_000 + i);
      assert.equal(isSameStamp(stampOf(file), before), false);
    }
  });

  it('tell a new name from new content', async function () {
    if (process.platform === 'win32') this.skip(); // where a name may change no time
    const before = await settledStamp(file);
    await link(file, path.join(temporary(), 'link'));
    const after = stampOf(file);
    assert.equal(isSameStamp(after, before), false);
    assert.equal(isSameButForLinks(after, before), true);
  });

  it('are of nothing where nothing is', async () => {
    assert.equal(await settledStamp(path.join(temporary(), 'none')), undefined);
    assert.ok(isSameStamp(undefined, undefined));
    assert.ok(!isSameStamp(undefined, stampOf(file)));
  });

  it('wait for nobody who may write to a pipe', async function () {
    if (process.platform === 'win32') this.skip();
    const pipe = path.join(temporary(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    assert.ok(await settledStamp(pipe));
  });

  describe('in use', () => {
    const aside = (): string => path.join(temporary(), 'aside');
    const changes: Readonly<Record<string, () => Promise<void>>> = {
      written: () => writeInPlace(7),
      gone: () => rm(file),
      replaced: async () => {
        await writeFile(aside(), await readFile(file));
        await rename(aside(), file);
      },
    };
    for (const [name, change] of Object.entries(changes))
      it(`notice an original that is ${name}`, async () => {
        const files = await FilesInUse.at([file]);
        assert.equal(files.areUnchanged(), true);
        await change();
        assert.equal(files.areUnchanged(), false);
        assert.equal(files.areUnwritten(), false);
      });

    it('notice an original that appears', async () => {
      const files = await FilesInUse.at([aside()]);
      await writeFile(aside(), '');
      assert.equal(files.areUnchanged(), false);
    });

    it('notice a file of the cache that is written, and none that another process removes or replaces', async () => {
      for (const [name, change] of Object.entries(changes)) {
        await writeFile(file, Buffer.alloc(100_000, 1));
        const files = await FilesInUse.at([]);
        files.keep(new Map([[file, await settledStamp(file)]]));
        await change();
        assert.equal(files.areUnchanged(), name !== 'written', name);
      }
    });
  });

  describe('of hashed weights', () => {
    const memos = (): string => path.join(temporary(), 'memos');
    const onlyMemo = async (): Promise<string> => {
      const names = await readdir(memos());
      assert.equal(names.length, 1);
      return path.join(memos(), names[0]!);
    };

    it('stand for the hash, which is remembered by all names of the file', async () => {
      const { hash } = await weightsHash(file, memos());
      assert.equal(hash, sha256(await readFile(file)));
      const memo = await onlyMemo();
      const { mtimeMs } = await stat(memo);
      assert.equal((await weightsHash(file, memos())).hash, hash);
      assert.equal((await stat(await onlyMemo())).mtimeMs, mtimeMs);
    });

    it('make nobody believe a memo with a wrong digit, or that of another file', async () => {
      const { hash } = await weightsHash(file, memos());
      const memo = await onlyMemo();
      const text = await readFile(memo, 'utf8');
      for (const at of [0, 63, 64, 65, text.length - 1]) {
        await writeFile(memo, text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1));
        assert.equal((await weightsHash(file, memos())).hash, hash);
      }
      const other = sha256('other');
      for (const forged of [other, `${other} ${sha256(other)}`, '', text.slice(0, 64)]) {
        await writeFile(memo, forged);
        assert.equal((await weightsHash(file, memos())).hash, hash);
      }
    });
  });
});
