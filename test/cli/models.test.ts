import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '../files/temporaryFolder';
import { commit, FakeHub, sendRange, sha256 } from '../models/fakeHub';
import { runCli, startCli, tinyModel, type CliResult } from './runCli';

const files = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'model.safetensors'];
const weights = readFileSync(path.join(tinyModel, 'model.safetensors'));
const picture = readFileSync(path.resolve(__dirname, '../fixtures/checkpoints/pictures/wide.png'));

describe('spellwright models', function () {
  this.timeout(180_000); // a dozen processes in one test, on a machine that may be busy
  let hub: FakeHub;
  let folder: ReturnType<typeof temporaryFolder>;

  before(async () => {
    hub = await FakeHub.start();
  });
  after(() => hub.stop());

  beforeEach(() => {
    hub.reset();
    const pinned = files.map((name) => {
      const content = readFileSync(path.join(tinyModel, name));
      return hub.add(name, content, name === 'model.safetensors');
    });
    const model = {
      id: 'tiny',
      name: 'Tiny',
      repository: 'someone/tiny-clip',
      revision: commit,
      format: 'hf-clip',
      family: 'clip',
      files: pinned,
      megabytes: 1,
      imageSize: 24,
      languages: ['en'],
      licence: 'MIT',
      note: { en: 'For tests.', ja: 'テスト用。' },
    };
    // The published scores are ViT-B/32's; under its id lies another checkpoint here.
    const models = [model, { ...model, id: 'clip-vit-b-32', repository: 'someone/not-b-32' }];
    folder = temporaryFolder({
      'config/spellwright/models.json': JSON.stringify({ schema: 1, models }),
      'refs/wide.png': picture,
      'fish.spell': '---\nimages: refs/*.png\nmodel: tiny\n---\na red fish',
      'ja.spell': '---\nimages: refs/*.png\nmodel: tiny\n---\na red fish\n\n赤い魚\n\n青い鳥',
    });
  });
  afterEach(() => folder.remove());

  const environment = (more: Record<string, string> = {}): Record<string, string> => ({
    HF_ENDPOINT: hub.endpoint,
    HF_HUB_CACHE: path.join(folder.path, 'hub'),
    XDG_CONFIG_HOME: path.join(folder.path, 'config'),
    HOME: folder.path,
    ...more,
  });
  const run = (words: string, more?: Record<string, string>): Promise<CliResult> =>
    runCli(words.split(' '), { cwd: folder.path, environment: environment(more) });
  const repository = (): string => path.join(folder.path, 'hub', 'models--someone--tiny-clip');
  const snapshot = (): string => path.join(repository(), 'snapshots', commit);
  const unfinished = (): string => path.join(repository(), 'blobs', `${sha256(weights)}.incomplete`);

  /** Exit code 2, one line that says what to do, and nothing that could be taken for a model. */
  function failed({ code, stdout, stderr }: CliResult, message: RegExp): void {
    assert.equal(code, 2, stderr);
    assert.equal(stdout, '');
    const lines = stderr.trimEnd().split('\n');
    assert.match(lines.at(-1)!, message);
    assert.ok(lines.length <= 2 && !stderr.includes('    at '), stderr);
    assert.ok(!existsSync(snapshot()));
  }

  it('lists what there is, without asking the network', async () => {
    const { code, stdout } = await run('models list');
    assert.equal(code, 0);
    for (const id of ['clip-vit-b-32', 'clip-vit-l-14', 'siglip2-b-16', 'clip-japanese-base', 'tiny']) {
      assert.ok(stdout.includes(id), id);
    }
    assert.match(stdout, /clip-japanese-base +not readable yet/);
    assert.match(stdout, /tiny +- +1\.0 MB +English +MIT +For tests\./);
    assert.ok(stdout.includes(path.join(folder.path, 'hub')));
    assert.equal(hub.seen.length, 0);
  });

  it('speaks Japanese', async () => {
    const { stdout } = await run('models list', { LANG: 'ja_JP.UTF-8' });
    assert.match(stdout, /速度.*言語/);
    assert.ok(stdout.includes('テスト用。'));
  });

  it('downloads, lists, locates, scores with, and deletes a model', async () => {
    assert.match((await run('models path tiny')).stderr, /spellwright models pull tiny/);
    const pulled = await run('models pull tiny');
    assert.equal(pulled.code, 0, pulled.stderr);
    assert.match(pulled.stderr, /^Tiny · 1\.0 MB · licence MIT · someone\/tiny-clip at 0123456789ab\n$/);
    assert.match(pulled.stdout, /^Downloaded \d+ kB, checked: /);
    assert.match((await run('models list')).stdout, /tiny +here/);
    assert.equal((await run('models path tiny')).stdout, `${snapshot()}\n`);

    hub.reset();
    const again = await run('models pull tiny');
    assert.equal(again.code, 0);
    assert.match(again.stdout, /^It is here already: /);
    const scored = await run('score fish.spell --format json');
    assert.equal(scored.code, 0, scored.stderr);
    const [file] = JSON.parse(scored.stdout).files;
    assert.equal(file.checkpoint.id, 'someone/tiny-clip');
    assert.match(file.checkpoint.hash, /^[0-9a-f]{64}$/);
    assert.equal(hub.seen.length, 0, 'nobody was asked');

    assert.match((await run('models remove tiny')).stdout, /^Deleted /);
    assert.ok(!existsSync(repository()));
    const nothing = await run('models remove tiny');
    assert.deepEqual([nothing.code, nothing.stdout], [0, 'tiny is not in the cache: nothing to delete.\n']);
  });

  it('downloads nothing unless it is told to', async () => {
    const { code, stderr } = await run('score fish.spell');
    assert.equal(code, 2);
    assert.match(stderr, /spellwright models pull tiny/);
    assert.equal(hub.seen.length, 0);
  });

  it('warns of each spell in a language that the checkpoint hardly reads', async () => {
    await run('models pull tiny');
    const { code, stderr, stdout } = await run('score ja.spell');
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^ja\.spell:7:1: warning: someone\/tiny-clip was trained on English and hardly reads Japanese/,
    );
    assert.equal(stderr.trimEnd().split('\n').length, 2);
    assert.ok(stdout.includes('赤い魚'), 'it is scored all the same');
    const japanese = await run('score ja.spell', { LANG: 'ja_JP.UTF-8' });
    assert.match(japanese.stderr, /someone\/tiny-clipの学習言語は英語で、/);
  });

  it('stops at Ctrl+C and goes on from there', async () => {
    hub.onCdn = async (_, response) => {
      response.writeHead(200, { 'content-length': weights.length }).write(weights.subarray(0, 100_000));
      await delay(30_000, undefined, { ref: false });
      return true;
    };
    const { process: child, done } = startCli(['models', 'pull', 'tiny'], {
      cwd: folder.path,
      environment: environment(),
    });
    while (!(existsSync(unfinished()) && statSync(unfinished()).size === 100_000)) await delay(20);
    child.kill('SIGINT');
    const { code, stderr } = await done;
    assert.equal(code, 130);
    assert.match(stderr, /Stopped\.\n$/);
    assert.ok(!existsSync(snapshot()));
    assert.match((await run('models list')).stdout, /tiny +begun/);
    hub.reset();
    assert.equal((await run('models pull tiny')).code, 0);
    assert.ok(hub.ranges().includes('bytes=100000-'));
    assert.deepEqual(readFileSync(path.join(snapshot(), 'model.safetensors')), weights);
  });

  it('shares one download between two processes', async () => {
    hub.onCdn = async () => {
      await delay(1500);
      return false;
    };
    const [one, two] = await Promise.all([run('models pull tiny'), run('models pull tiny')]);
    assert.deepEqual([one.code, two.code], [0, 0], one.stderr + two.stderr);
    assert.equal(hub.seen.filter(({ host }) => host === 'cdn').length, 1);
    assert.deepEqual(
      readdirSync(path.join(repository(), 'blobs')).filter((name) => /incomplete/.test(name)),
      [],
    );
  });

  it('ends a download that comes to nothing with one line that says what to do', async () => {
    hub.onHub = (_, response) => {
      response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
      return true;
    };
    failed(await run('models pull tiny'), /does not have .*config\.json.* may have been moved or removed/);
    hub.onHub = (_, response) => {
      response.writeHead(401).end();
      return true;
    };
    failed(await run('models pull tiny', { HF_TOKEN: 'hf_secret' }), /Set HF_TOKEN to a valid token/);
    hub.onHub = (_, response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end();
      return true;
    };
    failed(await run('models pull tiny'), /asks for a pause of 3600 seconds/);
    hub.onHub = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>');
      return true;
    };
    failed(
      await run('models pull tiny'),
      /sent something else than the file config\.json, such as a login page/,
    );
    hub.onHub = () => false;
    hub.onCdn = (request, response) => {
      sendRange(request, response, Buffer.alloc(weights.length));
      return true;
    };
    failed(
      await run('models pull tiny'),
      /model\.safetensors arrived .* with a wrong hash and was thrown away/,
    );
    assert.ok(!existsSync(unfinished()));
  });

  it('names what somebody has put in the way, and writes nothing through it', async function () {
    if (process.platform === 'win32') this.skip();
    const precious = path.join(folder.path, 'precious');
    writeFileSync(precious, 'mine');
    mkdirSync(path.dirname(unfinished()), { recursive: true });
    symlinkSync(precious, unfinished());
    failed(await run('models pull tiny'), /\.incomplete in the model cache is a link to another place/);
    assert.equal(readFileSync(precious, 'utf8'), 'mine');
    const japanese = await run('models pull tiny', { LANG: 'ja_JP.UTF-8' });
    assert.match(japanese.stderr, /\.incomplete が別の場所へのリンクになっています/);
  });

  it('finds a damaged file, fetches it anew and keeps what was there', async () => {
    await run('models pull tiny');
    const blob = path.join(repository(), 'blobs', sha256(weights));
    const damaged = Buffer.from(weights);
    damaged[5000]! ^= 1;
    writeFileSync(blob, damaged);
    const verified = await run('models verify tiny --pictures refs');
    assert.equal(verified.code, 2);
    assert.match(verified.stderr, /model\.safetensors of tiny is not what it should be.*models pull tiny/);
    hub.reset();
    const { code, stderr } = await run('models pull tiny');
    assert.equal(code, 0, stderr);
    const [, aside] = /model\.safetensors in the cache was damaged and came anew\. .* lies at (\S+);/.exec(
      stderr,
    )!;
    assert.deepEqual(readFileSync(aside!), damaged);
    assert.deepEqual(readFileSync(blob), weights);
    assert.equal(hub.seen.filter(({ host }) => host === 'cdn').length, 1);
  });

  it('refuses a file of the cache that leads out of it, wherever it is named', async function () {
    if (process.platform === 'win32') this.skip();
    await run('models pull tiny');
    const shown = path.join(snapshot(), 'model.safetensors');
    unlinkSync(shown);
    symlinkSync(path.join(tinyModel, 'model.safetensors'), shown);
    assert.match((await run('models list')).stdout, /tiny +refused/);
    for (const words of ['models path tiny', 'score fish.spell']) {
      const { code, stderr } = await run(words);
      assert.equal(code, 2, words);
      assert.match(stderr, /model\.safetensors in the model cache is a link to another place/);
    }
    assert.equal((await run('models pull tiny')).code, 0);
    assert.equal((await run('score fish.spell')).code, 0);
  });

  it('says which files only the hub vouches for', async () => {
    const registry = path.join(folder.path, 'config/spellwright/models.json');
    const { models, schema } = JSON.parse(readFileSync(registry, 'utf8'));
    delete models[0].files[0].sha256;
    writeFileSync(registry, JSON.stringify({ schema, models }));
    const { code, stderr } = await run('models pull tiny');
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /No hash in the registry: config\.json\. Checked against what 127\.0\.0\.1:\d+ itself states/,
    );
  });

  it('stays at home offline', async () => {
    failed(
      await run('models pull tiny', { HF_HUB_OFFLINE: '1' }),
      /HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set/,
    );
    assert.equal(hub.seen.length, 0);
  });

  it('goes through a proxy, but not for hosts that NO_PROXY names', async () => {
    const asked: string[] = [];
    const proxy = createServer().on('connect', (request, client) => {
      asked.push(request.url ?? '');
      const { port } = new URL(hub.endpoint);
      const upstream = connect(
        Number(request.url!.startsWith('hub.invalid') ? port : request.url!.split(':')[1]),
        '127.0.0.1',
        () => {
          client.write('HTTP/1.1 200 OK\r\n\r\n');
          upstream.pipe(client).pipe(upstream);
        },
      );
      for (const socket of [upstream, client]) socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      const through = await run('models pull tiny', { HF_ENDPOINT: 'http://hub.invalid', HTTP_PROXY });
      assert.equal(through.code, 0, through.stderr);
      assert.ok(asked.includes('hub.invalid:80'));
      asked.length = 0;
      await run('models remove tiny');
      assert.equal((await run('models pull tiny', { HTTP_PROXY, NO_PROXY: '127.0.0.1' })).code, 0);
      assert.deepEqual(asked, []);
      const wrong = await run('models pull clip-vit-b-32', { HTTP_PROXY: 'proxy.corp' });
      assert.equal(wrong.code, 2);
      assert.match(wrong.stderr, /The address of the proxy cannot be used/);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  it('refuses what this version cannot read, and ids that it does not know', async () => {
    failed(
      await run('models pull clip-japanese-base'),
      /format that this version does not read yet \(custom\)/,
    );
    failed(await run('models pull nope'), /There is no model "nope".*Known: .*tiny/);
    writeFileSync(path.join(folder.path, 'config/spellwright/models.json'), '{"schema":1,"models":7}');
    failed(await run('models list'), /models\.json is not right: "models" is not a list\. Correct it/);
  });

  it('downloads what may not be used commercially only where its licence is named', async () => {
    const file = path.join(folder.path, 'config/spellwright/models.json');
    const { schema, models } = JSON.parse(readFileSync(file, 'utf8')) as { schema: 1; models: object[] };
    const licence = 'CC-BY-NC-4.0';
    const registry = { schema, models: [{ ...models[0], licence, uses: ['taste'] }] };
    writeFileSync(file, JSON.stringify(registry));
    const named = '--accept-licence "CC-BY-NC-4.0"';
    for (const words of ['models pull tiny', 'models pull tiny --accept-licence MIT']) {
      const { code, stdout, stderr } = await run(words);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /match and its liking are different things/);
      assert.match(stderr, /CC-BY-NC-4\.0 allows no commercial use/);
      assert.ok(stderr.includes(named), stderr);
    }
    assert.ok(!existsSync(repository()), 'nothing was asked of the hub');
    const { code, stderr } = await run('models pull tiny --accept-licence CC-BY-NC-4.0');
    assert.equal(code, 0, stderr);
    const list = await run('models list');
    assert.match(list.stdout, /for people’s taste/);
  });

  it('explains itself', async () => {
    for (const words of ['models --help', 'models pull --help', 'models verify --help']) {
      const { code, stdout } = await run(words);
      assert.equal(code, 0);
      assert.match(stdout, /^Usage: spellwright models/);
    }
    for (const [words, message] of [
      ['models pull', /Name at least one ID/],
      ['models verify tiny', /Option -p, --pictures <FOLDER> is needed/],
      ['models frobnicate', /Unknown command frobnicate/],
    ] as const) {
      const { code, stderr } = await run(words);
      assert.equal(code, 2, words);
      assert.match(stderr, message);
    }
  });

  describe('verify', () => {
    it('says where to get the checkpoint, and the pictures', async () => {
      failed(
        await run('models verify clip-vit-b-32 --pictures refs'),
        /spellwright models pull clip-vit-b-32/,
      );
      await run('models pull clip-vit-b-32');
      const { code, stderr } = await run('models verify clip-vit-b-32 --pictures refs');
      assert.equal(code, 2);
      assert.match(
        stderr,
        /None of the published pictures is in .*refs.*https:\/\/raw\.githubusercontent\.com\/openai\/CLIP/,
      );
      await run('models pull tiny');
      assert.match(
        (await run('models verify tiny --pictures refs')).stderr,
        /No scores of tiny are published/,
      );
    });

    it('says by how much a checkpoint is off that is not what it should be', async () => {
      await run('models pull clip-vit-b-32');
      writeFileSync(path.join(folder.path, 'refs', 'CLIP.png'), picture);
      // A folder of the same name near by is not what was downloaded.
      mkdirSync(path.join(folder.path, 'clip-vit-b-32'));
      const { code, stdout, stderr } = await run('models verify clip-vit-b-32 --pictures refs');
      assert.equal(code, 1, stderr);
      assert.match(stdout, /^someone\/not-b-32 \([0-9a-f]{12}\)\n/);
      assert.match(stdout, /0\.9928 +0\.\d{4} +0\.\d{4} +a diagram/);
      assert.match(stdout, /franz-kafka\.jpg is not in the folder; fetch https:/);
      assert.match(stdout, /Failed: off by 0\.\d{4} \(allowed 0\.001\)\./);
    });
  });
});
