import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { EngineError } from '../../../src/core/engineError';
import { readSafetensors } from '../../../src/engine/checkpoint/safetensors';
import { putWeightsBeside } from '../../../src/engine/graph/weightsBesideGraph';
import { loadModel } from '../../../src/engine/loadModel';
import { copyCheckpoint, editWeights } from './editedCheckpoint';
import { embedTexts, readExpected, relativeError } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

describe('the graph cache', () => {
  const temporary = temporaryFolder();
  let folder: string;
  let cacheFolder: string;
  beforeEach(async () => {
    folder = await copyCheckpoint('hf-quick-gelu', temporary());
    cacheFolder = path.join(temporary(), 'cache');
  });

  /** Loads from the cache, and checks that what comes out is right. */
  const assertWorks = async (from = folder): Promise<string> => {
    const model = await loadModel(from, { cacheFolder, threads: 1 });
    const expected = await readExpected(from);
    const embeddings = await embedTexts(model, expected.texts);
    embeddings.forEach((each, i) => assert(relativeError(each, expected.textEmbeddings[i]!) < 1e-5));
    await model.dispose();
    return model.checkpoint.hash;
  };
  const entries = async (): Promise<string[]> =>
    (await readdir(path.join(cacheFolder, 'graphs'))).map((name) => path.join(cacheFolder, 'graphs', name));
  const onlyEntry = async (): Promise<string> => {
    const all = await entries();
    assert.equal(all.length, 1, all.join());
    return all[0]!;
  };

  it('points into float32 weights without a copy of them', async () => {
    await assertWorks();
    const { ino } = await stat(path.join(folder, 'model.safetensors'));
    assert.equal((await stat(path.join(await onlyEntry(), 'weights-0.safetensors'))).ino, ino);
  });

  it('finds the weights behind the symbolic links of a Hub cache', async () => {
    const { symlink, rename } = await import('node:fs/promises');
    const blob = path.join(temporary(), 'blob');
    await rename(path.join(folder, 'model.safetensors'), blob);
    await symlink(blob, path.join(folder, 'model.safetensors'));
    await assertWorks();
    assert.equal(
      (await stat(path.join(await onlyEntry(), 'weights-0.safetensors'))).ino,
      (await stat(blob)).ino,
    );
  });

  it('widens half precision into a file of its own', async () => {
    for (const name of ['hf-f16', 'hf-bf16'] as const)
      await assertWorks(await copyCheckpoint(name, temporary()));
    for (const entry of await entries()) {
      const { tensors } = await readSafetensors(path.join(entry, 'weights-0.safetensors'));
      assert([...tensors.values()].every(({ dtype }) => dtype === 'F32'));
    }
  });

  it('copies float32 weights where no link can be made', async () => {
    // `link` refuses a name that is taken, as it refuses another file system; copying does not.
    const weights = await readSafetensors(path.join(folder, 'model.safetensors'));
    const target = path.join(temporary(), 'copy.safetensors');
    await writeFile(target, 'in the way');
    await putWeightsBeside(weights, new Set(weights.tensors.keys()), target);
    assert.deepEqual(await readFile(target), await readFile(weights.path));
    assert.notEqual((await stat(target)).ino, (await stat(weights.path)).ino);
  });

  it('never takes weights for those that were there when the header was read', async () => {
    for (const name of ['hf-quick-gelu', 'hf-f16'] as const) {
      const file = path.join(await copyCheckpoint(name, temporary()), 'model.safetensors');
      const weights = await readSafetensors(file);
      await utimes(file, 1, 1);
      await assert.rejects(
        putWeightsBeside(weights, new Set(), path.join(temporary(), `${name}.safetensors`)),
        (error) => error instanceof EngineError && error.code === 'model-file-broken',
      );
    }
  });

  it('gives the space of a checkpoint that was deleted back when another is loaded', async () => {
    await assertWorks();
    const kept = await onlyEntry();
    const other = await copyCheckpoint('hf-f16', temporary());
    await assertWorks(other);
    assert.equal((await entries()).length, 2);
    await rm(other, { recursive: true });
    await assertWorks();
    assert.equal(await onlyEntry(), kept);
  });

  it('is used again, not built again', async () => {
    await assertWorks();
    const graph = path.join(await onlyEntry(), 'text.onnx');
    const { mtimeMs, ino } = await stat(graph);
    await assertWorks();
    assert.deepEqual([(await stat(graph)).mtimeMs, (await stat(graph)).ino], [mtimeMs, ino]);
  });

  for (const file of ['text.onnx', 'vision.onnx', 'manifest.json', 'weights-0.safetensors']) {
    it(`is built again when ${file} is cut off, changed or gone`, async () => {
      folder = await copyCheckpoint('hf-f16', temporary());
      await assertWorks();
      const damaged = path.join(await onlyEntry(), file);
      const { length } = await readFile(damaged);
      await truncate(damaged, length >> 1);
      await assertWorks();
      const bytes = await readFile(damaged);
      bytes[bytes.length >> 1]! ^= 0xff;
      await writeFile(damaged, bytes);
      if (file !== 'manifest.json') await assertWorks();
      await rm(damaged);
      await assertWorks();
      const { size } = await stat(damaged);
      // A manifest holds times, which are longer or shorter as numbers.
      assert(file === 'manifest.json' ? size > 0 : size === length);
      await onlyEntry();
    });
  }

  it('notices linked weights that were changed in place', async () => {
    const before = await assertWorks();
    const weights = path.join(folder, 'model.safetensors');
    const original = await readFile(weights);
    const { atime, mtime } = await stat(weights);
    await editWeights(weights, (header, data) => {
      data.writeFloatLE(0.5, header.logit_scale!.data_offsets[0]);
      return undefined;
    });
    await rm(weights);
    await writeFile(weights, original); // the original again, in another file
    await utimes(weights, atime, mtime);
    assert.equal(await assertWorks(), before);
  });

  it('replaces the entry of earlier weights of the same folder', async () => {
    const before = await assertWorks();
    await editWeights(path.join(folder, 'model.safetensors'), (header, data) => {
      data.writeFloatLE(2, header.logit_scale!.data_offsets[0]);
      return undefined;
    });
    const model = await loadModel(folder, { cacheFolder, threads: 1 });
    assert.notEqual(model.checkpoint.hash, before);
    assert(Math.abs(model.checkpoint.logitScale - Math.exp(2)) < 1e-6);
    await model.dispose();
    await onlyEntry();
  });

  it('removes what a killed process left an hour ago, and nothing younger', async () => {
    const graphs = path.join(cacheFolder, 'graphs');
    const [old, young] = ['unfinished-1', 'unfinished-2'].map((name) => path.join(graphs, name)) as [
      string,
      string,
    ];
    for (const each of [old, young]) await mkdir(each, { recursive: true });
    const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await utimes(old, twoHoursAgo, twoHoursAgo);
    await assertWorks();
    const left = await entries();
    assert(!left.includes(old) && left.includes(young));
  });

  it('is built by several processes at once', async function () {
    this.timeout(300_000);
    const script = `
      import { loadModel } from ${JSON.stringify(path.join(__dirname, '../../../src/engine/loadModel'))};
      loadModel(${JSON.stringify(folder)}, { cacheFolder: ${JSON.stringify(cacheFolder)}, threads: 1 })
        .then(async (model) => {
          for await (const run of model.encodeTokens(model.tokenize(['a photo of a cat']).map(({ ids }) => ids), { tokensPerRun: 48 })) {
            console.log(JSON.stringify([...run[0].embedding]));
          }
          await model.dispose();
        });`;
    const file = path.join(temporary(), 'load.ts');
    await writeFile(file, script);
    const run = promisify(execFile);
    const outputs = await Promise.all(
      [1, 2, 3, 4].map(() =>
        run(process.execPath, ['--import', 'tsx', file], { cwd: path.join(__dirname, '../../..') }),
      ),
    );
    for (const { stdout } of outputs) assert.equal(stdout, outputs[0]!.stdout);
    assert.match(outputs[0]!.stdout, /^\[/);
    await onlyEntry();
    await assertWorks();
  });

  it('says so when it cannot be written', async () => {
    await writeFile(cacheFolder, 'a file where the folder should be');
    await assert.rejects(
      loadModel(folder, { cacheFolder, threads: 1 }),
      (error) => error instanceof EngineError && error.code === 'cache-unwritable',
    );
  });

  it('is not needed: without a folder, nothing is left behind', async () => {
    const before = process.env.TMPDIR;
    process.env.TMPDIR = path.join(temporary(), 'tmp');
    await mkdir(process.env.TMPDIR);
    try {
      const model = await loadModel(folder, { threads: 1 });
      await embedTexts(model, ['a cat']);
      await model.dispose();
      assert.deepEqual(await readdir(process.env.TMPDIR), []);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });
});
