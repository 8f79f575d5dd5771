import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ModelError } from '../../src/models/modelError';
import { pulledModel } from '../../src/models/pulledModel';
import { sendRange } from '../models/fakeHub';
import { kinds, places, Precious, within, type PlaceName } from '../models/planting';
import { config, Pulling } from '../models/pulling';
import { fault } from './fault';

/** Numbers below 2^32 that are the same for the same seed. */
function random(seed: string): (below: number) => number {
  let state = createHash('sha256').update(seed).digest();
  let at = 0;
  return (below) => {
    if (at > state.length - 4) [state, at] = [createHash('sha256').update(state).digest(), 0];
    const value = state.readUInt32LE(at);
    at += 4;
    return value % below;
  };
}

type Below = (below: number) => number;
type Misdeed = (request: IncomingMessage, response: ServerResponse, below: Below, content: Buffer) => void;

const partOf = ({ headers }: IncomingMessage): number => Number(/=(\d+)/.exec(headers.range ?? '=0')![1]);

/** What a server, or whatever lies between, may do to one answer. */
const misdeeds: Record<string, Misdeed> = {
  'breaks off': (request, response, below, content) =>
    sendRange(request, response, content, below(content.length)),
  'breaks off before the headers': (_, response) => response.destroy(),
  'flips a bit': (request, response, below, content) => {
    const bad = Buffer.from(content);
    bad[below(bad.length)]! ^= 1 << below(8);
    sendRange(request, response, bad);
  },
  'sends another file of the same size': (request, response, below, content) =>
    sendRange(request, response, Buffer.alloc(content.length, below(256)), 1 + below(content.length)),
  'sends less and says so': (request, response, below, content) =>
    sendRange(request, response, content.subarray(0, below(content.length))),
  'sends more': (request, response, below, content) =>
    sendRange(request, response, Buffer.concat([content, Buffer.alloc(1 + below(5000))])),
  'ignores the range': (request, response, _, content) => {
    delete request.headers.range;
    sendRange(request, response, content);
  },
  'sends another part': (request, response, below, content) => {
    const from = below(content.length);
    response.writeHead(206, {
      'content-range': `bytes ${from}-${content.length - 1}/${content.length}`,
    });
    response.end(content.subarray(from));
  },
  'sends a part as if it were the one asked for': (request, response, below, content) => {
    const from = partOf(request);
    const wrong = content.subarray(below(content.length));
    response.writeHead(from > 0 ? 206 : 200, {
      ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
    });
    response.end(wrong);
  },
  'has no such range': (_, response) => response.writeHead(416).end(),
  'sends a page': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
  'packs it': (_, response, _below, content) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(content)),
  fails: (_, response, below) => response.writeHead(500 + below(5)).end('no'),
  refuses: (_, response, below) => response.writeHead([401, 403, 404, 410][below(4)]!).end('no'),
  'is busy': (_, response) => response.writeHead(429, { 'retry-after': '0' }).end(),
  'sends elsewhere': (request, response) => response.writeHead(302, { location: request.url }).end(),
  'sends nowhere': (_, response) => response.writeHead(307, { location: 'ftp://nowhere/' }).end(),
  'trickles its headers': ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => socket.write('x-more: 1\r\n'), 10);
    socket.on('close', () => clearInterval(timer));
  },
  'has headers without an end': ({ socket }) => {
    socket.write(`HTTP/1.1 200 OK\r\n${'x-more: 0123456789\r\n'.repeat(2000)}`);
  },
  'speaks no HTTP': ({ socket }) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'),
  trickles: (request, response, below, content) => {
    let at = partOf(request);
    response.writeHead(at > 0 ? 206 : 200, {
      ...(at > 0 && { 'content-range': `bytes ${at}-${content.length - 1}/${content.length}` }),
    });
    const timer = setInterval(() => response.write(content.subarray(at, (at += 1 + below(20)))), 2);
    response.on('close', () => clearInterval(timer));
  },
};
const names = Object.keys(misdeeds);

/** Codes that tell the user of the hub or the line. */
const told = /^(hub-|download-)/;

describe('downloads', () => {
  let pulling: Pulling;
  before(async () => {
    pulling = await Pulling.start(300_000);
  });
  beforeEach(() => pulling.reset());
  after(() => pulling.stop());

  /** The right content of what a request is for. */
  const asked = ({ url = '' }: IncomingMessage): Buffer =>
    url.includes('config.json') ? config : pulling.weights;

  fault('a hub that misbehaves at random, again and again', { short: 20, long: 1000 }, async (tried) => {
    let refusals = 0;
    let answers = 0;
    const seen = new Set<string>();
    for (let trial = 0; trial < tried; trial++) {
      pulling.reset();
      const below = random(`hub ${trial}`);
      // Each answer is spoilt with its own likelihood, until there have been enough of them.
      let left = 1 + below(8);
      const likely = 30 + below(70);
      const misbehave = (request: IncomingMessage, response: ServerResponse): boolean => {
        answers++;
        if (left <= 0 || below(100) >= likely) return false;
        left--;
        const name = names[below(names.length)]!;
        seen.add(name);
        misdeeds[name]!(request, response, below, asked(request));
        return true;
      };
      pulling.fake.onHub = (request, response) => misbehave(request, response);
      pulling.fake.onCdn = (request, response) => misbehave(request, response);
      let clock = 0;
      const hub = pulling.connect({
        firstPauseMs: 0,
        answerMs: 60,
        silenceMs: 600_000,
        // Enough of a gain, for a file of this size.
        slowBytes: 4096,
        slowMs: 60_000,
        now: () => (clock += 5000),
      });
      for (let run = 0; !pulling.isWhole(); run++) {
        assert.ok(run < 12, `trial ${trial} does not come to an end`);
        const error = await within(
          30_000,
          pulling.pull({ hub }).then(
            () => undefined,
            (thrown: unknown) => thrown,
          ),
        );
        assert.notEqual(error, 'hung', `trial ${trial} hangs`);
        assert.equal(pulling.lie(), undefined, `trial ${trial}`);
        if (error === undefined) continue;
        assert.ok(error instanceof ModelError && told.test(error.code), `trial ${trial}: ${String(error)}`);
        refusals++;
      }
      await hub.close();
    }
    if (tried >= 300) assert.equal(seen.size, names.length);
    return {
      outcome: `whole in the end, each with the right SHA-256 (${answers} answers, ${seen.size} kinds of misdeed); ${refusals} runs ended in a sentence before`,
      lost: 'nothing; the same command goes on from there',
    };
  });

  fault(
    'a download that is stopped at random, and its part changed meanwhile',
    { short: 10, long: 400 },
    async (tried) => {
      let stops = 0;
      for (let trial = 0; trial < tried; trial++) {
        pulling.reset();
        const below = random(`stop ${trial}`);
        for (let run = 0; !pulling.isWhole(); run++) {
          assert.ok(run < 10);
          const stopping = new AbortController();
          const after = below(500_000);
          const pull = pulling.pull({
            signal: run < 5 ? stopping.signal : undefined,
            onProgress: ({ done }) => {
              if (done > after) stopping.abort(new Error('enough'));
            },
          });
          const error = await pull.then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          if (error !== undefined) {
            assert.match(String(error), /enough/);
            stops++;
          }
          assert.equal(pulling.lie(), undefined);
          tamper(`${pulling.weightsBlob}.incomplete`, below);
        }
      }
      return { outcome: `whole in the end, with the right SHA-256 (${stops} stops)`, lost: 'nothing' };
    },
  );

  fault('a program that is killed while it downloads', { short: 1, long: 25 }, async (tried) => {
    let kept = 0;
    for (let trial = 0; trial < tried; trial++) {
      pulling.reset();
      const below = random(`kill ${trial}`);
      const goal = 1 + below(pulling.weights.length - 1);
      // No more than this comes before the kill: what arrives then is another matter.
      pulling.fake.onCdn = (_, response) => {
        response.writeHead(200, { 'content-length': pulling.weights.length });
        response.write(pulling.weights.subarray(0, goal));
        return true;
      };
      const words = [pulling.fake.endpoint, pulling.cacheFolder, JSON.stringify(pulling.model)];
      const script = path.resolve('test/models/pullOnce.ts');
      const child = spawn(process.execPath, ['--import', 'tsx', script, ...words], { stdio: 'inherit' });
      const ended = new Promise<NodeJS.Signals | null>((resolve) => {
        child.once('exit', (_, signal) => resolve(signal));
      });
      const unfinished = `${pulling.weightsBlob}.incomplete`;
      while (child.exitCode === null && !(existsSync(unfinished) && statSync(unfinished).size === goal)) {
        await delay(10);
      }
      child.kill('SIGKILL');
      assert.equal(await ended, 'SIGKILL');
      assert.ok(existsSync(places.lock(pulling)), 'it had no time to give its lock back');
      assert.equal(pulling.lie(), undefined);
      pulling.fake.reset();
      await pulling.pull();
      assert.ok(pulling.isWhole());
      assert.ok(pulling.fake.ranges().includes(`bytes=${goal}-`));
      kept += goal;
    }
    return {
      outcome: `the next takes over its lock and goes on from there (${kept} bytes kept), with the right SHA-256`,
      lost: 'nothing',
    };
  });

  fault(
    'a program that sleeps while another goes on with its download',
    { short: 2, long: 200 },
    async (tried) => {
      for (let trial = 0; trial < tried; trial++) {
        pulling.reset();
        const { weights, weightsBlob, fake } = pulling;
        const goal = 1 + random(`sleep ${trial}`)(weights.length - 2);
        let wake = (): void => undefined;
        const isAwake = new Promise<void>((resolve) => (wake = resolve));
        let asked = 0;
        fake.onCdn = async (request, response) => {
          if (asked++ > 0) return false;
          response.writeHead(200, { 'content-length': weights.length });
          response.write(weights.subarray(0, goal));
          await isAwake;
          response.end(weights.subarray(goal));
          return true;
        };
        // It holds the lock, and gives no sign of life.
        const sleeper = pulling.pull({ lockTimes: { beatMs: 1e9, staleMs: 1e9 } });
        const unfinished = `${weightsBlob}.incomplete`;
        while (!(existsSync(unfinished) && statSync(unfinished).size === goal)) await delay(5);
        await pulling.pull();
        assert.ok(pulling.isWhole());
        wake();
        // What the first one had opened is the finished blob now: not a byte of it may be written.
        const isEnded = sleeper.then(() => true);
        while (!(await Promise.race([isEnded, delay(2, false)]))) assert.equal(pulling.lie(), undefined);
        assert.ok(pulling.isWhole());
      }
      return { outcome: 'whole all the time; the first one finds it done', lost: 'nothing' };
    },
  );

  fault('a disk that fills up at random', { short: 8, long: 300 }, async (tried) => {
    const handle = await open(path.join(pulling.folder, 'any'), 'w');
    const prototype = Object.getPrototypeOf(handle) as { writeFile: (data: Buffer) => Promise<void> };
    await handle.close();
    const write = prototype.writeFile;
    let room = Infinity;
    prototype.writeFile = async function (data) {
      if (room < data.length) {
        // As a disk does: what fits is written.
        await write.call(this, data.subarray(0, Math.max(0, room)));
        room = 0;
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      }
      room -= data.length;
      await write.call(this, data);
    };
    try {
      for (let trial = 0; trial < tried; trial++) {
        pulling.reset();
        const below = random(`disk ${trial}`);
        room = below(300_000);
        await assert.rejects(pulling.pull(), { code: 'disk-full' });
        assert.equal(pulling.lie(), undefined);
        const kept = existsSync(`${pulling.weightsBlob}.incomplete`)
          ? statSync(`${pulling.weightsBlob}.incomplete`).size
          : 0;
        room = Infinity;
        const { downloaded } = await pulling.pull();
        assert.ok(pulling.isWhole());
        assert.ok(downloaded <= pulling.weights.length + config.length - kept, 'what came was kept');
      }
    } finally {
      prototype.writeFile = write;
    }
    return { outcome: 'named, with what to do; gone on from there with the right SHA-256', lost: 'nothing' };
  });

  fault('a file of the cache damaged, its size and time kept', { short: 8, long: 300 }, async (tried) => {
    const memoFolder = path.join(pulling.folder, 'memo');
    await pulling.pull({ memoFolder });
    for (let trial = 0; trial < tried; trial++) {
      const below = random(`damage ${trial}`);
      const blob = below(4) === 0 ? pulling.configBlob : pulling.weightsBlob;
      const bytes = Buffer.from(readFileSync(blob));
      bytes[below(bytes.length)]! ^= 1 << below(8);
      const { atime, mtime } = statSync(blob);
      writeFileSync(blob, bytes);
      utimesSync(blob, atime, mtime);
      const { replaced } = await pulling.pull({ memoFolder });
      assert.equal(replaced.length, 1, `trial ${trial}`);
      assert.ok(readFileSync(replaced[0]!.aside).equals(bytes));
      assert.ok(pulling.isWhole());
      assert.equal(pulling.lie(), undefined);
      assert.equal((await pulling.pull({ memoFolder })).downloaded, 0);
    }
    return { outcome: 'found, named and fetched anew; the damaged file kept beside', lost: 'nothing' };
  });

  fault(
    'links, pipes, sockets, folders and files planted in the cache',
    { short: 30, long: 198 * 4 },
    async (tried) => {
      const combinations = (Object.keys(places) as PlaceName[]).flatMap((place) =>
        kinds.flatMap((kind) => [true, false].map((isPulledBefore) => ({ place, kind, isPulledBefore }))),
      );
      let refused = 0;
      let healed = 0;
      for (let trial = 0; trial < tried; trial++) {
        // A step without a common divisor: a few trials are spread over all of them.
        const { place, kind, isPulledBefore } = combinations[(trial * 37) % combinations.length]!;
        pulling.reset();
        // A ref is read only where the registry pins no commit.
        const model = place.includes('ref') ? { ...pulling.model, revision: undefined } : pulling.model;
        if (isPulledBefore) await pulling.pull({}, model);
        const precious = new Precious(pulling);
        await precious.plant(kind, place);
        const what = `${kind} as ${place}, ${isPulledBefore ? 'pulled before' : 'empty cache'}`;
        const looked = await within(20_000, pulledModel(model, pulling.cacheFolder));
        assert.notEqual(looked, 'hung', what);
        const error = await within(
          40_000,
          pulling.pull({}, model).then(
            () => undefined,
            (thrown: unknown) => thrown,
          ),
        );
        assert.notEqual(error, 'hung', what);
        assert.equal(precious.harm(), undefined, what);
        if (error === undefined) {
          assert.ok(pulling.isWhole(), what);
          healed++;
        } else {
          assert.ok(error instanceof ModelError, `${what}: ${String(error)}`);
          assert.match(error.code, /^(cache-odd-entry|hub-cache-unwritable|file-damaged)$/, what);
          refused++;
        }
        await precious.remove();
      }
      return {
        outcome: `${refused} refused by name; ${healed} did no harm, the model whole`,
        lost: 'nothing; nothing outside the cache is read or written',
      };
    },
  );
});

/** What another program, or a crash, may do to the part that has come. */
function tamper(file: string, below: Below): void {
  if (!existsSync(file) || below(2) === 0) return;
  const bytes = readFileSync(file);
  switch (below(4)) {
    case 0:
      return writeFileSync(file, bytes.subarray(0, below(bytes.length + 1)));
    case 1:
      return writeFileSync(file, Buffer.concat([bytes, Buffer.alloc(below(400_000))]));
    case 2:
      if (bytes.length > 0) bytes[below(bytes.length)]! ^= 1;
      return writeFileSync(file, bytes);
    case 3:
      return writeFileSync(file, Buffer.alloc(bytes.length));
  }
}
