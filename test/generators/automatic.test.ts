import assert from 'node:assert/strict';
import { connect } from '../../src/generators/connect';
import type { Generator } from '../../src/generators/generator';
import { itKeepsTheContract, rejects, until } from './contract';
import { AutomaticServer } from './servers/automaticServer';
import { DrawThingsServer } from './servers/drawThingsServer';

const names = {
  model: 'scenes.safetensors [879db523c3]',
  otherModel: 'sketches',
  sampler: 'DPM++ 2M',
  connect,
};

for (const [name, kind, family] of [
  ['A1111', 'a1111', 'a1111'],
  ['A1111 before 1.9', 'before-1.9', 'a1111'],
  ['Forge', 'forge', 'forge'],
  ['SD.Next', 'sdnext', 'sdnext'],
] as const)
  itKeepsTheContract({
    name,
    family,
    start: (options) => AutomaticServer.start(kind, options),
    ...names,
    cannot: kind === 'a1111' ? [] : ['large'],
  });

itKeepsTheContract({
  name: 'Draw Things',
  family: 'drawthings',
  start: (options) => DrawThingsServer.start(options),
  connect,
  highestSeed: String(2n ** 32n - 1n),
  cannot: ['large', 'progress', 'cancel', 'interrupted', 'other-model', 'list-models', 'list-samplers'],
});

describe('the AUTOMATIC1111 family', () => {
  const request = { prompt: 'a red ball', seed: '7', width: 64, height: 64 };
  let server: AutomaticServer;
  let generator: Generator;

  const began = async (kind: ConstructorParameters<typeof AutomaticServer>[0]): Promise<void> => {
    server = await AutomaticServer.start(kind);
    generator = await connect({ url: server.url });
  };
  const sent = (): Record<string, unknown> =>
    JSON.parse(server.requests.findLast(({ path }) => path.endsWith('/txt2img'))!.text) as Record<
      string,
      unknown
    >;

  afterEach(() => server.close());

  it('passes over a grid, counts seeds, and leaves out what extensions put behind', async () => {
    await began('a1111');
    Object.assign(server, { gridFirst: true, batch: 2, extras: 1 });
    const { pictures } = await generator.generate({ ...request, seed: '9007199254740993' });
    assert.deepEqual(
      pictures.map(({ seed, infotext }) => [seed, /Seed: (\d+)/.exec(infotext!)![1]]),
      [
        ['9007199254740993', '9007199254740993'],
        ['9007199254740994', '9007199254740994'],
      ],
    );
    assert.notDeepEqual(pictures[0].bytes, pictures[1]!.bytes);
  });

  it('tells what really ran', async () => {
    await began('a1111');
    const { pictures } = await generator.generate({
      ...request,
      steps: 12,
      cfgScale: 5,
      sampler: 'Euler',
      scheduler: 'karras',
      model: 'sketches',
    });
    assert.deepEqual(pictures[0].ran, {
      prompt: 'a red ball',
      negative: '',
      steps: 12,
      cfgScale: 5,
      width: 64,
      height: 64,
      sampler: 'Euler',
      scheduler: 'Karras',
      model: 'sketches',
      modelHash: 'e1441589a6',
    });
  });

  for (const [kind, wish, expected] of [
    ['a1111', { sampler: 'DPM++ 2M Karras' }, ['DPM++ 2M', 'Karras']],
    ['a1111', { sampler: 'dpm++ 2m', scheduler: 'sgm_uniform' }, ['DPM++ 2M', 'SGM Uniform']],
    ['a1111', { sampler: 'k_euler_a', scheduler: 'automatic' }, ['Euler a', 'Automatic']],
    ['before-1.9', { sampler: 'DPM++ 2M', scheduler: 'Karras' }, ['DPM++ 2M Karras', undefined]],
    ['before-1.9', { sampler: 'DPM++ 2M Karras' }, ['DPM++ 2M Karras', undefined]],
    ['sdnext', { sampler: 'k_dpmpp_2m', scheduler: 'Automatic' }, ['DPM++ 2M', undefined]],
  ] as const)
    it(`${kind} is asked for ${JSON.stringify(wish)} in its own names`, async () => {
      await began(kind);
      const { remarks } = await generator.generate({ ...request, ...wish });
      assert.deepEqual([sent().sampler_name, sent().scheduler], expected);
      assert.deepEqual(remarks, []);
    });

  it('says that SD.Next has no place for a scheduler', async () => {
    await began('sdnext');
    const { remarks } = await generator.generate({ ...request, sampler: 'Euler', scheduler: 'Karras' });
    assert.deepEqual(remarks, [{ code: 'generation-unused', parameters: { names: 'scheduler' } }]);
  });

  it('refuses a scheduler that is not there', async () => {
    await began('a1111');
    const error = await rejects(
      generator.generate({ ...request, scheduler: 'Magic' }),
      'generator-scheduler-unknown',
    );
    assert.equal(error.parameters.known, 'Automatic, Karras, SGM Uniform');
  });

  it('finds a model by its name, its file or its hash, and sends its title', async () => {
    await began('forge');
    for (const model of ['sketches', 'sub/sketches.safetensors', 'e1441589a6', 'SKETCHES']) {
      const { remarks } = await generator.generate({ ...request, model });
      assert.deepEqual(remarks, [], model);
      assert.deepEqual(sent().override_settings, {
        sd_model_checkpoint: 'sketches.safetensors [e1441589a6]',
      });
    }
  });

  it('says which LoRAs of the prompt the server does not have', async () => {
    for (const kind of ['a1111', 'sdnext'] as const) {
      await began(kind);
      const { remarks } = await generator.generate({
        ...request,
        prompt: 'a <lora:ink:0.8> <lora:oil:1> ball',
      });
      assert.deepEqual(remarks, [{ code: 'generation-loras-unknown', parameters: { names: 'oil' } }]);
      if (kind === 'a1111') await server.close();
    }
  });

  it('sends numbers as numbers and nothing that was not asked for', async () => {
    await began('a1111');
    await generator.generate(request);
    const { force_task_id, ...body } = sent();
    assert.match(String(force_task_id), /^task\(/);
    assert.deepEqual(body, {
      prompt: 'a red ball',
      negative_prompt: '',
      seed: 7,
      width: 64,
      height: 64,
      batch_size: 1,
      n_iter: 1,
      send_images: true,
      save_images: false,
    });
  });

  it('notices that somebody stopped it while it drew', async () => {
    await began('sdnext');
    server.hold();
    const made = generator.generate(request, { onProgress: () => server.interrupt() });
    await rejects(made, 'generator-interrupted');
  });

  it('stops no other picture while its own still waits for its turn', async () => {
    await began('a1111');
    server.hold();
    const other = (await connect({ url: server.url })).generate({ ...request, seed: '1' });
    await until(() => server.requests.some(({ path }) => path.endsWith('/txt2img')));
    const stop = new AbortController();
    const queued: unknown[] = [];
    const made = generator.generate(
      { ...request, seed: '2' },
      {
        signal: stop.signal,
        onProgress: (progress) => {
          queued.push(progress.queued);
          stop.abort(new Error('no more'));
        },
      },
    );
    await assert.rejects(made, /no more/);
    assert.deepEqual([queued, server.stops], [[true], 0]);
    server.release();
    assert.equal((await other).pictures[0].seed, '1');
  });
});
