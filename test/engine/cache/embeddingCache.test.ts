import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddingCache, type EmbeddingCacheOptions } from '../../../src/engine/cache/embeddingCache';

const entry = { embedding: Float32Array.from([0.5, -0.25, 1e-20, 3]), width: 640, height: 480 };
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const hash = hashOf('picture');

describe('EmbeddingCache', () => {
  let folder: string;

  const open = (options: Partial<EmbeddingCacheOptions> = {}): EmbeddingCache =>
    new EmbeddingCache({
      folder,
      context: 'checkpoint A',
      embeddingWidth: 4,
      onUnwritable: (error) => assert.fail(String(error)),
      ...options,
    });

  const files = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spellwright-cache-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back what another process kept, exactly', async () => {
    await open().put(hash, entry);
    assert.deepEqual(await open().get(hash), entry);
  });

  it('knows nothing of other pictures, checkpoints and widths', async () => {
    await open().put(hash, entry);
    assert.equal(await open().get(hashOf('another')), undefined);
    assert.equal(await open({ context: 'checkpoint B' }).get(hash), undefined);
    assert.equal(await open({ embeddingWidth: 8 }).get(hash), undefined);
  });

  it('takes every damaged or cut off entry for absent, and mends it by the next put', async () => {
    const cache = open();
    await cache.put(hash, entry);
    const [file] = await files();
    const sound = await readFile(file!);
    for (let length = 0; length < sound.length; length++) {
      await writeFile(file!, sound.subarray(0, length));
      assert.equal(await cache.get(hash), undefined, `cut to ${length} bytes`);
    }
    for (let i = 0; i < sound.length; i++) {
      const damaged = Buffer.from(sound);
      damaged[i]! ^= 1;
      await writeFile(file!, damaged);
      assert.equal(await cache.get(hash), undefined, `bit flipped in byte ${i}`);
    }
    await cache.put(hash, entry);
    assert.deepEqual(await cache.get(hash), entry);
  });

  it('does not take the entry of one picture for another', async () => {
    const cache = open();
    await cache.put(hash, entry);
    const other = hashOf('another');
    await cache.put(other, { ...entry, width: 1 });
    const [a, b] = (await files()).sort((x, y) => Number(x.endsWith(other)) - Number(y.endsWith(other)));
    await writeFile(b!, await readFile(a!));
    assert.equal(await cache.get(other), undefined);
  });

  it('is shared by writers of the same entry, and leaves nothing unfinished', async () => {
    const caches = Array.from({ length: 8 }, () => open());
    await Promise.all(
      caches.map(async (cache) => {
        for (let i = 0; i < 20; i++) {
          await cache.put(hash, entry);
          assert.deepEqual(await cache.get(hash), entry);
        }
      }),
    );
    assert.equal((await files()).length, 1);
  });

  it('goes on without keeping anything where it cannot write, and says so once', async () => {
    const blocked = join(folder, 'file');
    await writeFile(blocked, '');
    const told: unknown[] = [];
    const cache = open({ folder: join(blocked, 'images'), onUnwritable: (error) => told.push(error) });
    await cache.put(hash, entry);
    await cache.put(hash, entry);
    assert.equal(await cache.get(hash), undefined);
    assert.equal(told.length, 1);
  });

  it('forgets the oldest entries when there are too many', async () => {
    const old = join(folder, 'an older checkpoint');
    await mkdir(old);
    for (let i = 0; i < 10; i++) {
      await writeFile(join(old, String(i)), Buffer.alloc(100));
      await utimes(join(old, String(i)), 1000 + i, 1000 + i);
    }
    await open({ maxBytes: 500 }).put(hash, entry);
    assert.deepEqual((await readdir(old)).sort(), ['6', '7', '8', '9']);
    assert.deepEqual(await open().get(hash), entry);
    assert.ok((await stat(folder)).isDirectory());
  });
});
