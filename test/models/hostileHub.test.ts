import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DownloadRate, Trickle } from '../../src/models/downloadRate';
import { HubConnection, usualTimes } from '../../src/models/hubConnection';
import { ModelError } from '../../src/models/modelError';
import { errorText } from '../../src/words/problemText';
import { commit, gitId, sendRange, sha256 } from './fakeHub';
import { config, Pulling } from './pulling';

describe('a hub that misbehaves', () => {
  let pulling: Pulling;
  before(async () => {
    pulling = await Pulling.start();
  });
  beforeEach(() => pulling.reset());
  after(() => pulling.stop());

  const cdnRequests = (): number => pulling.fake.seen.filter(({ host }) => host === 'cdn').length;

  async function fails(code: string, pull: Promise<unknown>): Promise<ModelError> {
    const error = await pull.then(
      () => assert.fail('it should fail'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ModelError, String(error));
    assert.equal(error.code, code);
    assert.ok(!existsSync(pulling.weightsBlob));
    return error;
  }

  describe('and sends next to nothing', () => {
    it('is given up, and what came is kept', async () => {
      // Each piece comes ten seconds after the one before.
      let clock = 0;
      const hub = pulling.connect({ now: () => (clock += 10_000) });
      pulling.fake.onCdn = (request, response) => {
        const from = Number(/=(\d+)/.exec(request.headers.range ?? '=0')![1]);
        response.writeHead(from > 0 ? 206 : 200, {
          ...(from > 0 && { 'content-range': `bytes ${from}-599999/600000` }),
          'content-length': 600_000 - from,
        });
        let at = from;
        const timer = setInterval(() => response.write(pulling.weights.subarray(at, ++at)), 2);
        response.on('close', () => clearInterval(timer));
        return true;
      };
      const { parameters } = await fails('download-slow', pulling.pull({ hub }));
      assert.equal(cdnRequests(), 5);
      assert.equal(parameters.kilobytes, 64);
      const kept = readFileSync(`${pulling.weightsBlob}.incomplete`);
      assert.equal(parameters.have, kept.length);
      assert.ok(kept.length >= 25 && kept.equals(pulling.weights.subarray(0, kept.length)));
      pulling.fake.reset();
      await pulling.pull();
      assert.ok(pulling.isWhole());
      assert.ok(pulling.fake.ranges().includes(`bytes=${kept.length}-`));
    });

    it('is given up also when it breaks off after each byte', async () => {
      pulling.fake.onCdn = (request, response) => {
        sendRange(request, response, pulling.weights, 1);
        return true;
      };
      await fails('download-cut', pulling.pull());
      assert.equal(cdnRequests(), 5);
    });

    it('is not mistaken for a slow line', async () => {
      // 20 000 bytes a second; and two a millisecond at most, so that the window is passed many times.
      let clock = 0;
      const hub = pulling.connect({ slowMs: 6000, now: () => (clock += 1000) });
      pulling.fake.onCdn = (_, response) => {
        response.writeHead(200, { 'content-length': pulling.weights.length });
        let at = 0;
        const next = (): void => {
          if (at >= pulling.weights.length) response.end();
          else response.write(pulling.weights.subarray(at, (at += 20_000)), () => setTimeout(next, 2));
        };
        next();
        return true;
      };
      await pulling.pull({ hub });
      assert.ok(pulling.isWhole());
      assert.equal(cdnRequests(), 1);
      assert.ok(clock > 12_000, 'two windows and more');
    });

    it('is told from one that rests', () => {
      let now = 0;
      const trickle = new Trickle({ slowMs: 60_000, slowBytes: 65_536 }, () => now);
      for (now = 0; now < 60_000; now += 1000) assert.ok(!trickle.isTrickling(20_000));
      assert.ok(!trickle.isTrickling(1), 'a full window');
      now = 119_999;
      assert.ok(!trickle.isTrickling(65_535), 'it is not over yet');
      now = 120_000;
      assert.ok(!trickle.isTrickling(1), 'just enough');
      now = 180_000;
      assert.ok(trickle.isTrickling(65_535), 'a byte too few');
    });

    it('has a limit that no line that people still use comes near', () => {
      const rate = (usualTimes.slowBytes * 1000) / usualTimes.slowMs;
      assert.ok(rate < 20_000 / 10 && rate > 1000, `${rate} bytes a second`);
      assert.ok(new DownloadRate(() => 0).bytesPerSecond === undefined);
    });
  });

  describe('and never comes to the point', () => {
    it('is left when its headers trickle', async () => {
      pulling.fake.onHub = ({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const timer = setInterval(() => socket.write('x-more: 1\r\n'), 20);
        socket.on('close', () => clearInterval(timer));
        return true;
      };
      const hub = pulling.connect({ answerMs: 100, silenceMs: 600_000 });
      const { parameters } = await fails('hub-unreachable', pulling.pull({ hub }));
      assert.equal(parameters.reason, 'ETIMEDOUT');
      assert.equal(pulling.fake.seen.length, 5);
    });

    it('is left when it has more headers than any hub', async () => {
      pulling.fake.onHub = ({ socket }) => {
        socket.write(`HTTP/1.1 200 OK\r\n${'x-more: 0123456789\r\n'.repeat(100_000)}`);
        return true;
      };
      const { parameters } = await fails('hub-unreachable', pulling.pull());
      assert.equal(parameters.reason, 'UND_ERR_HEADERS_OVERFLOW');
    });

    for (const status of [302, 500]) {
      it(`is left when what comes with HTTP ${status} has no end`, async () => {
        pulling.fake.onCdn = (request, response) => {
          response.writeHead(status, { location: request.url });
          const pour = (): void => {
            if (!response.destroyed && response.write(Buffer.alloc(65_536))) setImmediate(pour);
          };
          response.on('drain', pour);
          pour();
          return true;
        };
        await fails(status === 302 ? 'hub-redirects' : 'hub-failed', pulling.pull());
        assert.ok(cdnRequests() <= 10);
      });
    }
  });

  describe('and resumes wrongly', () => {
    const half = 300_000;
    const beginHalf = (): void => {
      pulling.makeBlobs();
      writeFileSync(`${pulling.weightsBlob}.incomplete`, pulling.weights.subarray(0, half));
    };

    for (const [what, range] of [
      ['another part', 'bytes 1000-599999/600000'],
      ['a part of a larger file', 'bytes 300000-699999/700000'],
      ['a part that has no place', 'bytes */600000'],
      ['no place at all', undefined],
    ] as const) {
      it(`is asked for all of it after ${what}`, async () => {
        beginHalf();
        let wrong = 0;
        pulling.fake.onCdn = ({ headers }, response) => {
          if (!headers.range) return false;
          wrong++;
          response.writeHead(206, { ...(range && { 'content-range': range }) }).end('what');
          return true;
        };
        await pulling.pull();
        assert.equal(wrong, 1);
        assert.ok(pulling.isWhole());
      });
    }

    it('has its new file fetched whole when it changed between two ranges', async () => {
      const other = Buffer.alloc(pulling.weights.length, 7);
      const asked: unknown[] = [];
      pulling.fake.onCdn = (request, response) => {
        asked.push(request.headers['if-range']);
        if (asked.length === 1) {
          response.setHeader('etag', '"first"');
          sendRange(request, response, other, half);
        } else {
          response.setHeader('etag', '"second"');
          delete request.headers.range; // as HTTP has it where the ETag is another one now
          sendRange(request, response, pulling.weights);
        }
        return true;
      };
      await pulling.pull();
      assert.deepEqual(asked, [undefined, '"first"']);
      assert.ok(pulling.isWhole());
    });

    it('is asked once more for all of it when the parts do not fit together', async () => {
      beginHalf();
      writeFileSync(`${pulling.weightsBlob}.incomplete`, Buffer.alloc(half));
      await pulling.pull();
      assert.ok(pulling.isWhole());
      assert.equal(cdnRequests(), 2);
    });

    it('is refused when the whole of it is wrong as well', async () => {
      beginHalf();
      pulling.fake.onCdn = (request, response) => {
        sendRange(request, response, Buffer.alloc(pulling.weights.length));
        return true;
      };
      await fails('download-corrupt', pulling.pull());
      assert.equal(cdnRequests(), 2);
      assert.ok(!existsSync(`${pulling.weightsBlob}.incomplete`));
    });
  });

  it('is refused when it packs what nobody asked to be packed, and nothing is unpacked', async () => {
    pulling.fake.onCdn = (_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(Buffer.alloc(50_000_000)));
      return true;
    };
    await fails('hub-not-a-file', pulling.pull());
    assert.equal(statSync(`${pulling.weightsBlob}.incomplete`).size, 0);
  });

  describe('and states no hash', () => {
    const stating = (etag: string | undefined, content = config): void => {
      pulling.fake.onHub = (request, response) => {
        if (!request.url!.endsWith('config.json')) return false;
        response.writeHead(200, {
          ...(etag !== undefined && { etag }),
          'x-repo-commit': commit,
          'content-length': content.length,
        });
        response.end(request.method === 'HEAD' ? undefined : content);
        return true;
      };
    };
    const unpinned = () => ({ ...pulling.model, files: [{ name: 'config.json' }, pulling.model.files[1]!] });

    for (const etag of [undefined, '"5f3c-abc"', '""', 'W/"0"', `"${'a'.repeat(32)}"`]) {
      it(`is refused for what the registry does not pin (${etag})`, async () => {
        stating(etag);
        const { parameters } = await fails('hub-no-hash', pulling.pull({}, unpinned()));
        assert.equal(parameters.file, 'config.json');
        assert.ok(!existsSync(pulling.repository));
      });
    }

    it('serves what the registry pins, under the name of its hash', async () => {
      stating('"5f3c-abc"');
      await pulling.pull();
      assert.ok(existsSync(path.join(pulling.blobs, sha256(config))));
      assert.ok(pulling.isWhole());
      pulling.reset();
      stating('"5f3c-abc"', Buffer.from('{"model_type":"Clip"}'));
      await fails('download-corrupt', pulling.pull());
    });

    it('serves what is not pinned by the hash that it states, and that is said', async () => {
      const { unpinned: named } = await pulling.pull({}, unpinned());
      assert.deepEqual(named, ['config.json']);
      assert.ok(existsSync(path.join(pulling.blobs, gitId(config))));
    });
  });

  it('cannot be asked at all under an address that is none', () => {
    for (const endpoint of ['hf-mirror.example', 'file:///etc', '']) {
      assert.throws(() => new HubConnection({ endpoint, offline: false }), { code: 'endpoint-unusable' });
    }
  });

  it('leaves the user the part that came before the disk was full', async () => {
    mkdirSync(pulling.folder, { recursive: true });
    const { prototype } = await fileHandles(pulling.folder);
    const write = prototype.writeFile;
    let room = 200_000;
    prototype.writeFile = function (data: Buffer) {
      if ((room -= data.length) < 0) {
        return Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
      }
      return write.call(this, data);
    };
    try {
      const error = await fails('disk-full', pulling.pull());
      assert.equal(error.parameters.file, 'model.safetensors');
      assert.match(
        errorText(error, { language: 'en', face: 'terminal' }),
        /not enough space on the disk of .*HF_HUB_CACHE/,
      );
    } finally {
      prototype.writeFile = write;
    }
    const kept = statSync(`${pulling.weightsBlob}.incomplete`).size;
    assert.ok(kept > 0 && kept <= 200_000);
    await pulling.pull();
    assert.ok(pulling.isWhole());
    assert.ok(pulling.fake.ranges().includes(`bytes=${kept}-`));
  });
});

/** The class of what `open` of `node:fs/promises` returns, to have its writes fail. */
async function fileHandles(
  folder: string,
): Promise<{ prototype: { writeFile: (data: Buffer) => Promise<void> } }> {
  const { open } = await import('node:fs/promises');
  const handle = await open(path.join(folder, 'any'), 'w');
  const prototype = Object.getPrototypeOf(handle) as { writeFile: (data: Buffer) => Promise<void> };
  await handle.close();
  return { prototype };
}
