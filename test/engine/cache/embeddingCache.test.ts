import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path, { join } from 'node:path';
import {
  EmbeddingCache,
  type CachedEmbedding,
  type EmbeddingCacheOptions,
} from '../../../src/engine/cache/embeddingCache';
import { OldEmbeddings } from '../../../src/engine/cache/oldEmbeddings';

const entry = { embedding: Float32Array.from([0.5, -0.25, 1e-20, 3]), width: 640, height: 480 };
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const hash = hashOf('picture');
const context = 'checkpoint A';
/** Of four elements: magic, key, payload, checksum. */
const recordBytes = 4 + 32 + 8 + 16 + 16;

describe('EmbeddingCache', () => {
  let folder: string;

  const open = (options: Partial<EmbeddingCacheOptions> = {}): EmbeddingCache =>
    new EmbeddingCache({
      folder,
      context,
      embeddingWidth: 4,
      onUnwritable: (error) => assert.fail(String(error)),
      ...options,
    });

  const files = async (extension = '.log'): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((each) => each.isFile() && each.name.endsWith(extension))
      .map((each) => join(each.parentPath, each.name))
      .sort();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spellwright-cache-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back what another process kept, exactly, also one that keeps it later', async () => {
    const [mine, other] = [open(), open()];
    assert.equal(await mine.get(hash), undefined);
    await other.put(hash, entry);
    assert.deepEqual(await mine.get(hash), entry);
    assert.deepEqual(await open().get(hash), entry);
  });

  it('knows nothing of other pictures, checkpoints and widths', async () => {
    await open().put(hash, entry);
    assert.equal(await open().get(hashOf('another')), undefined);
    assert.equal(await open({ context: 'checkpoint B' }).get(hash), undefined);
    assert.equal(await open({ embeddingWidth: 8 }).get(hash), undefined);
  });

  it('takes every damaged or cut off entry for absent, finds those behind it, and mends it by the next put', async () => {
    const [before, after] = [hashOf('before'), hashOf('after')];
    const cache = open();
    for (const each of [before, hash]) await cache.put(each, entry);
    const [file] = await files();
    const sound = await readFile(file!);
    assert.equal(sound.length, 2 * recordBytes);
    // Every length: `test/faults/library.test.ts`.
    for (let length = 0; length < sound.length; length += 13) {
      await writeFile(file!, sound.subarray(0, length));
      const cut = open();
      assert.equal(await cut.get(hash), undefined, `cut to ${length} bytes`);
      assert.equal((await cut.get(before)) !== undefined, length >= recordBytes);
      await cut.put(after, entry);
      await cut.put(hash, entry);
      for (const each of [after, hash]) assert.deepEqual(await open().get(each), entry, `behind ${length}`);
    }
    for (let i = 0; i < sound.length; i += 7) {
      const damaged = Buffer.from(sound);
      damaged[i]! ^= 1;
      await writeFile(file!, damaged);
      const one = open();
      assert.equal((await one.get(before)) !== undefined, i >= recordBytes, `bit flipped in byte ${i}`);
      assert.equal((await one.get(hash)) !== undefined, i < recordBytes, `bit flipped in byte ${i}`);
    }
  });

  it('does not take the entry of one picture for another', async () => {
    await open().put(hash, entry);
    const [file] = await files();
    const bytes = await readFile(file!);
    bytes.write(hashOf('another'), 4, 'hex');
    await writeFile(file!, bytes);
    assert.equal(await open().get(hashOf('another')), undefined);
  });

  it('is shared by writers at once, of which none loses an entry', async () => {
    const caches = Array.from({ length: 8 }, () => open());
    await Promise.all(
      caches.map(async (cache, writer) => {
        for (let i = 0; i < 20; i++) {
          const own = hashOf(`${writer} ${i}`);
          await cache.put(own, { ...entry, width: writer + 1, height: i + 1 });
          assert.equal((await cache.get(own))?.width, writer + 1);
        }
      }),
    );
    const reader = open();
    for (let writer = 0; writer < 8; writer++) {
      for (let i = 0; i < 20; i++)
        assert.deepEqual(await reader.get(hashOf(`${writer} ${i}`)), {
          ...entry,
          width: writer + 1,
          height: i + 1,
        });
    }
  });

  it('fetches many at once, in the order they are asked for', async () => {
    const cache = open();
    const hashes = Array.from({ length: 300 }, (_, i) => hashOf(`${i}`));
    await Promise.all(
      hashes.map((each, i) => cache.put(each, { ...entry, embedding: Float32Array.of(i, 1, 2, 3) })),
    );
    const asked = [...hashes.slice(7).reverse(), hashOf('absent')];
    assert.deepEqual(await open().missing(asked), [hashOf('absent')]);
    const into = new Float32Array(asked.length * 4);
    const other = open();
    await other.missing([]);
    const found = await other.getMany(asked, into);
    assert.deepEqual([...found], [...asked.slice(1).map(() => 1), 0]);
    assert.deepEqual([...into.subarray(0, 8)], [299, 1, 2, 3, 298, 1, 2, 3]);
  });

  it('reads a table of contents in place of a long file, and the file where the table is wrong', async () => {
    const wide = { embeddingWidth: 4096 };
    const embedding = new Float32Array(4096).fill(0.5);
    const hashes = Array.from({ length: 100 }, (_, i) => hashOf(`${i}`));
    const writer = open(wide);
    await Promise.all(hashes.map((each) => writer.put(each, { ...entry, embedding })));
    assert.deepEqual(await open(wide).missing(hashes), []);
    const [table] = await files('.table');
    const sound = await readFile(table!);
    assert.ok(sound.length > 100 * 36);
    // What the table does not say is not looked for in what it covers: it was read.
    const [log] = await files();
    const bytes = await readFile(log!);
    await writeFile(log!, Buffer.concat([Buffer.alloc(1000), bytes.subarray(1000)]));
    assert.deepEqual(await open(wide).missing(hashes), []);
    assert.equal(await open(wide).get(hashes[0]!), undefined);
    for (const damaged of [sound.subarray(0, -1), Buffer.alloc(sound.length), Buffer.alloc(0)]) {
      await writeFile(table!, damaged);
      assert.deepEqual(await open(wide).missing(hashes), [hashes[0]]);
    }
  });

  it('reads nothing into the place of a record that was cut off after it was known, also by its table', async () => {
    const wide = { embeddingWidth: 4096 };
    const of = (value: number): CachedEmbedding => ({
      ...entry,
      embedding: new Float32Array(4096).fill(value),
    });
    const [hashes, others] = ['a', 'b'].map((name) =>
      Array.from({ length: 80 }, (_, i) => hashOf(`${name} ${i}`)),
    );
    const [first, opened] = [open(wide), open(wide)];
    await Promise.all(hashes!.map((each, i) => first.put(each, of(i))));
    assert.deepEqual(await opened.missing(hashes!), []);
    assert.equal((await files('.table')).length, 1);
    const [log] = await files();
    await truncate(log!, (4 + 32 + 8 + 4096 * 4 + 16) * 20);
    await Promise.all(others!.slice(0, 40).map((each, i) => open(wide).put(each, of(1000 + i))));
    for (const cache of [opened, open(wide)]) {
      for (const [i, each] of hashes!.entries())
        assert.deepEqual(await cache.get(each), i < 20 ? of(i) : undefined);
      for (let i = 0; i < 40; i++) assert.deepEqual(await cache.get(others![i]!), of(1000 + i));
    }
  });

  it('goes round what only has the name of a file of its own, and ends with one that is no such file', async () => {
    await open().put(hash, entry);
    const own = path.dirname((await files())[0]!);
    const victim = join(folder, 'precious');
    await writeFile(victim, 'precious');
    const named = (digit: number): string => join(own, `000000000${digit}-0000000000000000.log`);
    await mkdir(named(1));
    await symlink(victim, join(own, 'zzzzzzzz00-0000000000000000.log')).catch(() => undefined);
    await writeFile(named(2), '');
    await truncate(named(2), 6 * 1024 ** 3); // sparse
    await writeFile(named(3), Buffer.alloc(1024 * 1024, 'SPW3'));
    const other = hashOf('another');
    await open({ maxBytes: 1e12 }).put(other, entry);
    const cache = open();
    for (const each of [hash, other]) assert.deepEqual(await cache.get(each), entry);
    assert.equal(await readFile(victim, 'utf8'), 'precious');
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

  it('forgets the oldest files when there are too many', async () => {
    const old = join(folder, 'an older checkpoint');
    await mkdir(old);
    for (let i = 0; i < 10; i++) {
      await writeFile(join(old, String(i)), Buffer.alloc(100));
      await utimes(join(old, String(i)), 1000 + i, 1000 + i);
    }
    await open({ maxBytes: 500 }).put(hash, entry);
    assert.deepEqual((await readdir(old)).sort(), ['6', '7', '8', '9']);
    assert.deepEqual(await open().get(hash), entry);
  });

  it('stays within its limit by its own oldest entries, and knows that they are gone', async () => {
    const maxBytes = 32 * recordBytes;
    const cache = open({ maxBytes });
    const hashes = Array.from({ length: 80 }, (_, i) => hashOf(`${i}`));
    for (const each of hashes) await cache.put(each, entry);
    const sizes = await Promise.all((await files()).map(async (file) => (await readFile(file)).length));
    assert.ok(sizes.length > 1 && sizes.reduce((sum, size) => sum + size, 0) <= maxBytes + 3 * recordBytes);
    assert.equal(await cache.get(hashes[0]!), undefined);
    assert.deepEqual(await cache.get(hashes.at(-1)!), entry);
    assert.ok((await cache.missing(hashes)).length >= 45);
  });

  it('makes a new file where somebody has cleared the folder', async () => {
    const cache = open();
    await cache.put(hash, entry);
    for (const file of await files()) await rm(file);
    assert.equal(await open().get(hash), undefined);
    await cache.put(hash, entry);
    assert.deepEqual(await cache.get(hash), entry);
    assert.deepEqual(await open().get(hash), entry);
  });

  describe('taking over one file for each picture', () => {
    const contextFolder = (): string => join(folder, hashOf(context).slice(0, 32));
    const oldFile = (of: string): string => path.join(contextFolder(), of.slice(0, 2), of);

    const writeOld = async (of: string): Promise<Buffer> => {
      const content = Buffer.alloc(12 + 16);
      [0x53504c32, entry.width, entry.height].forEach((value, i) => content.writeUInt32LE(value, i * 4));
      entry.embedding.forEach((value, i) => content.writeFloatLE(value, 12 + i * 4));
      const sum = createHash('sha256').update(context).update(of).update(content).digest();
      const bytes = Buffer.concat([content, sum]);
      await mkdir(path.dirname(oldFile(of)), { recursive: true });
      await writeFile(oldFile(of), bytes);
      return bytes;
    };

    it('moves what is sound, once', async () => {
      const hashes = Array.from({ length: 20 }, (_, i) => hashOf(`${i}`));
      for (const each of hashes) await writeOld(each);
      const damaged = hashOf('damaged');
      await writeFile(oldFile(damaged), (await writeOld(damaged)).fill(7, 20, 21));
      const cache = open();
      assert.deepEqual(await cache.get(hashes[19]!), entry); // while it is moved
      assert.deepEqual(await cache.missing([...hashes, damaged]), [damaged]);
      assert.deepEqual(
        (await readdir(contextFolder())).filter((name) => !name.endsWith('.log')),
        [],
      );
      for (const each of hashes) assert.deepEqual(await open().get(each), entry);
    });

    it('leaves them where nothing can be kept', async () => {
      await writeOld(hash);
      const old = new OldEmbeddings(contextFolder(), context, entry.embedding.length);
      await old.moveTo(() => Promise.resolve(false));
      assert.ok(await old.get(hash));
      const cache = open();
      assert.deepEqual(await cache.get(hash), entry);
      assert.deepEqual(await cache.missing([hash]), []);
    });
  });
});
