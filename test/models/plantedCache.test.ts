import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { damagedFile } from '../../src/models/checkModel';
import { CheckedFiles } from '../../src/models/fileHash';
import { ModelError } from '../../src/models/modelError';
import { pulledModel } from '../../src/models/pulledModel';
import { commit, sha256 } from './fakeHub';
import { places, Precious, within, type Kind, type PlaceName } from './planting';
import { config, Pulling } from './pulling';

describe('a cache that others write to', () => {
  let pulling: Pulling;
  let precious: Precious;
  before(async () => {
    pulling = await Pulling.start(50_000);
  });
  beforeEach(() => {
    pulling.reset();
    precious = new Precious(pulling);
  });
  afterEach(() => precious.remove());
  after(() => pulling.stop());

  const pulled = () => pulledModel(pulling.model, pulling.cacheFolder);

  async function refused(promise: Promise<unknown>, place: string, kind: string): Promise<void> {
    const error = await within(
      20_000,
      promise.catch((thrown: unknown) => thrown),
    );
    assert.ok(error instanceof ModelError, String(error));
    assert.equal(error.code, 'cache-odd-entry');
    assert.deepEqual(error.parameters, { path: place, kind });
  }

  for (const [place, kind, named] of [
    ['unfinished download', 'a link to a file', 'link'],
    ['unfinished download', 'a link to a file that is not there', 'link'],
    ['unfinished download', 'a hard link', 'hard-link'],
    ['unfinished download', 'a pipe', 'pipe'],
    ['unfinished download', 'a socket', 'socket'],
    ['unfinished download', 'a folder', 'folder'],
    ['blob', 'a link to a file', 'link'],
    ['blob', 'a pipe', 'pipe'],
    ['folder of blobs', 'a link to a folder', 'link'],
    ['folder of blobs', 'a file', 'file'],
    ['snapshot', 'a link to a folder', 'link'],
    ['file of the snapshot', 'a pipe', 'pipe'],
    ['file of the snapshot', 'a folder', 'folder'],
    ['lock', 'a link to a file that is not there', 'link'],
    ['lock', 'a pipe', 'pipe'],
    ['folder of locks', 'a link to a folder', 'link'],
    ['folder of the model', 'a link to a folder', 'link'],
  ] as const satisfies readonly (readonly [PlaceName, Kind, string])[]) {
    it(`is not written through ${kind} as ${place}`, async () => {
      await precious.plant(kind, place);
      await refused(pulling.pull(), places[place](pulling), named);
      assert.equal(precious.harm(), undefined);
    });
  }

  it('has a planted link of a snapshot replaced, which is only a name', async () => {
    await precious.plant('a link to a file', 'file of the snapshot');
    await pulling.pull();
    assert.ok(pulling.isWhole());
    assert.equal(precious.harm(), undefined);
  });

  describe('is read', () => {
    beforeEach(async () => {
      await pulling.pull();
    });

    it('as huggingface_hub lays it out, also in folders of the snapshot', async () => {
      assert.equal((await pulled()).state, 'pulled');
      const model = { ...pulling.model, files: [...pulling.model.files, { name: 'onnx/model.onnx' }] };
      mkdirSync(pulling.snapshot('onnx'));
      symlinkSync(`../../../blobs/${sha256(pulling.weights)}`, pulling.snapshot('onnx/model.onnx'));
      assert.equal((await pulledModel(model, pulling.cacheFolder)).state, 'pulled');
    });

    it('also with copies or second names instead of links, as on Windows', async () => {
      unlinkSync(pulling.snapshot('model.safetensors'));
      copyFileSync(pulling.weightsBlob, pulling.snapshot('model.safetensors'));
      unlinkSync(pulling.snapshot('config.json'));
      linkSync(pulling.configBlob, pulling.snapshot('config.json'));
      assert.equal((await pulled()).state, 'pulled');
      pulling.fake.reset();
      assert.equal((await pulling.pull()).downloaded, 0);
      assert.equal(pulling.fake.seen.length, 0);
    });

    it('where a user has moved the model to another disk by a link', async () => {
      const elsewhere = path.join(pulling.folder, 'disk');
      renameSync(pulling.repository, elsewhere);
      symlinkSync(elsewhere, pulling.repository);
      assert.equal((await pulled()).state, 'pulled');
    });

    for (const [what, plant, kind] of [
      ['a file that leads out of it', (at: string, p: Precious) => symlinkSync(p.file, at), 'link'],
      ['a link to itself', (at: string) => symlinkSync(at, at), 'link'],
      ['a folder for a file', (at: string) => mkdirSync(at), 'folder'],
    ] as const) {
      it(`but not ${what}`, async () => {
        const file = pulling.snapshot('model.safetensors');
        unlinkSync(file);
        plant(file, precious);
        const { state, folder, refused: why } = await pulled();
        assert.deepEqual([state, folder], ['partial', undefined]);
        assert.deepEqual(why?.parameters, { path: file, kind });
      });
    }

    it('but not a whole snapshot that lies elsewhere', async () => {
      const elsewhere = path.join(pulling.folder, 'elsewhere');
      mkdirSync(elsewhere);
      writeFileSync(path.join(elsewhere, 'config.json'), config);
      writeFileSync(path.join(elsewhere, 'model.safetensors'), pulling.weights);
      rmSync(pulling.snapshot('.'), { recursive: true });
      symlinkSync(elsewhere, path.join(pulling.repository, 'snapshots', commit));
      assert.equal((await pulled()).refused?.code, 'cache-odd-entry');
    });

    it('and a ref that is a pipe, or has no end, keeps nobody waiting', async () => {
      for (const kind of ['a pipe', 'a link to a file', 'a folder'] as const) {
        await precious.plant(kind, 'ref');
        const found = await within(
          20_000,
          pulledModel({ ...pulling.model, revision: undefined }, pulling.cacheFolder),
        );
        assert.deepEqual(found, { state: 'absent' });
      }
    });
  });

  describe('and holds a damaged file', () => {
    const damage = (file: string): Buffer => {
      const bytes = Buffer.from(readFileSync(file));
      bytes[1234 % bytes.length]! ^= 1;
      const { atime, mtime } = lstatSync(file);
      writeFileSync(file, bytes);
      utimesSync(file, atime, mtime); // looks as it did, but for the time of the change itself
      return bytes;
    };
    const memo = () => ({ memoFolder: path.join(pulling.folder, 'memo') });
    const blobs = () => readdirSync(pulling.blobs).sort();

    it('has it named and fetched anew, and kept beside', async () => {
      await pulling.pull(memo());
      const bad = damage(pulling.weightsBlob);
      const { downloaded, replaced } = await pulling.pull(memo());
      assert.equal(downloaded, pulling.weights.length);
      assert.ok(pulling.isWhole());
      const [{ file, aside } = assert.fail('nothing was replaced')] = replaced;
      assert.equal(file, 'model.safetensors');
      assert.deepEqual(readFileSync(aside), bad);
      assert.equal(path.dirname(aside), pulling.blobs);
    });

    it('of another size, or of a pinned name that no snapshot shows, too', async () => {
      pulling.makeBlobs();
      writeFileSync(pulling.weightsBlob, 'version https://git-lfs.github.com/spec/v1\n');
      writeFileSync(pulling.configBlob, Buffer.alloc(config.length));
      const { replaced } = await pulling.pull();
      assert.deepEqual(replaced.map(({ file }) => file).sort(), ['config.json', 'model.safetensors']);
      assert.ok(pulling.isWhole());
      assert.equal(blobs().filter((name) => name.includes('.damaged-')).length, 2);
    });

    it('as a copy in the snapshot, too', async () => {
      await pulling.pull();
      const shown = pulling.snapshot('model.safetensors');
      unlinkSync(shown);
      writeFileSync(shown, damage(pulling.weightsBlob));
      const { replaced } = await pulling.pull();
      assert.equal(replaced.length, 2);
      assert.ok(pulling.isWhole());
    });

    it('loses nothing when it cannot be fetched', async () => {
      await pulling.pull();
      const bad = damage(pulling.weightsBlob);
      pulling.fake.onCdn = (_, response) => {
        response.writeHead(404).end();
        return true;
      };
      await assert.rejects(pulling.pull(), { code: 'hub-not-found' });
      assert.deepEqual(readFileSync(pulling.weightsBlob), bad);
    });

    it('has it named where nobody may be asked', async () => {
      await pulling.pull();
      damage(pulling.weightsBlob);
      const hub = pulling.connect({}, true);
      await assert.rejects(pulling.pull({ hub }), (error) => {
        assert.ok(error instanceof ModelError);
        assert.equal(error.code, 'file-damaged');
        assert.equal(error.parameters.file, 'model.safetensors');
        return true;
      });
    });

    it('is found without asking anybody', async () => {
      await pulling.pull();
      pulling.fake.reset();
      const { cacheFolder, model } = pulling;
      const find = async () =>
        damagedFile(model, await pulled(), { cacheFolder, checked: new CheckedFiles() });
      assert.equal(await find(), undefined);
      damage(pulling.configBlob);
      assert.deepEqual(await find(), { file: 'config.json', path: pulling.configBlob });
      // By its name alone, where the registry has no hash.
      const unpinned = { ...model, files: model.files.map(({ name }) => ({ name })) };
      const found = await damagedFile(unpinned, await pulled(), { cacheFolder, checked: new CheckedFiles() });
      assert.equal(found?.file, 'config.json');
      assert.equal(pulling.fake.seen.length, 0);
    });

    it('is hashed once, and again only when it was touched', async () => {
      await pulling.pull();
      utimesSync(pulling.weightsBlob, 1e9, 1e9); // a time that can be set again to the nanosecond
      const memoFolder = path.join(pulling.folder, 'memo');
      const expected = { size: pulling.weights.length, sha256: sha256(pulling.weights), etag: '' };
      const check = (now = () => Date.now() + 10_000, held = expected): Promise<boolean> =>
        new CheckedFiles(memoFolder, now).isIntact(pulling.weightsBlob, held);
      const reads = await countedReads(pulling.weightsBlob);
      const readsOf = async (intact: boolean, ...how: Parameters<typeof check>): Promise<number> => {
        const before = reads.count();
        assert.equal(await check(...how), intact);
        return reads.count() - before;
      };
      try {
        // The disk's clock may be coarse: a file that has just been made may change unseen, and is not remembered.
        const whole = await readsOf(true, Date.now);
        assert.ok(whole > 1 && !existsSync(memoFolder));
        assert.equal(await readsOf(true), whole);
        assert.equal(readdirSync(memoFolder).length, 1);
        assert.equal(await readsOf(true), 1, 'only the note itself');
        assert.ok(
          (await readsOf(false, undefined, { ...expected, sha256: 'a'.repeat(64) })) > 1,
          'another question',
        );
        damage(pulling.weightsBlob);
        await readsOf(false);
        await readsOf(false);
        writeFileSync(pulling.weightsBlob, pulling.weights);
        await readsOf(true);
        for (const name of readdirSync(memoFolder)) writeFileSync(path.join(memoFolder, name), 'nonsense');
        assert.ok((await readsOf(true)) > 1, 'a damaged note only costs time');
      } finally {
        reads.stop();
      }
    });
  });

  it('that is whole may be read-only', async function () {
    if (process.platform === 'win32') this.skip();
    await pulling.pull({}, { ...pulling.model, revision: undefined });
    const made = pulling.folder;
    const paths = readdirSync(made, { recursive: true, encoding: 'utf8' }).map((each) =>
      path.join(made, each),
    );
    const real = paths.filter((each) => !lstatSync(each).isSymbolicLink());
    const looks = () => real.map((each) => lstatSync(each).ctimeMs);
    for (const each of real) chmodSync(each, lstatSync(each).isDirectory() ? 0o555 : 0o444);
    const before = looks();
    try {
      // Who is root may write all the same: nothing may even be tried.
      await pulling.pull({}, { ...pulling.model, revision: undefined });
      assert.deepEqual(looks(), before);
    } finally {
      for (const each of real) chmodSync(each, 0o755);
    }
  });

  it('keeps the links that it makes relative, so that it can be moved', async () => {
    await pulling.pull();
    assert.equal(
      readlinkSync(pulling.snapshot('config.json')),
      `../../blobs/${path.basename(pulling.configBlob)}`,
    );
  });
});

/** Counts what is read through file handles. */
async function countedReads(file: string): Promise<{ count: () => number; stop: () => void }> {
  const { open } = await import('node:fs/promises');
  const handle = await open(file);
  const prototype = Object.getPrototypeOf(handle) as { read: (...values: unknown[]) => unknown };
  await handle.close();
  const { read } = prototype;
  let reads = 0;
  prototype.read = function (...values: unknown[]) {
    reads++;
    return read.apply(this, values);
  };
  return { count: () => reads, stop: () => (prototype.read = read) };
}
