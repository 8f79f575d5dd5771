import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageOutcome, Progress } from '../../../src/core/ports';
import { imageCache } from '../../../src/engine/cache/imageCache';
import { embedImages, type EmbedImagesOptions } from '../../../src/engine/images/embedImages';
import { localPictures } from '../../../src/engine/images/pictures';
import { Scheduler } from '../../../src/engine/scheduler';
import { gitLfsPointer } from '../../files/gitLfsPointer';
import { fakeModel } from '../process/fakeModel';
import { picture, quarters } from './pictures';

describe('embedImages', () => {
  let folder: string;
  let encoded: number;
  let progress: Progress[];

  const model = fakeModel();
  const counting: typeof model = {
    ...model,
    encodePixels: (pixels, count) => {
      encoded += count;
      return model.encodePixels(pixels, count);
    },
  };

  const embed = (
    paths: readonly string[],
    options: Partial<EmbedImagesOptions> = {},
  ): Promise<ImageOutcome[]> => {
    const signal = options.signal ?? new AbortController().signal;
    return embedImages(paths, {
      model: counting,
      cache: undefined,
      alpha: 'over-white',
      pictures: localPictures(model.preprocessing, model.checkpoint.imageSize),
      job: new Scheduler().job('visible', signal),
      batchSize: () => 8,
      signal,
      onProgress: (value) => progress.push(value),
      ...options,
    });
  };

  const save = async (name: string, bytes: Uint8Array | string): Promise<string> => {
    await writeFile(join(folder, name), bytes);
    return join(folder, name);
  };

  const savePictures = (count: number): Promise<string[]> =>
    Promise.all(
      Array.from({ length: count }, async (_, i) =>
        save(
          `${i}.png`,
          await picture(quarters([i, i >> 8, 77]))
            .png()
            .toBuffer(),
        ),
      ),
    );

  const embeddingOf = (outcome: ImageOutcome): Float32Array => {
    assert.ok(outcome.ok, JSON.stringify(outcome));
    return outcome.embedding;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spellwright-images-'));
    encoded = 0;
    progress = [];
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives one outcome per path, in order, whatever the batches', async () => {
    const paths = await savePictures(30);
    const one = await embed(paths, { batchSize: () => 1 });
    const many = await embed(paths);
    assert.deepEqual(many, one);
    assert.deepEqual(
      many.map(({ path }) => path),
      paths,
    );
    assert.equal(new Set(many.map((each) => embeddingOf(each).join())).size, 30);
    assert.deepEqual(progress.at(-1), { phase: 'images', done: 30, total: 30 });
  });

  it('tells size and hash of the file', async () => {
    const [outcome] = await embed(await savePictures(1));
    assert.ok(outcome?.ok);
    assert.deepEqual([outcome.width, outcome.height], [12, 8]);
    assert.match(outcome.hash, /^[0-9a-f]{64}$/);
  });

  it('names every bad picture and embeds the others', async () => {
    const [good] = await savePictures(1);
    const png = await picture().png().toBuffer();
    const bad = {
      [await save('cut.png', png.subarray(0, png.length - 30))]: 'image-truncated',
      [await save('text.jpg', 'not a picture')]: 'image-not-a-picture',
      [await save('empty.jpg', '')]: 'image-empty',
      [await save('cloned.png', gitLfsPointer)]: 'image-pointer',
      [join(folder, 'nowhere.png')]: 'image-missing',
      [join(good!, 'below a file.png')]: 'image-missing',
      [folder]: 'image-unreadable',
    };
    const outcomes = await embed([...Object.keys(bad), good!, join(folder, 'nowhere.png')]);
    assert.deepEqual(
      outcomes.map((each) => (each.ok ? 'ok' : each.code)),
      [...Object.values(bad), 'ok', 'image-missing'],
    );
    assert.deepEqual(progress.at(-1), { phase: 'images', done: 9, total: 9 });
  });

  // A named pipe would keep a reader waiting for a writer; Windows has none among its files.
  (process.platform === 'win32' ? it.skip : it)('does not wait for a named pipe', async () => {
    const path = join(folder, 'pipe.png');
    execFileSync('mkfifo', [path]);
    const [outcome] = await embed([path]);
    assert.deepEqual(outcome, { path, ok: false, code: 'image-unreadable', detail: 'EFTYPE' });
  });

  it('keeps nothing of a file that is written to while it is read', async () => {
    const [path, other] = await savePictures(2);
    const cache = imageCache(join(folder, 'cache'), model, (message) => assert.fail(message));
    const local = localPictures(model.preprocessing, model.checkpoint.imageSize);
    const pictures: typeof local = {
      ...local,
      hash: async (...named) => {
        const hash = await local.hash(...named);
        await writeFile(path!, await readFile(other!));
        return hash;
      },
    };
    assert.deepEqual(await embed([path!], { cache, pictures }), [
      { path, ok: false, code: 'image-unreadable', detail: 'EBUSY' },
    ]);
    const [first, second] = await embed([path!, other!], { cache });
    assert.deepEqual(embeddingOf(first!), embeddingOf(second!));
  });

  it('computes equal files once, under one name or several', async () => {
    const bytes = await picture().png().toBuffer();
    const [a, b] = [await save('a.png', bytes), await save('b.png', bytes)];
    const others = await savePictures(20);
    const late = await save('late.png', bytes);
    const outcomes = await embed([a, b, a, ...others, late]);
    assert.equal(encoded, 1 + 20);
    assert.deepEqual(
      outcomes.map(({ path }) => path),
      [a, b, a, ...others, late],
    );
    for (const outcome of [...outcomes.slice(0, 3), outcomes.at(-1)!])
      assert.deepEqual(embeddingOf(outcome), embeddingOf(outcomes[0]!));
  });

  it('tells the failure of equal files for each of them', async () => {
    const png = await picture().png().toBuffer();
    const cut = png.subarray(0, png.length - 30);
    const outcomes = await embed([await save('a.png', cut), await save('b.png', cut)]);
    assert.deepEqual(
      outcomes.map((each) => !each.ok && each.code),
      ['image-truncated', 'image-truncated'],
    );
  });

  it('takes known pictures from the cache, equal in every bit', async () => {
    const paths = await savePictures(10);
    const cache = () => imageCache(join(folder, 'cache'), model, (message) => assert.fail(message));
    const first = await embed(paths.slice(0, 6), { cache: cache() });
    const second = await embed(paths, { cache: cache() });
    assert.equal(encoded, 10);
    assert.deepEqual(second.slice(0, 6), first);
  });

  it('stops between two pictures when it is aborted, and keeps what is done', async () => {
    const paths = await savePictures(60);
    const abort = new AbortController();
    const reason = new Error('a newer edit');
    const cache = imageCache(join(folder, 'cache'), model, (message) => assert.fail(message));
    const work = embed(paths, {
      signal: abort.signal,
      cache,
      batchSize: () => 1,
      onProgress: ({ done }) => {
        if (done === 5) abort.abort(reason);
      },
    });
    await assert.rejects(work, reason);
    assert.ok(encoded < 10, `${encoded} pictures were encoded`);
    await embed(paths, { cache });
    assert.ok(encoded <= 60 + 1, `${encoded} pictures were encoded in all`);
  });

  it('rejects when the model fails', async () => {
    const broken = { ...model, encodePixels: () => Promise.reject(new Error('no memory')) };
    await assert.rejects(embed(await savePictures(20), { model: broken }), /no memory/);
  });

  it('holds few pictures at once, however many there are', async () => {
    await mkdir(join(folder, 'many'));
    // 3 MB of pixels each: 200 of them at once would be 600 MB.
    const bytes = await picture().resize(1000, 1000, { kernel: 'nearest' }).png().toBuffer();
    const paths = await Promise.all(
      // Bytes after a PNG's end are ignored, but make it another file.
      Array.from({ length: 200 }, (_, i) => save(`many/${i}.png`, Buffer.concat([bytes, Buffer.from([i])]))),
    );
    const before = process.memoryUsage.rss();
    let peak = 0;
    await embed(paths, { onProgress: () => (peak = Math.max(peak, process.memoryUsage.rss())) });
    assert.equal(encoded, 200);
    assert.ok(peak - before < 200e6, `grew by ${((peak - before) / 1e6).toFixed(0)} MB`);
  });
});
