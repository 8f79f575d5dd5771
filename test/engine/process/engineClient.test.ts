import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../../src/core/engineError';
import { EngineClient, type EngineClientOptions } from '../../../src/client/engineClient';
import { picture, plain, quarters } from '../images/pictures';
import { bundleOf } from './engineBundle';
import { fakeTextEmbedding, killerColour } from './fakeModel';

describe('EngineClient with a forked engine', () => {
  let engineFile: string;
  let client: EngineClient;
  let log: string[];

  const connect = (options: Partial<EngineClientOptions> = {}): EngineClient => {
    log = [];
    client = new EngineClient({
      engineFile,
      modelFolder: '/models/fake',
      threads: 1,
      log: (line) => log.push(line),
      ...options,
    });
    return client;
  };

  before(async () => {
    engineFile = await bundleOf('test/engine/process/fakeEngineMain.ts');
  });

  afterEach(() => client.dispose());

  it('embeds texts in order', async () => {
    const results = await connect().embedTexts(['a cat', 'a dog', 'a cat']);
    assert.deepEqual(
      results.map(({ embedding }) => embedding),
      ['a cat', 'a dog', 'a cat'].map(fakeTextEmbedding),
    );
    assert.equal(results[0]!.tokenCount, 3);
  });

  it('forks nothing before the first need', async () => {
    connect();
    assert.equal(client.state, 'stopped');
    assert.equal(client.pid, undefined);
    await client.checkpoint();
    assert.equal(client.state, 'ready');
  });

  it('forks it with ONNX Runtime silenced, whatever the environment says', async function () {
    if (process.platform !== 'linux') this.skip(); // reads /proc
    process.env.ORT_DISABLE_TELEMETRY = '0';
    await connect().checkpoint();
    const environment = readFileSync(`/proc/${client.pid}/environ`, 'utf8').split('\0');
    assert.ok(environment.includes('ORT_DISABLE_TELEMETRY=1'));
  });

  it('tells its states in order, and loads once', async () => {
    const states: string[] = [];
    connect().onState((state) => states.push(state));
    await client.embedTexts(['a']);
    await client.embedTexts(['b']);
    assert.deepEqual(states, ['starting', 'loading', 'working', 'ready', 'working', 'ready']);
  });

  it('reports loading and progress', async () => {
    const seen: string[] = [];
    await connect().embedTexts(['a', 'b'], {
      onProgress: ({ phase, done, total }) => seen.push(`${phase} ${done}/${total}`),
    });
    assert.deepEqual(seen, ['loading 0/1', 'loading 1/1', 'texts 1/2', 'texts 2/2']);
  });

  it('passes on an EngineError with its code and parameters, and tries again at the next call', async () => {
    connect({ modelFolder: '/models/missing' });
    for (let i = 0; i < 2; i++)
      await assert.rejects(client.checkpoint(), (error: unknown) => {
        assert.ok(error instanceof EngineError);
        assert.equal(error.code, 'model-folder-missing');
        assert.deepEqual(error.parameters, { folder: '/models/missing' });
        return true;
      });
    assert.equal(client.state, 'ready');
  });

  it('answers a failure inside the engine without dying, and logs its stack', async () => {
    await assert.rejects(
      connect().embedTexts(['fail']),
      new EngineError('internal', { detail: 'the fake model was told to fail' }),
    );
    const { pid } = client;
    await client.embedTexts(['a']);
    assert.equal(client.pid, pid);
    // Its stderr may arrive after its answers.
    while (!log.some((line) => /^\s+at .*encodeTokens/.test(line))) await delay(10);
  });

  it('gives the right result although the engine is killed in mid-run', async () => {
    await connect().checkpoint();
    const texts = ['block 300 a', 'block 300 b', 'c'];
    const answer = client.embedTexts(texts);
    const other = client.tokenize(['d']);
    await delay(100);
    const { pid } = client;
    process.kill(pid!, 'SIGKILL');
    assert.deepEqual(
      (await answer).map(({ embedding }) => embedding),
      texts.map(fakeTextEmbedding),
    );
    assert.equal((await other).length, 1);
    assert.notEqual(client.pid, pid);
  });

  it('gives up a request that kills every engine, and answers its innocent neighbours', async () => {
    connect();
    const innocent = client.embedTexts(['block 200 a']);
    const poison = client.embedTexts(['crash']);
    const bystander = client.embedTexts(['b'], { priority: 'background' });
    await assert.rejects(poison, (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'engine-crashed');
      assert.equal(error.parameters.reason, 'SIGSEGV');
      return true;
    });
    assert.deepEqual((await innocent)[0]!.embedding, fakeTextEmbedding('block 200 a'));
    assert.deepEqual((await bystander)[0]!.embedding, fakeTextEmbedding('b'));
  });

  it('says that memory ran out where that ended every engine', async () => {
    await assert.rejects(connect().embedTexts(['fill the memory']), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'out-of-memory');
      assert.match(String(error.parameters.detail), /heap/);
      return true;
    });
  });

  describe('with a picture that kills every engine', () => {
    let folder: string;
    let killer: string;
    let good: string[];

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'spellwright-killer-'));
      const save = async (name: string, colour: readonly [number, number, number]): Promise<string> => {
        const path = join(folder, name);
        await picture(quarters(colour)).png().toFile(path);
        return path;
      };
      good = await Promise.all(Array.from({ length: 5 }, (_, i) => save(`${i}.png`, [i * 40, 9, 9])));
      killer = join(folder, 'killer.png');
      await plain(killerColour).png().toFile(killer);
    });

    after(() => rm(folder, { recursive: true }));

    const deaths = (): number => log.filter((line) => line.includes('ended (SIGSEGV)')).length;

    it('names it and embeds the others', async () => {
      const calm = await connect().embedImages(good);
      client.dispose();
      const done: number[] = [];
      const paths = [good[0]!, good[1]!, killer, good[2]!, killer, good[3]!, good[4]!];
      const outcomes = await connect().embedImages(paths, {
        onProgress: (progress) => progress.phase === 'images' && done.push(progress.done),
      });
      assert.deepEqual(
        outcomes.map(({ path }) => path),
        paths,
      );
      const [bad] = outcomes.splice(2, 1);
      assert.deepEqual(bad, { path: killer, ok: false, code: 'image-crashed', detail: 'SIGSEGV' });
      assert.deepEqual(outcomes.splice(3, 1), [bad]);
      assert.deepEqual(outcomes, calm);
      assert.equal(deaths(), 3);
      assert.equal(done.at(-1), paths.length);
      assert.deepEqual(
        done,
        [...done].sort((a, b) => a - b),
      );
    });

    it('names it when it is the only one', async () => {
      const [outcome] = await connect().embedImages([killer]);
      assert.equal(outcome!.ok || outcome!.code, 'image-crashed');
    });

    it('does not blame a picture for a text that kills the engine', async () => {
      connect();
      const poison = client.embedTexts(['crash']);
      const pictures = client.embedImages(good);
      await assert.rejects(poison, { code: 'engine-crashed' });
      assert.deepEqual(
        (await pictures).map(({ ok }) => ok),
        good.map(() => true),
      );
    });

    it('asks for no more pictures once it is aborted', async () => {
      const abort = new AbortController();
      const reason = new Error('a newer edit');
      connect().onState((state) => state === 'restarting' && abort.abort(reason));
      await assert.rejects(client.embedImages([killer, ...good], { signal: abort.signal }), reason);
      await client.embedTexts(['next']);
      assert.equal(deaths(), 1);
    });
  });

  it('says why an engine cannot start', async () => {
    await assert.rejects(connect({ engineFile: '/nowhere/engine.js' }).checkpoint(), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'engine-start-failed');
      assert.match(String(error.parameters.detail), /Cannot find module/);
      return true;
    });
  });

  it('rejects an aborted call at once with the reason, and drops its queued work', async () => {
    await connect().checkpoint();
    const abort = new AbortController();
    const texts = Array.from({ length: 500 }, (_, i) => `block 50 ${i}`);
    const answer = client.embedTexts(texts, { signal: abort.signal });
    const runs = (): number => log.filter((line) => line.startsWith('ran block')).length;
    while (runs() === 0) await delay(5);
    const reason = new Error('a newer edit');
    abort.abort(reason);
    await assert.rejects(answer, reason);
    await client.embedTexts(['next']);
    assert.ok(runs() < texts.length, 'the next call waited for dropped work');
  });

  it('lets the caret overtake a long background job', async () => {
    await connect().checkpoint();
    const abort = new AbortController();
    const runs = 500;
    let backgroundDone = 0;
    const background = client.embedTexts(
      Array.from({ length: runs }, (_, i) => `block 20 ${i}`),
      { priority: 'background', signal: abort.signal, onProgress: ({ done }) => (backgroundDone = done) },
    );
    while (backgroundDone === 0) await delay(5);
    await client.embedTexts(['key'], { priority: 'caret' });
    assert.ok(backgroundDone < runs, 'the key press waited for all');
    abort.abort(new Error('enough'));
    await assert.rejects(background, /enough/);
  });

  it('ends itself when idle and starts again at the next need', async () => {
    await connect({ idleExitMs: 100 }).embedTexts(['block 200 a']);
    const { pid } = client;
    while (!log.some((line) => line.includes('ended (0)'))) await delay(10);
    assert.equal(client.state, 'stopped');
    assert.throws(() => process.kill(pid!, 0), /ESRCH/);
    assert.equal((await client.embedTexts(['b'])).length, 1);
  });

  it('rejects what is unanswered when it is disposed', async () => {
    await connect().checkpoint();
    const answer = client.embedTexts(['block 200 a']);
    await delay(20);
    client.dispose();
    await assert.rejects(answer, new EngineError('engine-stopped'));
    await assert.rejects(client.checkpoint(), new EngineError('engine-stopped'));
  });
});
