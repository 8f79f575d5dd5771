import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HubConnection } from '../../src/models/hubConnection';
import { ModelError, type ModelErrorCode } from '../../src/models/modelError';
import { pulledModel } from '../../src/models/pulledModel';
import { pullModel, type PullOptions, type PullProgress } from '../../src/models/pullModel';
import type { RegisteredModel } from '../../src/models/registryFormat';
import { temporaryFolder } from '../files/temporaryFolder';
import { commit, FakeHub, gitId, sendRange, sha256 } from './fakeHub';

const weights = randomBytes(600_000);
const config = '{"model_type":"clip"}';

describe('pullModel', () => {
  let fake: FakeHub;
  let folder: ReturnType<typeof temporaryFolder>;
  let hub: HubConnection;
  let model: RegisteredModel;

  before(async () => {
    fake = await FakeHub.start();
  });
  after(() => fake.stop());

  beforeEach(() => {
    fake.reset();
    folder = temporaryFolder({});
    hub = connect();
    model = {
      id: 'test',
      name: 'Test',
      repository: 'someone/some-clip',
      revision: commit,
      format: 'hf-clip',
      family: 'clip',
      files: [fake.add('config.json', config), fake.add('model.safetensors', weights, true)],
      megabytes: 1,
      imageSize: 224,
      languages: ['en'],
      licence: 'MIT',
      note: { en: 'n', ja: 'n' },
    };
  });
  afterEach(async () => {
    await hub.close();
    folder.remove();
  });

  const connect = (more: { token?: string; offline?: boolean; proxy?: string; silenceMs?: number } = {}) =>
    new HubConnection(
      { endpoint: fake.endpoint, offline: false, ...more },
      { silenceMs: more.silenceMs ?? 2000, firstPauseMs: 5 },
    );

  const pull = (options: Partial<PullOptions> = {}, wanted = model) =>
    pullModel(wanted, { hub, cacheFolder: folder.path, ...options });

  const repository = () => path.join(folder.path, 'models--someone--some-clip');
  const snapshot = (name: string) => path.join(repository(), 'snapshots', commit, name);
  const blobs = () =>
    existsSync(path.join(repository(), 'blobs')) ? readdirSync(path.join(repository(), 'blobs')) : [];
  const weightsBlob = () => path.join(repository(), 'blobs', sha256(weights));

  /** The pull fails with this code, and nobody can take what is there for a model. */
  async function fails(code: ModelErrorCode, pulling: Promise<unknown>): Promise<ModelError> {
    const error = await pulling.then(
      () => assert.fail('it should fail'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ModelError, String(error));
    assert.equal(error.code, code);
    nothingVisible();
    return error;
  }

  function nothingVisible(): void {
    assert.ok(!existsSync(snapshot('model.safetensors')), 'no weights in the snapshot');
    assert.ok(!existsSync(weightsBlob()), 'no blob of the weights');
  }

  it('lays files where huggingface_hub looks for them', async () => {
    const { folder: where, downloaded } = await pull();
    assert.equal(where, path.join(repository(), 'snapshots', commit));
    assert.equal(downloaded, weights.length + config.length);
    assert.deepEqual(readFileSync(snapshot('model.safetensors')), weights);
    assert.equal(readlinkSync(snapshot('model.safetensors')), `../../blobs/${sha256(weights)}`);
    assert.equal(readlinkSync(snapshot('config.json')), `../../blobs/${gitId(Buffer.from(config))}`);
    assert.deepEqual(blobs().sort(), [sha256(weights), gitId(Buffer.from(config))].sort());
    assert.equal((await pulledModel(model, folder.path)).state, 'pulled');
  });

  it('asks nobody when everything is there', async () => {
    await pull();
    fake.reset();
    assert.equal((await pull()).downloaded, 0);
    assert.equal(fake.seen.length, 0);
  });

  it('uses blobs that another program downloaded', async () => {
    mkdirSync(path.join(repository(), 'blobs'), { recursive: true });
    writeFileSync(weightsBlob(), weights);
    assert.equal((await pull()).downloaded, config.length);
    assert.ok(fake.seen.every(({ host }) => host === 'hub'));
  });

  it('pins the newest of main to one commit, and remembers it', async () => {
    await pull({}, { ...model, revision: undefined });
    const [first, ...others] = fake.seen.map((request) => request.path);
    assert.match(first!, /\/resolve\/main\/config\.json$/);
    assert.ok(
      others.every((asked) => asked.includes(`/resolve/${commit}/`) || asked.includes(sha256(weights))),
    );
    assert.equal(readFileSync(path.join(repository(), 'refs', 'main'), 'utf8'), commit);
    assert.equal((await pulledModel({ ...model, revision: undefined }, folder.path)).commit, commit);
  });

  it('checks small files by the id that git gives them', async () => {
    fake.onHub = (request, response) => {
      if (request.method !== 'GET' || !request.url!.endsWith('config.json')) return false;
      response.end('{"model_type":"Clip"}'); // of the same length
      return true;
    };
    await fails(
      'download-corrupt',
      pull({}, { ...model, files: [{ name: 'config.json' }, model.files[1]!] }),
    );
  });

  it('goes on after a cut connection from where it was', async () => {
    let cuts = 0;
    fake.onCdn = (request, response) => {
      if (cuts++ >= 2) return false;
      sendRange(request, response, weights, 200_000);
      return true;
    };
    await pull();
    assert.deepEqual(readFileSync(snapshot('model.safetensors')), weights);
    // What is under way when a connection breaks may be lost with it.
    const begins = [...new Set(fake.ranges())].map((range) => Number(/\d+/.exec(range)![0]));
    assert.equal(begins.length, 2);
    assert.ok(begins[0]! > 0 && begins[0]! <= 200_000, `${begins}`);
    assert.ok(begins[1]! > begins[0]! && begins[1]! <= begins[0]! + 200_000, `${begins}`);
  });

  it('goes on in a later run from what an earlier one left', async () => {
    fake.onCdn = (request, response) => {
      if (request.headers.range) response.destroy();
      else sendRange(request, response, weights, 300_000);
      return true;
    };
    await fails('hub-unreachable', pull());
    const kept = lstatSync(`${weightsBlob()}.incomplete`).size;
    assert.ok(kept > 0 && kept <= 300_000);
    assert.equal((await pulledModel(model, folder.path)).state, 'partial');
    fake.reset();
    const { downloaded } = await pull();
    assert.equal(downloaded, weights.length - kept);
    assert.ok(fake.ranges().includes(`bytes=${kept}-`));
    assert.deepEqual(readFileSync(snapshot('model.safetensors')), weights);
  });

  it('starts again where a server knows no ranges', async () => {
    mkdirSync(path.join(repository(), 'blobs'), { recursive: true });
    writeFileSync(`${weightsBlob()}.incomplete`, weights.subarray(0, 1000));
    fake.onCdn = (request, response) => {
      delete request.headers.range;
      sendRange(request, response, weights);
      return true;
    };
    await pull();
    assert.deepEqual(readFileSync(snapshot('model.safetensors')), weights);
  });

  it('refuses weights with a wrong hash', async () => {
    fake.onCdn = (request, response) => {
      sendRange(request, response, randomBytes(weights.length));
      return true;
    };
    await fails('download-corrupt', pull());
  });

  it('refuses before the download what is not what the registry pins', async () => {
    const other = { ...model, files: [model.files[0]!, { ...model.files[1]!, sha256: 'a'.repeat(64) }] };
    await fails('hub-other-file', pull({}, other));
    assert.ok(fake.seen.every(({ method }) => method === 'HEAD'));
    await fails('hub-other-file', pull({}, { ...model, files: [{ name: 'config.json', size: 7 }] }));
  });

  it('refuses a file that ends early or does not end where its description says', async () => {
    // Fewer bytes than the hub stated, sent as if they were all: asked for the rest, it has none.
    fake.onCdn = (request, response) => {
      sendRange(request, response, weights.subarray(0, 1000));
      return true;
    };
    const error = await fails('download-cut', pull());
    assert.equal(error.parameters.size, weights.length);
    // More bytes than stated: no more than that is kept, and its hash decides.
    fake.onCdn = (request, response) => {
      sendRange(request, response, Buffer.concat([Buffer.alloc(10), weights]));
      return true;
    };
    await fails('download-corrupt', pull());
    fake.onCdn = (request, response) => {
      sendRange(request, response, Buffer.concat([weights, Buffer.alloc(10)]));
      return true;
    };
    await pull();
    assert.deepEqual(readFileSync(snapshot('model.safetensors')), weights);
  });

  it('gives up on a server that always sends less', async () => {
    fake.onCdn = (_, response) => {
      response.writeHead(200, { 'content-length': weights.length }).write(Buffer.alloc(0));
      setTimeout(() => response.destroy(), 5);
      return true;
    };
    const { parameters } = await fails('download-cut', pull());
    assert.equal(parameters.size, weights.length);
  });

  for (const [status, headers, code] of [
    [404, { 'x-error-code': 'EntryNotFound' }, 'hub-not-found'],
    [401, { 'x-error-code': 'RepoNotFound' }, 'hub-unauthorized'],
    [401, { 'x-error-code': 'GatedRepo' }, 'hub-gated'],
    [403, {}, 'hub-gated'],
    [503, {}, 'hub-failed'],
    [429, { 'retry-after': '3600' }, 'hub-busy'],
  ] as const) {
    it(`says ${code} for HTTP ${status}`, async () => {
      fake.onHub = (_, response) => {
        response.writeHead(status, headers).end('no');
        return true;
      };
      const error = await fails(code, pull());
      assert.match(String(error.parameters.path), /some-clip/);
      if (status === 429) assert.equal(error.parameters.seconds, 3600);
      assert.equal(
        fake.seen.length,
        status === 503 ? 5 : 1,
        'a failing server is asked again, a refusing one is not',
      );
    });
  }

  it('waits as long as a busy hub asks', async () => {
    let refused = 0;
    fake.onHub = (_, response) => {
      if (refused++ > 0) return false;
      response.writeHead(429, { 'retry-after': '1' }).end();
      return true;
    };
    // A timer that is due earlier than the pause ends runs earlier, however busy the machine is.
    let isLater = false;
    setTimeout(() => (isLater = true), 900);
    await pull();
    assert.ok(isLater);
  });

  for (const where of ['onHub', 'onCdn'] as const) {
    it(`refuses a web page instead of a file (${where})`, async () => {
      fake[where] = (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Log in</html>');
        return true;
      };
      await fails('hub-not-a-file', pull());
      assert.ok(
        !existsSync(`${weightsBlob()}.incomplete`) || lstatSync(`${weightsBlob()}.incomplete`).size === 0,
      );
    });
  }

  it('ends a redirect loop', async () => {
    fake.onHub = (request, response) => {
      response.writeHead(302, { location: request.url }).end();
      return true;
    };
    await fails('hub-redirects', pull());
    assert.ok(fake.seen.length < 12);
  });

  it('refuses a redirect to what is no web address', async () => {
    fake.onHub = (_, response) => {
      response.writeHead(302, { location: 'file:///etc/passwd' }).end();
      return true;
    };
    await fails('hub-redirects', pull());
  });

  it('takes no name for a file from an ETag that would lead out of the cache', async () => {
    fake.onHub = (_, response) => {
      response
        .writeHead(200, { etag: '"../../../evil"', 'x-repo-commit': commit, 'content-length': 3 })
        .end();
      return true;
    };
    await fails('hub-no-hash', pull({}, { ...model, files: [{ name: 'config.json' }] }));
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('sends the token to the hub and to nobody else, and shows it nowhere', async () => {
    await hub.close();
    hub = connect({ token: 'hf_secret' });
    await pull();
    const toHub = fake.seen.filter(({ host }) => host === 'hub');
    const toCdn = fake.seen.filter(({ host }) => host === 'cdn');
    assert.ok(toHub.length > 0 && toHub.every(({ authorization }) => authorization === 'Bearer hf_secret'));
    assert.ok(toCdn.length > 0 && toCdn.every(({ authorization }) => authorization === undefined));
    fake.reset();
    fake.onHub = (_, response) => {
      response.writeHead(401).end();
      return true;
    };
    const error = await pull({}, { ...model, repository: 'someone/else' }).catch((thrown: unknown) => thrown);
    assert.ok(!JSON.stringify([error, String(error), (error as Error).stack]).includes('hf_secret'));
  });

  it('downloads nothing while offline', async () => {
    await hub.close();
    hub = connect({ offline: true });
    await fails('offline', pull());
    assert.equal(fake.seen.length, 0);
  });

  it('goes through a proxy', async () => {
    await hub.close();
    // An address that nobody listens at: only the proxy could be asked, and is not there.
    hub = connect({ proxy: 'http://127.0.0.1:9' });
    await fails('hub-unreachable', pull());
    assert.equal(fake.seen.length, 0);
  });

  it('looks at the free space first', async () => {
    const error = await fails('disk-full', pull({ freeBytes: () => Promise.resolve(1_000_000) }));
    assert.equal(error.parameters.free, 1_000_000);
    assert.ok(fake.seen.every(({ method }) => method === 'HEAD'));
  });

  it('names a cache that cannot be written', async () => {
    const file = path.join(folder.path, 'no-folder');
    writeFileSync(file, '');
    await fails('hub-cache-unwritable', pull({ cacheFolder: file }));
  });

  it('stops at once when told to, and keeps what has come', async () => {
    let sent = 0;
    const stopping = new AbortController();
    fake.onCdn = async (_, response) => {
      response.writeHead(200, { 'content-length': weights.length });
      for (let at = 0; at < 10 && !response.destroyed; at++) {
        sent++;
        response.write(weights.subarray(at * 1000, (at + 1) * 1000));
        await delay(50);
      }
      return true;
    };
    const pulling = pull({
      signal: stopping.signal,
      onProgress: ({ done }) => {
        if (done > 3000) stopping.abort(new Error('enough'));
      },
    });
    await assert.rejects(pulling, /enough/);
    assert.ok(sent < 10, 'at once');
    nothingVisible();
    assert.ok(lstatSync(`${weightsBlob()}.incomplete`).size >= 2000);
  });

  it('takes silence for a lost connection', async () => {
    await hub.close();
    hub = connect({ silenceMs: 1000 });
    let silent = 0;
    fake.onCdn = (_, response) => {
      if (silent++ > 0) return false;
      response.writeHead(200, { 'content-length': weights.length }).write(weights.subarray(0, 5000));
      return true;
    };
    await pull();
    assert.ok(fake.ranges().includes('bytes=5000-'));
  });

  it('gives up on a hub that never answers', async () => {
    await hub.close();
    hub = connect({ silenceMs: 50 });
    fake.onHub = () => true;
    await fails('hub-unreachable', pull());
    assert.equal(fake.seen.length, 5);
  });

  it('tells how far it is, and never goes back', async () => {
    const told: PullProgress[] = [];
    await pull({ onProgress: (progress) => told.push(progress) });
    const total = weights.length + config.length;
    assert.ok(
      told.every((progress, i) => progress.total === total && progress.done >= (told[i - 1]?.done ?? 0)),
    );
    assert.equal(told.at(-1)!.done, total);
  });

  it('lets two pulls of one model share one download', async () => {
    fake.onCdn = async () => {
      await delay(300);
      return false;
    };
    const other = connect();
    const [one, two] = await Promise.all([pull(), pull({ hub: other })]);
    await other.close();
    assert.equal(one.folder, two.folder);
    assert.equal(fake.seen.filter(({ host }) => host === 'cdn').length, 1);
    assert.deepEqual(readFileSync(snapshot('model.safetensors')), weights);
  });

  it('does not download what this version cannot read', async () => {
    await fails('model-unreadable', pull({}, { ...model, format: 'custom' }));
    assert.equal(fake.seen.length, 0);
  });
});
