import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../src/core/engineError';
import type { Embedder } from '../../src/core/ports';
import { imageCache } from '../../src/engine/cache/imageCache';
import { EngineClient } from '../../src/client/engineClient';
import { localPictures } from '../../src/engine/images/pictures';
import { loadModel } from '../../src/engine/loadModel';
import { EngineServer } from '../../src/engine/server';
import { bundleOf } from '../engine/process/engineBundle';
import { picture, quarters } from '../engine/images/pictures';
import { copyOfMini, regionOf, turnSigns } from './checkpointCopy';
import { fault } from './fault';

const texts = Array.from({ length: 80 }, (_, i) => `picture ${i} of ${i % 7} cats and ${i % 11} dogs`);

interface Answers {
  readonly hash: string;
  readonly texts: readonly Float32Array[];
  readonly pictures: readonly Float32Array[];
}

type Part = 'texts' | 'pictures';
type Asked = Pick<Embedder, 'embedTexts' | 'embedImages'>;

describe('weights', function () {
  this.timeout(120_000);
  let mini: Awaited<ReturnType<typeof copyOfMini>>;
  let weights: string;
  let pictures: string[];
  let engineFile: string;
  const clients: EngineClient[] = [];

  before(async () => {
    engineFile = await bundleOf('src/engine/main.ts');
    mini = await copyOfMini();
    weights = path.join(mini.folder, 'model.safetensors');
    pictures = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const file = path.join(mini.root, `${i}.png`);
        await writeFile(
          file,
          await picture(quarters([i * 30, 0, 99]))
            .resize(300, 200)
            .png()
            .toBuffer(),
        );
        return file;
      }),
    );
  });

  afterEach(() => clients.splice(0).forEach((client) => client.dispose()));
  after(() => mini.remove());

  const connect = (modelFolder: string, cacheFolder?: string): EngineClient => {
    const client = new EngineClient({
      engineFile,
      modelFolder,
      cacheFolder,
      threads: 1,
      log: () => undefined,
    });
    clients.push(client);
    return client;
  };

  const ask = {
    texts: async (client: Asked) => (await client.embedTexts(texts)).map(({ embedding }) => embedding),
    pictures: async (client: Asked) =>
      (await client.embedImages(pictures)).map((outcome) => {
        assert.ok(outcome.ok);
        return outcome.embedding;
      }),
  };

  /** What an engine says that starts now, in this process. */
  const fresh = async (folder: string, cacheFolder?: string): Promise<Answers> => {
    const server = new EngineServer({
      loadModel: () => loadModel(folder, { cacheFolder, threads: 1 }),
      openCache: (model) =>
        cacheFolder === undefined ? undefined : imageCache(cacheFolder, model, () => undefined),
      openPictures: ({ preprocessing, checkpoint }) => localPictures(preprocessing, checkpoint.imageSize),
    });
    const context = { signal: new AbortController().signal, progress: () => undefined };
    const priority = 'visible';
    const asked: Asked = {
      embedTexts: async (some) =>
        (await server.embedTexts({ texts: some, priority, precision: 'fp32' }, context)).items,
      embedImages: async (paths) =>
        (await server.embedImages({ paths, priority, alpha: 'over-white' }, context)).items,
    };
    try {
      const { hash } = await server.checkpoint(null, context);
      return { hash, texts: await ask.texts(asked), pictures: await ask.pictures(asked) };
    } finally {
      await server.dispose();
    }
  };

  /** What the weights say as they lie there now: a copy of theirs, and nothing from a cache. */
  const truth = async (): Promise<Answers> => {
    const folder = path.join(mini.root, 'copy');
    await cp(mini.folder, folder, { recursive: true });
    try {
      return await fresh(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  const isNear = (a: readonly Float32Array[], b: readonly Float32Array[]): boolean =>
    a.every((vector, i) => vector.every((value, j) => Math.abs(value - b[i]![j]!) < 1e-4));

  /** An answer where there is one; a refusal is a code. */
  const orRefusal = async <T>(work: Promise<T>): Promise<T | string> =>
    work.catch((error: unknown) => {
      assert.ok(error instanceof EngineError, String(error));
      return error.code;
    });

  fault('overwritten in place at any moment', { short: 2, long: 300 }, async (tried) => {
    const cacheFolder = path.join(mini.root, 'cache');
    const seen = { old: 0, new: 0, refused: 0 };
    let before = await truth();
    for (let trial = 0; trial < tried; trial++) {
      const region = await regionOf(weights, Math.random(), Math.random());
      const client = connect(mini.folder, cacheFolder);
      const isLoaded = trial % 2 === 0;
      if (isLoaded) await client.checkpoint();
      const told = orRefusal(client.checkpoint().then(({ hash }) => hash));
      const answers = (['texts', 'pictures'] as const).map(
        async (part): Promise<[Part, readonly Float32Array[] | string]> => [
          part,
          await orRefusal(ask[part](client)),
        ],
      );
      await delay(Math.random() * (isLoaded ? 200 : 600));
      await turnSigns(weights, region, {
        slices: trial % 3 === 0 ? 1 : 12,
        pause: () => delay(Math.random() * 10),
      });
      const all = await Promise.all(answers);
      for (const part of ['texts', 'pictures'] as const) all.push([part, await orRefusal(ask[part](client))]);
      const after = await truth();
      assert.notEqual(after.hash, before.hash);
      const hash = await told;
      for (const [part, answer] of all) {
        if (typeof answer === 'string') {
          assert.match(answer, /^model-chang(ed|ing)$/);
          seen.refused++;
          continue;
        }
        // Whatever it answered with has the name that it had told.
        const named = hash === before.hash ? before : after;
        assert.equal(named.hash, hash);
        assert.ok(isNear(answer, named[part]), `a hybrid of ${part} in trial ${trial}`);
        seen[named === before ? 'old' : 'new']++;
      }
      client.dispose();
      // Nothing that is kept is of neither: each state is asked once more, of another engine with the same cache.
      for (const [state, change] of [
        [after, undefined],
        [before, region],
        [after, region],
      ] as const) {
        if (change) await turnSigns(weights, change);
        const kept = await fresh(mini.folder, cacheFolder);
        assert.equal(kept.hash, state.hash);
        assert.ok(isNear(kept.pictures, state.pictures), `a kept hybrid in trial ${trial}`);
        assert.ok(isNear(kept.texts, state.texts), `a hybrid in trial ${trial}`);
      }
      before = after;
    }
    assert.equal(seen.old + seen.new + seen.refused, 4 * tried);
    return {
      outcome: `${seen.old} answers of the old weights, ${seen.new} of the new, ${seen.refused} refused; no hybrid`,
      lost: 'nothing; scored again',
    };
  });

  fault('any file of a checkpoint replaced while it is in use', { short: 5, long: 100 }, async (tried) => {
    /** A key of each file that changes no score, but the checkpoint's hash. */
    const keys = {
      'config.json': '_commit_hash',
      'tokenizer.json': 'note',
      'preprocessor_config.json': 'device',
      'tokenizer_config.json': 'note',
    };
    const names = Object.keys(keys) as (keyof typeof keys)[];
    for (let trial = 0; trial < tried; trial++) {
      const name = ([...names, 'model.safetensors'] as const)[trial % 5]!;
      const file = path.join(mini.folder, name);
      const original = await readFile(file);
      const { atime, mtime } = await stat(file);
      const client = connect(mini.folder, path.join(mini.root, 'cache'));
      const { hash } = await client.checkpoint();
      await client.embedTexts(['a cat']);
      try {
        if (name === 'model.safetensors') await turnSigns(file, await regionOf(file, 0.5, 0.5));
        else await writeFile(file, original.toString().replace('{', `{"${keys[name]}":"1",`));
        await utimes(file, atime, mtime); // as rsync leaves it
        await assert.rejects(client.embedTexts(['a dog']), { code: 'model-changed' });
        await assert.rejects(client.checkpoint(), { code: 'model-changed' });
        const next = await loadModel(mini.folder, { cacheFolder: path.join(mini.root, 'cache'), threads: 1 });
        await next.dispose();
        assert.notEqual(next.checkpoint.hash, hash);
      } finally {
        await writeFile(file, original);
      }
    }
    return { outcome: 'noticed before the next answer, read anew', lost: 'nothing' };
  });

  fault('one wrong character in a remembered hash', { short: 5, long: 1000 }, async (tried) => {
    const cacheFolder = path.join(mini.root, 'memo');
    const memos = path.join(cacheFolder, 'weights-hashes');
    const { hash } = await truth();
    const load = async (): Promise<string> => {
      const model = await loadModel(mini.folder, { cacheFolder, threads: 1 });
      await model.dispose();
      return model.checkpoint.hash;
    };
    await mkdir(cacheFolder, { recursive: true });
    assert.equal(await load(), hash);
    for (let trial = 0; trial < tried; trial++) {
      for (const name of await readdir(memos)) {
        const text = await readFile(path.join(memos, name), 'utf8');
        const at = Math.floor(Math.random() * text.length);
        const digit = text[at] === '7' ? '3' : '7';
        await writeFile(path.join(memos, name), text.slice(0, at) + digit + text.slice(at + 1));
      }
      assert.equal(await load(), hash);
    }
    return { outcome: 'not believed: the file is hashed again', lost: 'nothing' };
  });

  // Where temporary files lie, Windows says by other variables.
  if (process.platform === 'win32') return;

  fault('an engine killed where no cache can be written', { short: 3, long: 60 }, async (tried) => {
    const temporary = path.join(mini.root, 'tmp');
    await mkdir(temporary, { recursive: true });
    const before = process.env.TMPDIR;
    process.env.TMPDIR = temporary;
    try {
      for (let trial = 0; trial < tried; trial++) {
        const client = connect(mini.folder);
        const { pid } = await client.checkpoint().then(() => client);
        if (trial % 2 === 0) await client.embedTexts(['a cat']);
        assert.equal((await readdir(temporary)).length, 1, 'what the one before left is gone');
        process.kill(pid!, 'SIGKILL');
        client.dispose();
        while (isAlive(pid!)) await delay(5);
      }
      assert.equal((await readdir(temporary)).length, 1);
      const last = await loadModel(mini.folder, { threads: 1 });
      await last.dispose();
      assert.deepEqual(await readdir(temporary), []);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
    return { outcome: 'its folder is removed at the next start', lost: 'nothing' };
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
