import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Budget } from '../../../src/engine/images/budget';
import { hashPicture, maxFileBytes, readPicture } from '../../../src/engine/images/readPicture';
import { picture } from './pictures';

describe("reading a picture's file", () => {
  let folder: string;
  let path: string;
  let png: Buffer;

  const save = async (bytes: Uint8Array | string, size?: number): Promise<string> => {
    await writeFile(path, bytes);
    if (size !== undefined) await truncate(path, size); // with a hole, which takes no space
    return path;
  };
  const read = (budget = new Budget(maxFileBytes)): Promise<{ bytes: Buffer; hash: string }> =>
    readPicture(path, budget, (file) => Promise.resolve(file));
  const refusals = [() => hashPicture(path), () => read()];

  before(async () => {
    png = await picture().png().toBuffer();
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spellwright-read-'));
    path = join(folder, 'picture.png');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const size of [undefined, 1024 * 1024, 3_000_001])
    it(`gives the same hash piece by piece and whole, of ${size ?? 'few'} bytes`, async () => {
      await save(png, size);
      const { bytes, hash } = await read();
      assert.equal(bytes.length, size ?? png.length);
      assert.deepEqual(bytes.subarray(0, png.length), png);
      assert.equal(hash, createHash('sha256').update(bytes).digest('hex'));
      assert.equal(await hashPicture(path), hash);
    });

  it('refuses by size what it has not read', async () => {
    await save('no picture at all', maxFileBytes + 1);
    for (const refused of refusals)
      await assert.rejects(refused, { code: 'image-too-large', detail: `${maxFileBytes + 1} bytes` });
  });

  it('refuses what is no picture by its first bytes', async () => {
    await save('a picture of a cat', maxFileBytes);
    for (const refused of refusals) await assert.rejects(refused, { code: 'image-not-a-picture' });
  });

  it('reads no further than the size the file had when it was opened', async () => {
    await save(png);
    const budget = new Budget(1);
    const release = await budget.take(1);
    const reading = read(budget); // has opened the file once it waits for the budget
    while (budget.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    await appendFile(path, 'grown meanwhile');
    release();
    assert.deepEqual((await reading).bytes, png);
  });

  it('holds no more bytes at once than the budget has', async () => {
    await save(png);
    const budget = new Budget(2 * png.length);
    let [held, most] = [0, 0];
    const hold = (): Promise<void> =>
      readPicture(path, budget, async () => {
        most = Math.max(most, ++held);
        await delay(10);
        held--;
      });
    await Promise.all(Array.from({ length: 8 }, hold));
    assert.ok(most <= 2, `${most} files were held at once`);
  });

  // Files of the system that have no size, and give bytes for as long as somebody reads.
  (process.platform === 'linux' ? it : it.skip)('refuses a file of no size that is not empty', async () => {
    await assert.rejects(hashPicture('/proc/self/status'), { code: 'image-empty' });
    await assert.rejects(hashPicture('/dev/zero'), { code: 'image-unreadable', detail: 'EFTYPE' });
  });
});
