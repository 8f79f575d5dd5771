import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Accelerator, DeviceChoice } from '../../../src/core/device';
import { EngineError } from '../../../src/core/engineError';
import { AcceleratedSession } from '../../../src/engine/device/acceleratedSession';
import { acceleratorsFor } from '../../../src/engine/device/accelerators';
import { canaryCount, differenceOf, largestDifference } from '../../../src/engine/device/canary';
import { DeviceMemory, takeBackTrials } from '../../../src/engine/device/deviceMemory';
import type { LazySession } from '../../../src/engine/session';

const width = 8;
const hash = 'a'.repeat(64);

/** Embeddings of as many pictures as are asked for, each a little off by `error`. */
const rows = (count: number, error = 0): Float32Array =>
  Float32Array.from({ length: count * width }, (_, i) => 1 + (i % width) + (i % width === 0 ? error : 0));

type Behaviour = (runs: number) => Float32Array | Error;

class Graph implements Pick<LazySession, 'run' | 'dispose'> {
  runs = 0;
  isDisposed = false;
  #release: (() => void) | undefined;
  constructor(private readonly behave: (runs: number, count: number) => Float32Array | Error) {}
  run: LazySession['run'] = ({ pixels }) => {
    if (this.#held) return this.#held();
    const made = this.behave(++this.runs, pixels!.shape[0]!);
    return made instanceof Error ? Promise.reject(made) : Promise.resolve({ embeds: made });
  };
  dispose = (): Promise<void> => {
    this.isDisposed = true;
    this.#release?.();
    // As the runtime's does, it takes a while.
    return new Promise((resolve) => setImmediate(resolve));
  };
  #held: (() => Promise<never>) | undefined;

  /** Later runs end with an error once this is disposed of. */
  holdUntilDisposed(): { count: number } {
    const held = { count: 0 };
    this.#held = () => {
      held.count++;
      return new Promise((_, reject) => (this.#release = () => reject(new Error('released'))));
    };
    return held;
  }
}

describe('a session on an accelerator', () => {
  let folder: string;
  let open: Graph[];
  beforeEach(async () => {
    open = [];
    folder = await mkdtemp(path.join(tmpdir(), 'spellwright-device-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const memory = (): DeviceMemory => new DeviceMemory(folder, hash, '1.0');
  const sessionOf = (
    behaviours: Partial<Record<Accelerator | 'cpu', Behaviour>>,
    choice: DeviceChoice = 'auto',
    platform: NodeJS.Platform = 'linux',
  ) => {
    const graphs: Partial<Record<Accelerator | 'cpu', Graph>> = {};
    const session = new AcceleratedSession({
      choice,
      platform,
      session: (accelerator) => {
        const device = accelerator ?? 'cpu';
        const behave = behaviours[device];
        const graph = new Graph((runs, count) => behave?.(runs) ?? rows(count));
        open.push(graph);
        return (graphs[device] = graph);
      },
      input: 'pixels',
      output: 'embeds',
      imageSize: 2,
      memory: memory(),
    });
    const embed = async (): Promise<Float32Array> =>
      (await session.run({ pixels: { data: new Float32Array(12), shape: [1, 3, 2, 2] } })).embeds!;
    return { session, graphs, embed };
  };
  const fails =
    (message: string): Behaviour =>
    () =>
      new Error(message);

  it('takes the first that gives the processor’s numbers, and asks the processor once for all processes', async () => {
    const first = sessionOf({ cuda: fails('no library') });
    assert.deepEqual(first.session.state, { asked: 'auto', refused: [] });
    await first.embed();
    assert.equal(first.session.state.pictures, 'webgpu');
    assert.equal(first.session.state.difference, 0);
    assert.deepEqual(first.session.state.refused, [
      { device: 'cuda', reason: 'unavailable', detail: 'no library' },
    ]);
    assert.equal(first.graphs.cpu!.runs, 1);
    const second = sessionOf({});
    await second.embed();
    assert.equal(second.graphs.cpu!.runs, 0);
    assert.equal(second.graphs.cuda, undefined, 'what was refused is not tried again');
    assert.equal(second.session.state.pictures, 'webgpu');
  });

  it('refuses one whose numbers are others, also by one picture of four or by a broken number', async () => {
    for (const wrong of [
      rows(canaryCount, 0.01),
      Float32Array.from(rows(canaryCount), (value, i) => (i === 3 * width ? value + 0.01 : value)),
      rows(canaryCount).fill(NaN),
      rows(canaryCount - 1),
    ]) {
      const { session, graphs, embed } = sessionOf({ webgpu: () => wrong }, 'webgpu');
      assert.deepEqual(await embed(), rows(1));
      assert.equal(session.state.pictures, 'cpu');
      assert.equal(session.state.refused[0]?.reason, 'differs');
      assert.ok(graphs.webgpu!.isDisposed);
      await session.choose('anew'); // forgets it for the next case
      await memory().forget();
    }
  });

  it('goes on with the processor where it breaks off at work, and all pictures are computed', async () => {
    const { session, embed } = sessionOf(
      { webgpu: (runs) => (runs > 2 ? new Error('device lost') : rows(runs === 1 ? 4 : 1)) },
      'webgpu',
    );
    await embed();
    assert.equal(session.state.pictures, 'webgpu');
    const made = await Promise.all([embed(), embed(), embed()]);
    for (const each of made) assert.deepEqual(each, rows(1));
    assert.deepEqual(session.state, {
      asked: 'webgpu',
      pictures: 'cpu',
      refused: [{ device: 'webgpu', reason: 'failed', detail: 'device lost' }],
    });
  });

  it('does not try again what a process did not outlive, until somebody asks for it', async () => {
    const gone = 2 ** 22 + 1; // above the largest process number of Linux
    await memory().trying('webgpu');
    const name = readdirSync(path.join(folder, 'devices'))[0]!;
    await rm(path.join(folder, 'devices', name));
    await writeFile(path.join(folder, 'devices', name.replace(`-${process.pid}.`, `-${gone}.`)), '');
    for (let i = 0; i < 2; i++) {
      const { session, embed, graphs } = sessionOf({}, 'webgpu');
      await embed();
      assert.equal(graphs.webgpu, undefined);
      assert.deepEqual(session.state.refused, [{ device: 'webgpu', reason: 'crashed', detail: '' }]);
      if (i === 0) continue;
      await session.choose('anew');
      assert.equal(session.state.pictures, 'webgpu');
      assert.deepEqual(session.state.refused, []);
    }
  });

  it('has the processor go on where it took two processes along at work, and blames it for one alone in nothing', async function () {
    this.timeout(60_000);
    const work = (): SpawnSyncReturns<string> =>
      spawnSync(
        process.execPath,
        ['--import', 'tsx', path.join(__dirname, 'dyingProvider.ts'), folder, hash],
        { encoding: 'utf8' },
      );
    assert.equal(work().signal, 'SIGKILL');
    assert.deepEqual((await memory().read()).refused, [], 'a lack of power ends a process, too');
    assert.equal(work().signal, 'SIGKILL');
    const { stdout, status } = work();
    assert.deepEqual([stdout, status], ['computed by cpu', 0]);
    assert.deepEqual((await memory().read()).refused, [{ device: 'webgpu', reason: 'crashed', detail: '' }]);
    const left = readdirSync(path.join(folder, 'devices')).filter((name) => name.endsWith('.working'));
    assert.deepEqual(left, [], 'the notes are done with');
  });

  it('leaves no note of work that it outlived, nor of a process that is ended on purpose, and forgets old ones', async () => {
    const { embed } = sessionOf({}, 'webgpu');
    await Promise.all([embed(), embed()]);
    const notes = (): string[] =>
      readdirSync(path.join(folder, 'devices')).filter((name) => name.endsWith('.working'));
    assert.deepEqual(notes(), []);
    memory().working('webgpu');
    const [name] = notes();
    takeBackTrials(folder);
    assert.deepEqual(notes(), []);
    const dayBefore = new Date(Date.now() - 25 * 60 * 60 * 1000);
    for (const gone of [2 ** 22 + 1, 2 ** 22 + 2]) {
      const file = path.join(folder, 'devices', name!.replace(`-${process.pid}.`, `-${gone}.`));
      await writeFile(file, '');
      await utimes(file, dayBefore, dayBefore);
    }
    assert.deepEqual((await memory().read()).refused, []);
    assert.deepEqual(notes(), []);
  });

  it('takes a note of its own number that it did not write for another process’s: numbers come back', async () => {
    const outlived = await memory().trying('webgpu');
    assert.deepEqual((await memory().read()).refused, [], 'it is being tried');
    const [name] = readdirSync(path.join(folder, 'devices'));
    await outlived!();
    await writeFile(path.join(folder, 'devices', name!), '');
    assert.deepEqual((await memory().read()).refused, [{ device: 'webgpu', reason: 'crashed', detail: '' }]);
  });

  it('blames no accelerator where the process is ended on purpose while it is tried', async () => {
    await memory().trying('webgpu');
    const others = path.join(folder, 'devices', `${'0'.repeat(32)}-webgpu-1.trying`);
    await writeFile(others, '');
    takeBackTrials(folder);
    takeBackTrials(undefined);
    takeBackTrials(path.join(folder, 'nowhere'));
    assert.deepEqual(readdirSync(path.join(folder, 'devices')), [path.basename(others)]);
    assert.deepEqual((await memory().read()).refused, []);
  });

  it('computes what was under way by what is chosen anew, and blames nobody', async () => {
    const { session, graphs, embed } = sessionOf({}, 'webgpu');
    await embed();
    const old = graphs.webgpu!;
    const breakOff = old.holdUntilDisposed();
    const [made] = await Promise.all([embed(), session.choose('anew'), session.choose('anew')]);
    assert.equal(breakOff.count, 1);
    assert.deepEqual(made, rows(1));
    assert.notEqual(graphs.webgpu, old);
    assert.ok(!graphs.webgpu!.isDisposed);
    assert.deepEqual(session.state, { asked: 'webgpu', pictures: 'webgpu', difference: 0, refused: [] });
    assert.deepEqual((await memory().read()).refused, []);
    assert.equal(
      open.filter(({ isDisposed }) => !isDisposed).length,
      2,
      'the processor’s and one accelerator’s',
    );
  });

  it('lets what is under way break off where it is disposed of, and blames nobody', async () => {
    const { session, graphs, embed } = sessionOf({}, 'webgpu');
    await embed();
    graphs.webgpu!.holdUntilDisposed();
    const running = assert.rejects(embed(), /released/);
    await session.dispose();
    await running;
    assert.deepEqual((await memory().read()).refused, []);
  });

  it('gives the runtime’s reason without the place in its sources', async () => {
    const told = '/a/b.cc:136 f(c)::<lambda()> status == Success was false. No supported adapters\n';
    const { session } = sessionOf(
      { webgpu: () => new EngineError('model-file-broken', { file: 'g' }, { cause: new Error(told) }) },
      'webgpu',
    );
    await session.choose('now');
    assert.equal(session.state.refused[0]?.detail, 'No supported adapters');
  });

  it('tries nothing where a trial cannot be noted', async () => {
    await writeFile(path.join(folder, 'devices'), 'no folder');
    const { session, graphs, embed } = sessionOf({}, 'webgpu');
    await embed();
    assert.equal(graphs.webgpu, undefined);
    assert.deepEqual(session.state.refused, [{ device: 'webgpu', reason: 'unkept', detail: '' }]);
  });

  it('believes nothing that is not as it was written', async () => {
    await memory().write({ expected: rows(canaryCount, 5), refused: [] });
    const { session, embed, graphs } = sessionOf({}, 'webgpu');
    await embed();
    assert.equal(session.state.pictures, 'webgpu', 'the processor is asked before an accelerator is refused');
    assert.equal(graphs.cpu!.runs, 1);
    const [file] = readdirSync(path.join(folder, 'devices'));
    for (const text of ['', '{', '{"expected":7,"refused":{}}', '{"refused":[{"device":"toaster"}]}']) {
      await writeFile(path.join(folder, 'devices', file!), text);
      assert.deepEqual(await memory().read(), { refused: [] });
    }
  });

  it('says what the processor says where that cannot run the graph either', async () => {
    const { embed } = sessionOf(
      { cpu: fails('weights are gone'), webgpu: () => rows(canaryCount) },
      'webgpu',
    );
    await assert.rejects(embed(), /weights are gone/);
  });

  it('knows what each system has', () => {
    assert.deepEqual(acceleratorsFor('cpu', 'linux'), []);
    assert.deepEqual(acceleratorsFor('auto', 'win32'), ['directml', 'webgpu']);
    assert.deepEqual(acceleratorsFor('auto', 'darwin'), ['coreml', 'webgpu']);
    assert.deepEqual(acceleratorsFor('cuda', 'freebsd'), ['cuda']);
  });

  it('tells a turn by less than is shown, whatever the lengths', () => {
    const own = rows(canaryCount);
    assert.ok(
      differenceOf(
        own,
        own.map((value) => value * 3),
      ) < 1e-6,
    );
    const turned = own.map((value, i) => (i % width === 0 ? value + 14 * 2 * largestDifference : value));
    assert.ok(differenceOf(own, turned) > largestDifference);
  });
});
