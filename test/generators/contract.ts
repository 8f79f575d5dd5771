import assert from 'node:assert/strict';
import { pictureFormat } from '../../src/core/clip/pictureFormat';
import type { GeneratorAddress } from '../../src/generators/address';
import type { GenerationProgress, GenerationRequest, Generator } from '../../src/generators/generator';
import { GeneratorError, type GeneratorErrorCode } from '../../src/generators/generatorError';
import { noise } from './servers/noise';
import type { Fault, ServerOptions, TestServer } from './servers/testServer';

/** A client and the server that it is held against. */
export interface Contract {
  readonly name: string;
  readonly start: (options?: ServerOptions) => Promise<TestServer>;
  readonly connect: (address: GeneratorAddress, signal?: AbortSignal) => Promise<Generator>;
  readonly family: string;
  /** Names that the server has. */
  readonly model?: string;
  readonly otherModel?: string;
  readonly sampler?: string;
  /** 2^64 − 1 unless said otherwise. */
  readonly highestSeed?: string;
  /** What the family cannot show, its protocol cannot tell, or the same client shows elsewhere. */
  readonly cannot?: readonly (Fault | 'progress' | 'cancel' | 'list-samplers' | 'list-models')[];
}

const plain: GenerationRequest = { prompt: 'a red ball on a blue ground', seed: '7', width: 64, height: 64 };

/** The same list for each client: what the port promises, kept and broken. */
export function itKeepsTheContract(contract: Contract): void {
  const can = (what: Fault | 'progress' | 'cancel' | 'list-samplers' | 'list-models'): boolean =>
    !contract.cannot?.includes(what);

  const highest = BigInt(contract.highestSeed ?? 2n ** 64n - 1n);

  describe(`${contract.name}: the contract`, () => {
    let server: TestServer;
    let generator: Generator;

    before(async () => {
      server = await contract.start();
      generator = await contract.connect({ url: server.url });
    });
    afterEach(() => {
      server.fault = undefined;
      server.noise = undefined;
      server.release();
    });
    after(() => server.close());

    it('knows what answers', () => {
      assert.equal(generator.identity.family, contract.family);
      assert.equal(generator.identity.url, server.url);
    });

    it('says what it can', async () => {
      const { models, samplers, progress, cancel } = await generator.capabilities();
      if (contract.model !== undefined) assert.ok(models?.includes(contract.model));
      if (contract.sampler !== undefined) assert.ok(samplers?.includes(contract.sampler));
      assert.equal(progress, can('progress'));
      assert.equal(cancel !== 'none', can('cancel'));
    });

    it('gives a picture as it was written, with the seed that made it', async () => {
      const { pictures } = await generator.generate(plain);
      assert.equal(pictures.length, 1);
      assert.equal(pictureFormat(pictures[0].bytes), pictures[0].format);
      assert.equal(pictures[0].seed, '7');
    });

    it('makes of the same request the same picture, and of another seed or prompt another', async () => {
      const made: string[] = [];
      for (const request of [plain, plain, { ...plain, seed: '8' }, { ...plain, prompt: 'a green tree' }])
        made.push(Buffer.from((await generator.generate(request)).pictures[0].bytes).toString('base64'));
      assert.equal(made[0], made[1]);
      assert.equal(new Set(made).size, 3);
    });

    // Beyond 2^53 in most: a number would round it.
    it(`carries the seed ${highest} both ways unharmed`, async () => {
      const { pictures } = await generator.generate({ ...plain, seed: String(highest) });
      assert.ok(server.requests.some(({ text }) => new RegExp(`[:\\s]${highest}\\b`).test(text)));
      assert.equal(pictures[0].seed, String(highest));
    });

    for (const seed of ['-1', String(highest + 1n), '1.5', '', 'abc'])
      it(`refuses the seed "${seed}" before anything is sent`, async () => {
        const before = server.requests.length;
        await rejects(generator.generate({ ...plain, seed }), 'generator-seed-unusable');
        assert.equal(server.requests.length, before);
      });

    if (can('progress'))
      it('tells progress until the picture is there, and not after', async () => {
        server.hold();
        const told: GenerationProgress[] = [];
        let settled = false;
        const made = generator.generate(plain, {
          preview: true,
          onProgress: (progress) => {
            assert.equal(settled, false);
            told.push(progress);
            if (told.some(({ fraction = 0 }) => fraction > 0)) server.release();
          },
        });
        const { pictures } = await made;
        settled = true;
        assert.equal(pictures.length, 1);
        assert.ok(told.every(({ fraction = 0 }) => fraction >= 0 && fraction <= 1));
        if ((await generator.capabilities()).preview)
          assert.ok(told.some(({ preview }) => preview && pictureFormat(preview)));
      });

    it('begins nothing with a signal that was given already', async () => {
      const before = server.requests.length;
      const reason = new Error('no more');
      await assert.rejects(generator.generate(plain, { signal: AbortSignal.abort(reason) }), reason);
      assert.equal(server.requests.length, before);
    });

    it('stops when it is told to, keeps no half picture, and goes on with the next request', async () => {
      server.hold();
      const stop = new AbortController();
      const reason = new Error('changed my mind');
      const made = generator.generate(plain, {
        signal: stop.signal,
        onProgress: () => stop.abort(reason),
      });
      if (!can('progress'))
        await until(
          () => isDrawing(server),
          () => stop.abort(reason),
        );
      await assert.rejects(made, reason);
      if (can('cancel')) await until(() => server.stops > 0);
      server.release();
      assert.equal((await generator.generate({ ...plain, seed: '9' })).pictures[0].seed, '9');
    });

    for (const [fault, code] of [
      ['html', 'generator-html'],
      ['cut', 'generator-cut'],
      ['out-of-memory', 'generator-out-of-memory'],
      ['interrupted', 'generator-interrupted'],
      ['no-picture', 'generator-picture-unreadable'],
      ['nothing', 'generator-picture-missing'],
    ] as const)
      if (can(fault))
        it(`names what went wrong: ${fault}`, async () => {
          server.fault = fault;
          await rejects(generator.generate(plain), code);
          server.fault = undefined;
          assert.equal((await generator.generate(plain)).pictures[0].seed, '7');
        });

    if (can('large'))
      it('takes a picture of 40 MB whole', async () => {
        server.fault = 'large';
        const { pictures } = await generator.generate(plain);
        assert.ok(pictures[0].bytes.length > 40_000_000);
      });

    if (can('list-models'))
      it('names what the server has when a model is missing', async () => {
        const error = await rejects(
          generator.generate({ ...plain, model: 'nowhere.safetensors' }),
          'generator-model-missing',
        );
        assert.equal(error.parameters.model, 'nowhere.safetensors');
        assert.ok(String(error.parameters.known).includes(contract.model!));
      });

    if (can('other-model') && contract.otherModel !== undefined)
      it('notices that another model ran than was asked for', async () => {
        const asked = { ...plain, model: contract.otherModel! };
        const honest = await generator.generate(asked);
        assert.deepEqual(honest.remarks, []);
        server.fault = 'other-model';
        const { remarks } = await generator.generate(asked);
        assert.deepEqual(
          remarks.map(({ code }) => code),
          ['generation-other-model'],
        );
      });

    if (can('list-samplers'))
      it('refuses a sampler that the server does not have, before it is asked to draw', async () => {
        const error = await rejects(
          generator.generate({ ...plain, sampler: 'Magic' }),
          'generator-sampler-unknown',
        );
        assert.ok(String(error.parameters.known).includes(contract.sampler!));
      });

    it('finds a picture or a named failure in answers of any kind', async function () {
      this.timeout(30_000);
      for (let seed = 0; seed < 20; seed++) {
        server.noise = noise(seed);
        const signal = AbortSignal.timeout(10_000);
        await generator.generate(plain, { signal, preview: true, onProgress: () => undefined }).catch(named);
        await generator.capabilities(signal).catch(named);
        await contract.connect({ url: server.url }, signal).catch(named);
        assert.equal(signal.aborted, false, `seed ${seed} took for ever`);
      }
    });
  });

  describe(`${contract.name}: behind a proxy`, () => {
    const secret = 'se cret:ä';
    let server: TestServer;
    before(async () => {
      server = await contract.start({ prefix: '/deep/path', user: 'me', password: secret });
    });
    after(() => server.close());

    it('goes through a path, Basic authentication and a header of any name, with all that it asks', async () => {
      const header = { name: 'X-Key', value: 'k' };
      const generator = await contract.connect({ url: server.url, user: 'me', password: secret, header });
      await generator.capabilities();
      await generator.generate(plain);
      assert.ok(server.requests.length >= 2);
      assert.ok(server.requests.every(({ headers }) => headers['x-key'] === 'k'));
      assert.equal(generator.identity.url, server.url);
    });

    it('says that it was not let in, and nothing of what it tried', async () => {
      const error = await rejects(
        contract.connect({ url: server.url, user: 'me', password: 'hunter2hunter2' }),
        'generator-unauthorized',
      );
      const told = `${error.message} ${error.stack} ${JSON.stringify(error)}`;
      assert.doesNotMatch(told, /hunter2/);
      assert.doesNotMatch(told, new RegExp(Buffer.from('me:hunter2hunter2').toString('base64')));
    });
  });
}

/** @returns the error, for a look at what it says */
export async function rejects(promised: Promise<unknown>, code: GeneratorErrorCode): Promise<GeneratorError> {
  const error = await promised.then(
    () => assert.fail(`resolved where ${code} was due`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof GeneratorError, String(error));
  assert.equal(error.code, code, error.message);
  return error;
}

/** Any failure but an expected one fails the test. */
function named(error: unknown): void {
  assert.ok(error instanceof GeneratorError, error instanceof Error ? error.stack : String(error));
}

/** Some request for a picture has come. */
function isDrawing({ requests }: TestServer): boolean {
  return requests.some(({ text }) => text.includes(plain.prompt));
}

/** Waits for a condition, a turn of the event loop at a time. */
export async function until(condition: () => boolean, then: () => void = () => undefined): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
  then();
}
