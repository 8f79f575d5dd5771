import assert from 'node:assert/strict';
import { connect } from '../../../src/generators/connect';
import type { ComfyOptions } from '../../../src/generators/comfyui/comfyGenerator';
import type { GenerationProgress, GenerationRequest, Generator } from '../../../src/generators/generator';
import { rejects, until } from '../contract';
import { CHECKPOINTS, LORAS, startComfy, type ComfyServer, type Quirk } from '../servers/comfyui';
import { api, usual, type Nodes } from './workflows';

const request: GenerationRequest = { prompt: 'a red ball', seed: '7', steps: 3, width: 64, height: 64 };
const times = { firstPauseMs: 5, longestPauseMs: 20, silenceMs: 30 };

describe('ComfyUI', () => {
  let server: ComfyServer;
  beforeEach(async () => (server = await startComfy()));
  afterEach(async () => {
    server.release();
    await server.close();
  });
  const generator = (options: ComfyOptions = {}): Promise<Generator> =>
    connect({ url: server.url }, undefined, { comfyui: { times, ...options } });
  const own = (nodes: Nodes, bindings?: string): Promise<Generator> =>
    generator({ given: { workflow: api(nodes), bindings } });
  const sent = (): string => server.requests.findLast(({ path }) => path === '/prompt')!.text;
  const bytesOf = async (made: Generator, asked = request): Promise<string> =>
    Buffer.from((await made.generate(asked)).pictures[0].bytes).toString('base64');

  it('opens the socket before it sends, with the name that the request has', async () => {
    await (await generator()).generate(request);
    const order = server.requests.map(({ path }) => path.replace(/\?.*/, ''));
    assert.ok(order.indexOf('/ws') < order.indexOf('/prompt'));
    const name = server.requests.find(({ path }) => path.startsWith('/ws'))!.path.split('=')[1];
    assert.equal((JSON.parse(sent()) as { client_id: string }).client_id, name);
  });

  it('makes the same picture in a workflow of the user’s own, one at a time, and says what ran', async () => {
    const nodes = usual({}, { '5': ['EmptyLatentImage', { width: 64, height: 96, batch_size: 4 }] });
    const { pictures, remarks } = await (await own(nodes)).generate({ ...request, negative: 'blur' });
    assert.equal(pictures.length, 1);
    assert.deepEqual(remarks, []);
    assert.deepEqual(pictures[0].ran, {
      prompt: 'a red ball',
      negative: 'blur',
      steps: 3,
      cfgScale: 7.5,
      width: 64,
      height: 64,
      sampler: 'euler',
      scheduler: 'normal',
      model: CHECKPOINTS[0],
    });
    assert.match(sent(), /"batch_size":1\b/);
    assert.match(sent(), /"filename_prefix":"own"/);
  });

  describe('the socket', () => {
    const quirks: readonly Quirk[] = [
      'no-socket',
      'socket-cut',
      'socket-replaced',
      'late-features',
      'chatter',
      'old',
      'late-history',
      'no-history',
      'combo',
    ];
    for (const quirk of quirks)
      it(`or what else is not as usual costs no picture: ${quirk}`, async () => {
        server.quirks.add(quirk);
        const { pictures } = await (await generator()).generate(request, { onProgress: () => undefined });
        assert.equal(pictures.length, 1);
        assert.equal(server.runs.length, 1);
      });

    for (const quirk of [undefined, 'late-features', 'old'] as const)
      it(`brings previews and results of a node that sends instead of saving: ${quirk ?? 'as usual'}`, async () => {
        if (quirk) server.quirks.add(quirk);
        const previews: GenerationProgress[] = [];
        const sends = await own(usual({}, { '9': ['SaveImageWebsocket', { images: ['8', 0] }] }));
        const { pictures } = await sends.generate(request, {
          preview: true,
          onProgress: (progress) => void (progress.preview && previews.push(progress)),
        });
        assert.equal(pictures.length, 1);
        assert.equal(pictures[0].format, 'png');
        assert.equal(previews.length, request.steps);
      });

    it('brings no preview that nobody wants', async () => {
      await (
        await generator()
      ).generate(request, { onProgress: ({ preview }) => assert.equal(preview, undefined) });
      assert.match(sent(), /"preview_method":"none"/);
    });
  });

  describe('the server’s cache', () => {
    it('answers the same graph with the file that was written before', async () => {
      const made = await generator();
      const [first, again] = [await bytesOf(made), await bytesOf(made)];
      assert.equal(first, again);
      assert.deepEqual(
        server.runs.map(({ cached }) => cached),
        [false, true],
      );
    });

    it('makes it write again where that file is gone', async () => {
      const made = await generator();
      await bytesOf(made);
      server.quirks.add('files-gone');
      const { pictures } = await made.generate(request);
      assert.equal(pictures.length, 1);
      assert.deepEqual(
        server.runs.map(({ cached }) => cached),
        [false, true, false],
      );
    });
  });

  it('what is kept comes before what is only shown, which is enough where nothing is kept', async () => {
    const shown = usual({}, { '9': ['PreviewImage', { images: ['8', 0] }] });
    assert.equal((await (await own(shown)).generate(request)).pictures.length, 1);
    await (await own(usual({}, { '10': ['PreviewImage', { images: ['8', 0] }] }))).generate(request);
    const fetched = server.requests
      .filter(({ path }) => path.startsWith('/view'))
      .map(({ path }) => new URLSearchParams(path.slice(6)).get('type'));
    assert.deepEqual(fetched, ['temp', 'output']);
  });

  describe('cancelling', () => {
    it('takes a request out of the queue, and leaves what others run alone', async () => {
      for (const quirk of [undefined, 'old'] as const) {
        if (quirk) server.quirks.add(quirk);
        const other = server.occupy();
        const stop = new AbortController();
        const reason = new Error('enough');
        const made = (await generator()).generate(request, {
          signal: stop.signal,
          onProgress: ({ queued }) => void (queued && stop.abort(reason)),
        });
        await assert.rejects(made, reason);
        await until(() => server.stops > 0);
        assert.equal(other.interrupted(), false);
        other.end();
      }
      assert.equal(server.runs.length, 0);
    });

    it('stops what it runs, by its own name', async () => {
      server.hold();
      const stop = new AbortController();
      const reason = new Error('enough');
      const made = (await generator()).generate(request, {
        signal: stop.signal,
        onProgress: ({ step }) => void (step === 1 && stop.abort(reason)),
      });
      await assert.rejects(made, reason);
      const stops = server.requests.filter(({ path }) => path === '/interrupt');
      assert.equal(stops.length, 1);
      assert.match(stops[0]!.text, /"prompt_id":"[^"]+"/);
    });
  });

  it('a request that somebody else took away is lost, not awaited for ever', async () => {
    const other = server.occupy();
    server.quirks.add('queue-cleared');
    await rejects((await generator()).generate(request), 'generator-request-lost');
    other.end();
  });

  describe('refusals', () => {
    it('a model that the server does not have: what it has', async () => {
      const error = await rejects(
        (await generator()).generate({ ...request, model: 'nope' }),
        'generator-model-missing',
      );
      assert.match(String(error.parameters.known), /base_v1/);
      const loader = usual({}, { '4': ['CheckpointLoaderSimple', { ckpt_name: 'gone.ckpt' }] });
      const refused = await rejects((await own(loader)).generate(request), 'generator-model-missing');
      assert.deepEqual(
        [refused.parameters.model, refused.parameters.known],
        ['gone.ckpt', CHECKPOINTS.join(', ')],
      );
    });

    it('a node that the server lacks, and a field that it does not take: by name', async () => {
      const lacks = usual({}, { '8': ['MagicDecode', { samples: ['3', 0] }] });
      const missing = await rejects((await own(lacks)).generate(request), 'generator-node-missing');
      assert.deepEqual([missing.parameters.node, missing.parameters.type], ['8', 'MagicDecode']);
      const { prompt, seed } = request;
      const refused = await rejects(
        (await own(usual({ steps: 0 }))).generate({ prompt, seed }),
        'generator-graph-refused',
      );
      const { node, type, input, detail } = refused.parameters;
      assert.deepEqual([node, type, input], ['3', 'KSampler', 'steps']);
      assert.match(String(detail), /smaller than min/);
    });

    it('a part of the graph: the rest is made, and the part is told', async () => {
      const half = usual({}, { '10': ['SaveImage', { filename_prefix: 'x' }] });
      const { remarks } = await (await own(half)).generate(request);
      assert.deepEqual(
        remarks.map(({ code, parameters }) => [code, parameters.node]),
        [['generation-outputs-dropped', '10']],
      );
    });

    it('a workflow in which prompt or seed have no place, before anything is sent', async () => {
      const combined = usual(
        { positive: ['20', 0] },
        { '20': ['ConditioningCombine', { conditioning_1: ['6', 0], conditioning_2: ['7', 0] }] },
      );
      const error = await rejects((await own(combined)).generate(request), 'workflow-prompt-unbound');
      assert.equal(error.parameters.candidates, '6 text, 7 text');
      const seedless = usual({ seed: ['20', 0] }, { '20': ['Math', { a: 1, b: 2 }] });
      await rejects((await own(seedless)).generate(request), 'workflow-seed-unbound');
      assert.equal(
        server.requests.some(({ path }) => path === '/prompt'),
        false,
      );
      await rejects(
        (await own(combined, '{"prompt":[{"node":"6","input":"text"}]}')).generate(request),
        'generator-node-missing',
      );
    });
  });

  it('takes names of the AUTOMATIC1111 family', async () => {
    const made = await generator();
    for (const [sampler, scheduler, expected] of [
      ['Euler a', undefined, ['euler_ancestral', 'normal']],
      ['DPM++ 2M Karras', undefined, ['dpmpp_2m', 'karras']],
      ['DPM++ 2M', 'Karras', ['dpmpp_2m', 'karras']],
      ['euler', 'Automatic', ['euler', 'normal']],
    ] as const) {
      const { ran } = (await made.generate({ ...request, sampler, scheduler })).pictures[0];
      assert.deepEqual([ran.sampler, ran.scheduler], expected);
    }
    await rejects(made.generate({ ...request, scheduler: 'Magic' }), 'generator-scheduler-unknown');
    assert.equal((await made.generate({ ...request, model: 'other' })).pictures[0].ran.model, CHECKPOINTS[1]);
  });

  it('LoRA tags: chained in the plain graph, unknown ones told; told where a workflow does not read them', async () => {
    const made = await generator();
    const tagged = { ...request, prompt: 'a red ball, <lora:ink:0.5:0.25>, <lora:gone:1>' };
    const { pictures, remarks } = await made.generate(tagged);
    assert.deepEqual(remarks, [{ code: 'generation-loras-unknown', parameters: { names: 'gone' } }]);
    assert.equal(pictures[0].ran.prompt, 'a red ball');
    assert.ok(sent().includes(`"lora_name":"${LORAS[0]}","strength_model":0.5,"strength_clip":0.25`));
    assert.notEqual(Buffer.from(pictures[0].bytes).toString('base64'), await bytesOf(made));
    const inOwn = await (await own(usual())).generate(tagged);
    assert.deepEqual(inOwn.remarks, [
      { code: 'generation-loras-unused', parameters: { names: 'ink, gone' } },
    ]);
    assert.equal(inOwn.pictures[0].ran.prompt, tagged.prompt);
  });

  it('says what has no effect: a negative prompt that is zeroed or at CFG 1, a value without a place', async () => {
    const zeroed = usual(
      { negative: ['20', 0] },
      { '20': ['ConditioningZeroOut', { conditioning: ['6', 0] }] },
    );
    const asked = { ...request, negative: 'blur' };
    const remarksOf = async (made: Promise<Generator>, wish = asked): Promise<unknown> =>
      (await (await made).generate(wish)).remarks;
    const unused = (reason: string): unknown => [
      { code: 'generation-negative-unused', parameters: { reason } },
    ];
    assert.deepEqual(await remarksOf(own(zeroed)), unused('zeroed'));
    assert.deepEqual(await remarksOf(own(usual({ cfg: 1 }))), unused('cfg-1'));
    assert.deepEqual(
      await remarksOf(generator(), { ...asked, cfgScale: 1 } as typeof asked),
      unused('cfg-1'),
    );
    assert.deepEqual(await remarksOf(own(usual({ cfg: 1 })), { ...asked, cfgScale: 6 } as typeof asked), []);
    assert.deepEqual(await remarksOf(own(usual()), { ...asked, clipSkip: 2 } as typeof asked), [
      { code: 'generation-unused', parameters: { names: 'clipSkip' } },
    ]);
    await (await generator()).generate({ ...request, clipSkip: 2 });
    assert.match(sent(), /"stop_at_clip_layer":-2/);
  });
});
