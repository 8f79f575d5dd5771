import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import fc from 'fast-check';
import { EngineError } from '../../src/core/engineError';
import type { Progress, WrittenLine } from '../../src/core/ports';
import type { LibraryOutcome } from '../../src/core/score/library/libraryScorer';
import { EngineClient } from '../../src/client/engineClient';
import { engineContract, type EngineApi } from '../../src/protocol/engine';
import { ChannelClosed, type Channel } from '../../src/protocol/rpc';
import { RpcClient } from '../../src/protocol/rpcClient';
import { serve, type Handlers } from '../../src/protocol/rpcServer';
import { bundleOf } from '../engine/process/engineBundle';
import { fault } from './fault';

/** One end of a pipe: what it sends is kept, what arrives is told to it. */
class End implements Channel {
  readonly sent: unknown[] = [];
  readonly #messages: ((message: unknown) => void)[] = [];
  readonly #closes: (() => void)[] = [];
  send = (message: unknown): void => void this.sent.push(structuredClone(message));
  onMessage = (listener: (message: unknown) => void): void => void this.#messages.push(listener);
  onClose = (listener: () => void): void => void this.#closes.push(listener);
  arrive(message: unknown): void {
    for (const listener of this.#messages) listener(message);
  }
  close(): void {
    for (const listener of this.#closes) listener();
  }
}

const texts = ['a cat', 'a dog'];
const paths = ['/a.png', '/b.png'];
const hash = 'f'.repeat(64);

/** Every answer that is right, and what was asked for it. */
const right: { readonly [M in keyof EngineApi]: { readonly params: unknown; readonly ok: unknown } } = {
  hello: { params: null, ok: { pid: 4711 } },
  checkpoint: {
    params: null,
    ok: {
      ...{ id: 'fake', hash, family: 'clip', embeddingWidth: 4, contextLength: 77 },
      ...{ logitScale: 100, logitBias: 0, imageSize: 16, languages: ['en'] },
    },
  },
  tokenize: {
    params: { texts, priority: 'visible' },
    ok: { hash, items: texts.map(() => ({ ids: [1, 7, 2], count: 3 })) },
  },
  embedTexts: {
    params: { texts, priority: 'visible', precision: 'fp32' },
    ok: {
      hash,
      items: texts.map(() => ({ embedding: Float32Array.of(1, 0, 0, 0), tokenCount: 3 })),
    },
  },
  embedImages: {
    params: { paths, priority: 'visible', alpha: 'over-white' },
    ok: {
      hash,
      items: [
        { path: paths[0], ok: true, embedding: Float32Array.of(1, 0, 0, 0), hash, width: 3, height: 2 },
        { path: paths[1], ok: false, code: 'image-empty', detail: '0 bytes' },
      ],
    },
  },
  device: {
    params: { choosing: 'now' },
    ok: {
      hash,
      items: [
        {
          asked: 'auto',
          pictures: 'webgpu',
          difference: 1e-6,
          refused: [{ device: 'cuda', reason: 'unavailable', detail: 'no library' }],
        },
      ],
    },
  },
  scoreLibrary: {
    params: {
      ...{ paths, texts: [Float32Array.of(1, 0, 0, 0), Float32Array.of(0, 1, 0, 0)] },
      ...{ spells: [[0, 1]], most: 1, priority: 'background' },
    },
    ok: {
      hash,
      items: [
        {
          ...{ pictures: 2, different: 1, order: [0], failed: 1 },
          failures: [{ path: paths[1], code: 'image-empty', detail: '0 bytes' }],
          yardstick: { observations: 9, pairs: 3, reach: 2.5, stretch: 0.1 },
          spells: [
            {
              texts: [
                { rank: 1, ranks: { first: 1, last: 2 }, meanProbability: 0.7, fitsBest: 2, meanCosine: 0.3 },
                { rank: 2, meanProbability: 0.3, fitsBest: 0, meanCosine: 0.2 },
              ],
              ...{ best: 0, rank: 1, meanProbability: 1, fitsBest: 2, meanCosine: 0.3, chosenCosine: 0.3 },
              behind: { difference: -0.1, interval: { low: -0.2, high: 0 } },
              distribution: { low: 0.2, high: 0.4, counts: [0, 1] },
              nearest: [{ path: paths[0], cosine: 0.3, probability: 0.5 }],
              farthest: [{ path: paths[0], cosine: 0.3, probability: 0.5 }],
            },
          ],
        },
      ],
    },
  },
  readPlaces: {
    params: { path: paths[0], texts: [Float32Array.of(1, 0, 0, 0)], priority: 'visible' },
    ok: {
      hash,
      items: [
        {
          ...{ path: paths[0], ok: true, hash, width: 3, height: 2, rows: 1, columns: 2 },
          seen: { left: 0.5, top: 0, right: 2.5, bottom: 2 },
          features: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0),
          evidence: Float32Array.of(0.1, 0.2),
          attention: Float32Array.of(0.1, 0.2, 0.3, 0.4),
        },
      ],
    },
  },
  attendPicture: {
    params: { path: paths[0], priority: 'visible' },
    ok: {
      hash,
      items: [
        {
          ...{ path: paths[0], ok: true, hash, width: 3, height: 2, rows: 1, columns: 2, layers: 2 },
          hasOwnToken: true,
          seen: { left: 0.5, top: 0, right: 2.5, bottom: 2 },
          own: Float32Array.of(0.1, 0.2, 0.3, 0.4),
          rollout: Float32Array.of(0.1, 0.2, 0.3, 0.4),
        },
      ],
    },
  },
  examinePicture: {
    params: { path: paths[0], priority: 'visible' },
    ok: {
      hash,
      items: [
        {
          ...{ path: paths[0], ok: true, hash, width: 3, height: 2 },
          ...{ embedding: Float32Array.of(1, 0, 0, 0), writtenShare: 0.5, lineCount: 1 },
          lines: [
            {
              area: { left: 0, top: 0, right: 2, bottom: 1 },
              ...{ letters: 3, ink: Uint8Array.of(1, 0), inkWidth: 2, inkHeight: 1 },
              without: Float32Array.of(0, 1, 0, 0),
            },
          ],
        },
      ],
    },
  },
  thumbnail: {
    params: { path: paths[0], edge: 2 },
    ok: {
      hash,
      items: [
        {
          ...{ path: paths[0], ok: true, width: 4, height: 2 },
          shown: { width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) },
        },
      ],
    },
  },
  hiddenRecord: {
    params: { path: paths[0] },
    ok: {
      hash,
      items: [
        {
          ...{ path: paths[0], ok: true },
          record: { channels: 'alpha', isPacked: true, payload: Uint8Array.of(1, 2) },
        },
      ],
    },
  },
  attendTexts: {
    params: { texts, priority: 'visible' },
    ok: {
      hash,
      items: texts.map(() => ({
        ...{ layers: 1, tokens: 4 },
        spans: [
          { start: 0, end: 1, tokens: 1 },
          { start: 2, end: 5, tokens: 1 },
        ],
        own: Float32Array.of(0.4, 0.1, 0.2, 0.3),
        rollout: Float32Array.of(0.4, 0.1, 0.2, 0.3),
      })),
    },
  },
};
const methods = Object.keys(right) as (keyof EngineApi)[];

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, NaN, Infinity, -1, 0.5, '', 'x', [], {}, true, 2 ** 60, 1n),
  fc.constantFrom<unknown>(
    new Float32Array(0),
    Float32Array.of(NaN, 1, 1, 1),
    new Float64Array(4),
    new Map(),
  ),
  fc.anything({ maxDepth: 2 }),
);

/** The value with one of its parts, or itself, in the place of something else, left out, or too many. */
function spoilt(value: unknown): fc.Arbitrary<unknown> {
  const here = [junk];
  if (Array.isArray(value))
    here.push(
      fc.constantFrom<unknown>(value.slice(1), [...value, ...value], [...value].reverse()),
      fc.nat(value.length - 1).chain((i) => spoilt(value[i]).map((each) => value.with(i, each))),
    );
  else if (value instanceof Float32Array)
    here.push(
      fc.constantFrom(value.subarray(1), new Float32Array(4), Float32Array.of(1, NaN, 0, 0)),
      fc.constantFrom(Float32Array.of(1, Infinity, 0, 0), Float32Array.of(1, 0, 0, 0, 0)),
    );
  else if (typeof value === 'object' && value !== null) {
    const record = value as Record<string, unknown>;
    here.push(
      fc.constantFrom(...Object.keys(record)).chain((key) =>
        fc.oneof(
          spoilt(record[key]).map((each) => ({ ...record, [key]: each })),
          fc.constant(Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))),
        ),
      ),
    );
  }
  return fc.oneof(...here);
}

function tellsAttention({ layers, own, rollout }: Record<string, unknown>, places: number): boolean {
  return [own as Float32Array, rollout as Float32Array].every(
    (each) => each.every(Number.isFinite) && each.length === Number(layers) * places,
  );
}

/** Whether an answer can be used as it is: written apart from the contract. */
function isUsable(method: keyof EngineApi, answer: unknown): boolean {
  const { items = [], hash: by } = answer as { items?: Record<string, unknown>[]; hash?: unknown };
  const isNamed = by === hash || /^[0-9a-f]{64}$/.test(String(by));
  const vectors = items.map?.((item) => item.embedding as Float32Array) ?? [];
  const isVector = (vector: Float32Array): boolean =>
    vector.constructor === Float32Array &&
    Math.hypot(...vector) > 0 &&
    Number.isFinite(Math.hypot(...vector));
  const counts = (...numbers: unknown[]): boolean => numbers.every((each) => Number.isInteger(each));
  switch (method) {
    case 'hello':
      return counts((answer as { pid: unknown }).pid);
    case 'checkpoint': {
      const { embeddingWidth, imageSize, logitScale, hash: name } = answer as Record<string, number | string>;
      return counts(embeddingWidth, imageSize) && Number.isFinite(logitScale) && `${name}`.length === 64;
    }
    case 'tokenize':
      return (
        isNamed && items.length === 2 && items.every((item) => counts(item.count, ...(item.ids as unknown[])))
      );
    case 'scoreLibrary': {
      const [item, ...others] = items;
      if (!isNamed || !item || others.length > 0) return false;
      const { pictures, different, failed, order, spells } = item as unknown as LibraryOutcome;
      if (!counts(pictures, different, failed)) return false;
      if (pictures === 0) return spells.length === 0;
      const [spell] = spells;
      const numbers = [spell!, ...spell!.texts].flatMap((each) => [
        ...[each.rank, each.meanProbability, each.fitsBest, each.meanCosine],
        ...(each.ranks ? [each.ranks.first, each.ranks.last] : []),
      ]);
      const found = [...spell!.nearest, ...spell!.farthest];
      return (
        spells.length === 1 &&
        spell!.texts.length === 2 &&
        [0, 1].includes(spell!.best) &&
        order.length === 1 &&
        order[0] === 0 &&
        numbers.every(Number.isFinite) &&
        counts(...spell!.distribution.counts) &&
        found.every(
          ({ path, cosine, probability }) =>
            paths.includes(path) && Number.isFinite(cosine) && Number.isFinite(probability),
        )
      );
    }
    case 'readPlaces': {
      const [item, ...others] = items;
      if (!isNamed || !item || others.length > 0 || item.path !== paths[0]) return false;
      if (item.ok === false) return true;
      const cells = Number(item.rows) * Number(item.columns);
      const { left, top, right, bottom } = item.seen as Record<string, number>;
      const numbers = [item.features, item.evidence, item.attention] as Float32Array[];
      return (
        counts(item.rows, item.columns, item.width, item.height) &&
        numbers.every((each) => each.every(Number.isFinite) && each.length % cells === 0) &&
        numbers[1]!.length === cells &&
        [left, top, right, bottom].every(Number.isFinite)
      );
    }
    case 'device': {
      const [item, ...others] = items;
      if (!isNamed || !item || others.length > 0) return false;
      const refused = item.refused as Record<string, string>[];
      return (
        [item.asked, item.pictures].every((each) => `${String(each)}`.length > 0) &&
        (item.difference === undefined || Number.isFinite(item.difference)) &&
        refused.every(({ device, reason, detail }) =>
          [device, reason, detail].every((each) => typeof each === 'string'),
        )
      );
    }
    case 'attendPicture': {
      const [item, ...others] = items;
      if (!isNamed || !item || others.length > 0 || item.path !== paths[0]) return false;
      if (item.ok === false) return true;
      const { left, top, right, bottom } = item.seen as Record<string, number>;
      return (
        counts(item.rows, item.columns, item.width, item.height) &&
        typeof item.hasOwnToken === 'boolean' &&
        tellsAttention(item, Number(item.rows) * Number(item.columns)) &&
        [left, top, right, bottom].every(Number.isFinite)
      );
    }
    case 'attendTexts':
      return (
        isNamed &&
        items.length === 2 &&
        items.every((item) => {
          const spans = item.spans as Record<'start' | 'end' | 'tokens', number>[];
          const spelled = spans.map(({ tokens }) => tokens).reduce((a, b) => a + b, 0);
          return (
            tellsAttention(item, Number(item.tokens)) &&
            spelled <= Number(item.tokens) &&
            spans.every(({ start, end, tokens }) => counts(start, end, tokens) && start < end && end <= 5)
          );
        })
      );
    case 'thumbnail': {
      const [item, ...others] = items;
      if (!isNamed || !item || others.length > 0 || item.path !== paths[0]) return false;
      if (item.ok === false) return true;
      const { width, height, data } = item.shown as { width: number; height: number; data: Uint8Array };
      return (
        counts(item.width, item.height, width, height) &&
        Math.max(width, height) <= 2 &&
        data.constructor === Uint8Array &&
        data.length === 3 * width * height
      );
    }
    case 'examinePicture': {
      const [item, ...others] = items;
      if (!isNamed || !item || others.length > 0 || item.path !== paths[0]) return false;
      if (item.ok === false) return true;
      const lines = item.lines as WrittenLine[];
      return (
        isVector(item.embedding as Float32Array) &&
        counts(item.width, item.height, item.lineCount) &&
        Number.isFinite(item.writtenShare) &&
        lines.every(
          ({ ink, inkWidth, inkHeight, without }) => isVector(without) && ink.length === inkWidth * inkHeight,
        )
      );
    }
    case 'hiddenRecord': {
      const [item, ...others] = items;
      if (!isNamed || !item || others.length > 0 || item.path !== paths[0]) return false;
      const { record } = item;
      if (item.ok === false || record === undefined || record === 'too-large') return true;
      const { channels, isPacked, payload } = record as Record<string, unknown>;
      return (
        ['alpha', 'rgb'].includes(String(channels)) &&
        typeof isPacked === 'boolean' &&
        (payload as Uint8Array).constructor === Uint8Array
      );
    }
    case 'embedTexts':
      return (
        isNamed &&
        items.length === 2 &&
        vectors.every(isVector) &&
        items.every((item) => counts(item.tokenCount))
      );
    case 'embedImages':
      return (
        isNamed &&
        items.length === 2 &&
        items.every(
          (item, i) =>
            item.path === paths[i] && (item.ok === false || isVector(item.embedding as Float32Array)),
        )
      );
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('messages', function () {
  this.timeout(120_000);
  const uncaught: unknown[] = [];
  const onUncaught = (error: unknown): void => void uncaught.push(error);
  before(() => process.on('uncaughtExceptionMonitor', onUncaught));
  after(() => process.off('uncaughtExceptionMonitor', onUncaught));
  afterEach(() => assert.deepEqual(uncaught.splice(0), []));

  fault(
    'answers of an engine with a part left out, doubled or of another kind',
    { short: 5_000, long: 200_000 },
    async (tried) => {
      let [taken, refused, replaced] = [0, 0, 0];
      const answers = fc.constantFrom(...methods).chain((method) =>
        fc.record({
          method: fc.constant(method),
          message: spoilt({ kind: 'reply', id: 1, ok: right[method].ok }),
        }),
      );
      await fc.assert(
        fc.asyncProperty(answers, async ({ method, message }) => {
          const end = new End();
          let isBroken = false;
          // As the engine's process does: it is killed, and its pipe closes.
          const client = new RpcClient<EngineApi, Progress>(end, engineContract, () => (isBroken = true));
          const call = client.call(method, right[method].params as never).then(
            (answer) => ({ answer }),
            (error: unknown) => ({ error }),
          );
          end.arrive(message);
          end.close();
          const outcome = await call;
          if ('answer' in outcome) {
            taken++;
            assert.ok(isUsable(method, outcome.answer), JSON.stringify(message));
          } else if (outcome.error instanceof ChannelClosed) {
            // Nothing for this call came: the message is none, or another call's.
            replaced++;
            const { kind, id } = (message ?? {}) as { kind?: unknown; id?: unknown };
            assert.ok(
              isBroken || ((kind === 'progress' || kind === 'reply') && (id !== 1 || kind === 'progress')),
            );
          } else {
            refused++;
            assert.ok(outcome.error instanceof EngineError && outcome.error.code === 'internal');
          }
        }),
        { numRuns: tried },
      );
      assert.ok(taken > 0 && refused > 0 && replaced > 0);
      return {
        outcome: `refused or asked again of a new engine; ${taken} usable all the same`,
        lost: 'nothing',
      };
    },
  );

  fault(
    'calls with a part left out, doubled or of another kind',
    { short: 5_000, long: 200_000 },
    async (tried) => {
      const handlers = Object.fromEntries(
        methods.map((method) => [method, () => Promise.resolve(right[method].ok)]),
      ) as unknown as Handlers<EngineApi, Progress>;
      const calls = fc
        .constantFrom(...methods)
        .chain((method) => spoilt({ kind: 'call', id: 1, method, params: right[method].params }));
      const dropped: string[] = [];
      await fc.assert(
        fc.asyncProperty(calls, async (message) => {
          const end = new End();
          dropped.length = 0;
          serve(end, engineContract, handlers, { onDropped: (reason) => dropped.push(reason) });
          end.arrive(message);
          await settled();
          const { kind, id } = (message ?? {}) as { kind?: unknown; id?: unknown };
          const isCall = kind === 'call' && Number.isSafeInteger(id);
          // Each call is answered once, and nothing else is.
          assert.ok(end.sent.length + dropped.length === 1 || (!isCall && end.sent.length === 0));
          assert.equal(end.sent.length <= 1, true);
        }),
        { numRuns: tried },
      );
      return { outcome: 'answered, refused or dropped; the engine lives', lost: 'nothing' };
    },
  );

  // The pipe of a fork has a file descriptor that can be written to on POSIX systems.
  if (process.platform === 'win32') return;

  fault(
    'messages of a valid length with bits turned, from a real process',
    { short: 5, long: 200 },
    async (tried) => {
      const engineFile = await bundleOf('test/engine/process/babblingEngine.ts');
      let [taken, refused] = [0, 0];
      for (let seed = 0; seed < tried; seed++) {
        const client = new EngineClient({
          ...{ engineFile, modelFolder: `/faults/flipped-${seed}`, threads: 1, log: () => undefined },
        });
        await client.embedTexts(texts).then(
          (answer) => {
            taken++;
            assert.ok(isUsable('embedTexts', answer));
          },
          (error: unknown) => {
            refused++;
            assert.ok(error instanceof EngineError && /^(internal|engine-crashed)$/.test(error.code));
          },
        );
        client.dispose();
      }
      return {
        outcome: `${refused} refused, ${taken} usable all the same`,
        lost: 'nothing; the editor lives',
      };
    },
  );

  fault('bytes that are no message, to the engine', { short: 2, long: 50 }, async (tried) => {
    const engineFile = await bundleOf('test/engine/process/fakeEngineMain.ts');
    const engineArguments = JSON.stringify({
      modelFolder: '/models/fake',
      threads: 1,
      device: 'cpu',
      idleExitMs: 60_000,
      beatMs: 500,
    });
    for (let trial = 0; trial < tried; trial++) {
      const engine = fork(engineFile, [engineArguments], {
        // The last pipe is for its heartbeat.
        ...{ serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe'] },
      });
      const exit = once(engine, 'exit');
      engine.send({ kind: 'call', id: 1, method: 'hello', params: null });
      const first = await Promise.race([once(engine, 'message'), exit.then(() => 'it ended')]);
      assert.notEqual(first, 'it ended');
      const frame = Buffer.alloc(4 + 32, 0xd0 + trial);
      frame.writeUInt32BE(32);
      writeSync((engine.channel as unknown as { fd: number }).fd, frame);
      assert.deepEqual(await exit, [null, 'SIGKILL']);
    }
    return { outcome: 'that engine ends; the next one is asked again', lost: 'nothing' };
  });
});
