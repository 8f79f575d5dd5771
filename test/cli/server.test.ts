import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram, type Handlers } from '../../src/cli/program';
import { loadModel } from '../../src/engine/loadModel';
import type { Model } from '../../src/engine/model';
import { temporaryFolder } from '../engine/model/temporaryFolder';
import { miniTowers } from '../servers/miniTowers';
import { TowersServer, type TowersServerOptions } from '../servers/towersServer';
import { runCli, type CliResult } from './runCli';

const root = path.resolve(__dirname, '..', '..');

interface Exported {
  readonly files: readonly {
    readonly checkpoint: { readonly id: string; readonly hash: string };
    readonly prompts: readonly { readonly meanCosine: number }[];
    readonly judge?: { readonly checkpoint: { readonly id: string } };
    readonly problems: readonly { readonly code: string; readonly message: string }[];
  }[];
}

const other = path.join(root, 'test', 'fixtures', 'checkpoints', 'hf-quick-gelu');

describe('spellwright score --server', () => {
  const temporary = temporaryFolder();
  let local: Model;
  let server: TowersServer | undefined;
  before(async () => {
    local = await loadModel(path.join(root, 'models', 'mini'), { threads: 1 });
  });
  after(() => local.dispose());
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const score = async (
    options: Partial<TowersServerOptions>,
    environment: Record<string, string>,
    words: readonly string[] = [],
  ): Promise<CliResult> => {
    await server?.close();
    server = await TowersServer.start({ ...miniTowers(local), ...options });
    const cwd = temporary();
    await copyFile(path.join(root, 'examples', 'refs', 'apple-labelled-dog.png'), path.join(cwd, 'a.png'));
    await writeFile(path.join(cwd, 'a.spell'), '---\nimages: [a.png]\n---\n\na red apple\n\na blue cup\n');
    const { url } = server;
    const named =
      words.length > 0 ? words.map((word) => (word === 'SERVER' ? url : word)) : ['--server', url];
    return runCli(['score', 'a.spell', '--format', 'json', ...named], { cwd, environment });
  };
  const first = ({ stdout }: CliResult): Exported['files'][number] =>
    (JSON.parse(stdout) as Exported).files[0]!;

  it('has a second judge computed here, and sends nothing for it', async () => {
    const judged = await score({}, {}, ['--server', 'SERVER', '--judge', other]);
    const sentFor = server!.asked.length;
    assert.deepEqual(
      [first(judged).checkpoint.id, first(judged).judge?.checkpoint.id],
      [`mini (${new URL(server!.url).host})`, 'hf-quick-gelu'],
    );
    assert.equal(judged.code, 0, judged.stderr);
    const itself = await score({}, {}, ['--server', 'SERVER', '--judge', 'mini']);
    assert.equal(first(itself).judge, undefined);
    assert.equal(server!.asked.length, sentFor, 'the server is asked for the first one alone');
    assert.match(itself.stderr, /the judge is the checkpoint that scores the file/);
    // What the server does not run is refused by name, also where it runs the judge.
    const wrong = await score({}, {}, ['--server', 'SERVER', '--model', other, '--judge', 'mini']);
    assert.deepEqual([wrong.code, first(wrong).problems.map(({ code }) => code)], [2, ['server-answer']]);
  });

  it('has the checkpoint run there, with a token of the environment, and gives the scores its name', async () => {
    const served = await score({ token: 'secret' }, { SPELLWRIGHT_SERVER_TOKEN: 'secret' });
    const { checkpoint, prompts, problems } = first(served);
    assert.equal(served.code, 0, served.stderr);
    assert.equal(checkpoint.id, `mini (${new URL(server!.url).host})`);
    assert.deepEqual(problems, []);
    // Texts as they are, pictures as the tower sees them, and no name of a file.
    const sent = server!.asked.map(({ body }) => JSON.stringify(body)).join('\n');
    assert.match(sent, /a red apple/);
    assert.doesNotMatch(sent, /a\.png|a\.spell/);

    const here = first(await score({}, {}, ['--server', '']));
    assert.deepEqual(server!.asked, []);
    assert.notEqual(here.checkpoint.hash, checkpoint.hash);
    prompts.forEach(({ meanCosine }, i) =>
      assert.ok(Math.abs(meanCosine - here.prompts[i]!.meanCosine) < 1e-5),
    );
  });

  it('says by how much a server differs, and in what', async () => {
    const { embedPicture } = miniTowers(local);
    const other = async (png: Buffer): Promise<Float32Array> => {
      const row = await embedPicture(png);
      return row.map((each, i) => each + (i % 2 ? 0.004 : -0.004));
    };
    const { problems } = first(await score({ embedPicture: other }, {}));
    const [problem, ...others] = problems;
    assert.deepEqual(others, []);
    assert.equal(problem?.code, 'server-differs');
    assert.match(
      problem.message,
      /cosine 1\.00000 for a text, 0\.99\d+ for a picture.*preprocesses pictures/,
    );
  });

  it('says that a server answers with one model and then another, and scores nothing by it', async () => {
    const { embedText } = miniTowers(local);
    let answers = 0;
    const changing = (text: string): Promise<Float32Array> => {
      server!.faults.says = { system_fingerprint: String(answers++) };
      return embedText(text);
    };
    const served = await score({ embedText: changing }, {});
    assert.deepEqual([served.code, first(served).problems.map(({ code }) => code)], [2, ['server-changing']]);
  });

  it('refuses an address that holds a password or a key, and does not show them', async () => {
    const key = 'hidden-key';
    for (const address of [
      `https://me:${key}@towers.example.org`,
      `https://towers.example.org/v1?key=${key}`,
    ]) {
      const { code, stdout, stderr } = await score({}, {}, ['--server', address]);
      assert.equal(code, 2);
      assert.match(stderr, /"?(https:\/\/)?towers\.example\.org(\/v1)?" is no address of a server/);
      assert.doesNotMatch(stdout + stderr, /hidden-key/);
    }
  });

  /** A run of each command that has no `--server`. */
  const withoutOption: Readonly<Record<string, readonly string[]>> = {
    lint: ['a.spell'],
    read: ['a.png'],
    find: ['a red apple', 'a.png'],
    convert: ['a.spell', '--to', 'comfyui'],
    tokens: ['a.spell'],
    models: ['list'],
    device: [],
    cache: [],
    generators: [],
    mcp: [],
  };

  it('is named by an option of every other command', async () => {
    const helpOf = async (...words: string[]): Promise<string> => {
      let help = '';
      const write = (text: string): void => void (help += text);
      const handlers = {} as Handlers; // help runs none
      await runProgram([...words, '--help'], {
        ...{ version: '', language: 'en', handlers, write },
        writeError: () => undefined,
      });
      return help;
    };
    const commands = [...(await helpOf()).matchAll(/^  ([a-z]+) /gm)].map(([, command]) => command!);
    assert.ok(commands.length >= 20, String(commands));
    const helps = await Promise.all(commands.map((command) => helpOf(command)));
    const without = commands.filter((_, i) => !helps[i]!.includes('--server '));
    assert.deepEqual(without.sort(), Object.keys(withoutOption).sort());
  });

  for (const [command, words] of Object.entries(withoutOption))
    it(`is not asked by ${command}, which has no option for it`, async () => {
      server = await TowersServer.start(miniTowers(local));
      const cwd = temporary();
      await copyFile(path.join(root, 'examples', 'refs', 'red-apple.png'), path.join(cwd, 'a.png'));
      await writeFile(path.join(cwd, 'a.spell'), '---\nimages: [a.png]\n---\n\na red apple\n');
      const environment = { SPELLWRIGHT_SERVER: server.url };
      const { code, stderr } = await runCli([command, ...words], { cwd, environment });
      assert.ok(code === 0 || code === 1, stderr);
      assert.deepEqual(
        server.asked.map(({ path }) => path),
        [],
      );
    });

  it('says what to do where the token is refused, and does not show it', async () => {
    const { code, stderr } = await score({ token: 'right' }, { SPELLWRIGHT_SERVER_TOKEN: 'wrong-one' });
    assert.equal(code, 2);
    assert.match(stderr, /refused the token \(HTTP 401\).*SPELLWRIGHT_SERVER_TOKEN/);
    assert.doesNotMatch(stderr, /wrong-one/);
  });
});
