import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Sharp } from 'sharp';
import type { Alpha, Progress } from '../../../src/core/ports';
import { EngineClient } from '../../../src/client/engineClient';
import { cosines } from '../../../src/core/clip/similarity';
import { rankFile } from '../../../src/core/score/rankFile';
import { finish } from '../../../src/core/steps';
import { picture, quarters } from '../images/pictures';
import { childrenOf } from './childrenOf';
import { bundleOf } from './engineBundle';

describe('the real engine with a real checkpoint', function () {
  this.timeout(300_000);
  let client: EngineClient;
  let folder: string;
  const log: string[] = [];

  const connect = async (): Promise<EngineClient> =>
    (client = new EngineClient({
      engineFile: await bundleOf('src/engine/main.ts'),
      modelFolder: resolve('test/fixtures/checkpoints/hf-quick-gelu'),
      cacheFolder: join(folder, 'cache'),
      threads: 2,
      log: (line) => log.push(line),
    }));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spellwright-real-'));
  });

  afterEach(async () => {
    client.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  const texts = Array.from({ length: 600 }, (_, i) => `picture ${i} of ${i % 7} cats and ${i % 11} dogs`);

  const savePictures = (): Promise<string[]> =>
    Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const path = join(folder, `${i}.png`);
        await writeFile(
          path,
          await picture(quarters([i * 10, 0, 99]))
            .resize(300, 200)
            .png()
            .toBuffer(),
        );
        return path;
      }),
    );

  /** Kills the test's engine as soon as the work has begun. */
  const killAt =
    (phase: Progress['phase']) =>
    ({ phase: now }: Progress): void => {
      if (now !== phase || killed) return;
      killed = true;
      process.kill(client.pid!, 'SIGKILL');
    };
  let killed: boolean;

  it('ranks a library with the numbers of its pictures one by one, and makes the embeddings of new ones only', async () => {
    const paths = await savePictures();
    await connect();
    const asked = texts.slice(0, 6);
    const vectors = (await client.embedTexts(asked)).map(({ embedding }) => embedding);
    const spells = [[0], [1, 2, 3], [4, 5]];
    const question = { paths: paths.slice(0, 19), texts: vectors, spells, most: 3 };
    const told: Progress[] = [];
    killed = false;
    const kill = killAt('images');
    const first = await client.scoreLibrary(question, {
      onProgress: (progress) => {
        if (progress.done > 4) kill(progress);
      },
    });
    assert.ok(killed);
    assert.equal(first.pictures, 19);

    const again = await client.scoreLibrary(
      { ...question, paths: [...paths, join(folder, 'absent.png')] },
      { onProgress: (progress) => told.push(progress) },
    );
    const images = told.filter(({ phase }) => phase === 'images').map(({ done }) => done);
    assert.deepEqual([images[0], images.at(-1)], [0, 21]);
    assert.equal(again.failed, 1);
    assert.equal(again.failures[0]!.code, 'image-missing');
    assert.equal(again.pictures, 20);

    const outcomes = (await client.embedImages(paths)).filter((outcome) => outcome.ok);
    const cosine = finish(
      cosines(
        vectors,
        outcomes.map(({ embedding }) => embedding),
      ),
    );
    const { logitScale } = await client.checkpoint();
    const sameAs = Int32Array.from(asked.keys());
    // All are different files; near-duplicates are not looked for in a library.
    const groups = Int32Array.from(outcomes.keys());
    const right = finish(rankFile(spells, { cosine, groups, sameAs, logitScale }));
    for (const [s, { meanCosine, rank, ranks, meanProbability, nearest }] of again.spells.entries()) {
      const expected = right.spells[s]!;
      assert.ok(Math.abs(meanCosine - expected.meanCosine) < 1e-12);
      assert.ok(Math.abs(meanProbability - expected.meanProbability) < 1e-12);
      assert.deepEqual([rank, ranks], [expected.rank, expected.ranks]);
      const row = expected.best! * outcomes.length;
      const best = Array.from(cosine.subarray(row, row + outcomes.length)).sort((a, b) => b - a);
      assert.deepEqual(
        nearest.map((found) => found.cosine),
        best.slice(0, 3),
      );
    }
  });

  it('gives the same texts and pictures whether it is killed in mid-score or not', async () => {
    const paths = await savePictures();
    await connect();
    const before = log.filter((line) => line.includes('SIGKILL')).length;
    const calmTexts = await client.embedTexts(texts);
    const calmImages = await client.embedImages(paths);
    client.dispose();
    await rm(join(folder, 'cache'), { recursive: true });

    await connect();
    killed = false;
    assert.deepEqual(await client.embedTexts(texts, { onProgress: killAt('texts') }), calmTexts);
    assert.ok(killed);
    killed = false;
    assert.deepEqual(await client.embedImages(paths, { onProgress: killAt('images') }), calmImages);
    assert.ok(killed);
    assert.equal(log.filter((line) => line.includes('SIGKILL')).length - before, 2);
  });

  it('tells what it reads of texts and of a picture, and why not of what is no picture', async () => {
    const [path] = await savePictures();
    await connect();
    const [read] = await client.attendTexts(['a cat, a dog']);
    assert.deepEqual(
      read!.spans.map(({ start, end }) => 'a cat, a dog'.slice(start, end)),
      ['a', 'cat,', 'a', 'dog'],
    );
    assert.equal(read!.rollout.length, read!.layers * read!.tokens);
    const seen = await client.attendPicture(path!);
    assert.ok(seen.ok);
    assert.deepEqual([seen.width, seen.height, seen.own.length], [300, 200, seen.layers * seen.rows ** 2]);
    const missing = await client.attendPicture(join(folder, 'none.png'));
    assert.ok(!missing.ok);
    assert.equal(missing.code, 'image-missing');
  });

  it('works without a cache where it cannot write one, and says so', async () => {
    const blocked = join(folder, 'cache');
    await writeFile(blocked, 'a file, not a folder');
    const [path] = await savePictures();
    await connect();
    assert.equal((await client.embedTexts(['a cat'])).length, 1);
    assert.equal((await client.embedImages([path!]))[0]!.ok, true);
    assert.ok(log.some((line) => line.includes(blocked)));
  });

  it('shows the colour under alpha where that is asked for, and keeps it apart from what is scored', async () => {
    const save = async (name: string, image: Sharp): Promise<string> => {
      const path = join(folder, name);
      await writeFile(path, await image.resize(300, 200, { kernel: 'nearest' }).png().toBuffer());
      return path;
    };
    const opaque = await save('opaque.png', picture());
    const clear = await save('clear.png', picture().ensureAlpha(0));
    const white = await save('white.png', picture(new Uint8Array(quarters().length).fill(255)));
    const embeddingsOf = async (alpha: Alpha | undefined, ...paths: string[]): Promise<Float32Array[]> =>
      (await client.embedImages(paths, { alpha })).map((outcome) => {
        assert.ok(outcome.ok);
        return outcome.embedding;
      });

    await connect();
    for (const _ of ['computed', 'known']) {
      const [scored, ofWhite] = await embeddingsOf(undefined, clear, white);
      const [dropped, ofOpaque] = await embeddingsOf('dropped', clear, opaque);
      assert.deepEqual(scored, ofWhite);
      assert.deepEqual(dropped, ofOpaque);
      assert.notDeepEqual(scored, dropped);
    }
    client.dispose();
    await rm(join(folder, 'cache'), { recursive: true });

    // The other way round: what was asked for first is not what the next one finds.
    await connect();
    const [dropped] = await embeddingsOf('dropped', clear);
    const [scored, ofOpaque] = await embeddingsOf('over-white', clear, opaque);
    assert.deepEqual(dropped, ofOpaque);
    assert.notDeepEqual(scored, dropped);
  });

  // Which native libraries a process has loaded can be seen on Linux.
  (process.platform === 'linux' ? it : it.skip)(
    'loads ONNX Runtime and sharp at the first need only',
    async () => {
      const loaded = (pid = client.pid): string => readFileSync(`/proc/${pid}/maps`, 'utf8');
      const paths = await savePictures();
      await connect();
      await client.tokenize(['a cat']);
      assert.doesNotMatch(loaded(), /onnxruntime|sharp/);
      await client.embedTexts(['a cat']);
      assert.match(loaded(), /onnxruntime/);
      assert.doesNotMatch(loaded(), /sharp/);
      assert.deepEqual(childrenOf(client.pid!), []);
      await client.embedImages(paths);
      assert.doesNotMatch(loaded(), /sharp/);
      const [pictures] = childrenOf(client.pid!);
      assert.match(loaded(pictures), /sharp/);
      assert.doesNotMatch(loaded(pictures), /onnxruntime/);
    },
  );
});
