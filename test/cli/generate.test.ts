import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '../files/temporaryFolder';
import { api, usual } from '../generators/comfyui/workflows';
import { AutomaticServer } from '../generators/servers/automaticServer';
import { startComfy, type ComfyServer } from '../generators/servers/comfyui';
import type { TestServer } from '../generators/servers/testServer';
import { runCli, startCli, type CliResult } from './runCli';

interface Report {
  readonly generator: { readonly family: string; readonly url: string };
  readonly files: readonly {
    readonly seeds: readonly string[];
    readonly pictures: number;
    readonly known: number;
    readonly references: number;
    readonly failure: { readonly code: string } | null;
    readonly comparedSeeds: readonly string[];
    readonly variants: readonly {
      readonly text: string;
      readonly prompt: string;
      readonly rank: number | null;
    }[];
    readonly drawn: readonly {
      readonly known: boolean;
      readonly seed: string;
      readonly file: string;
      readonly remarks: readonly { readonly code: string }[];
      readonly judged: { readonly closeness?: number; readonly ownCosine: number } | null;
    }[];
  }[];
}

const head = '---\nimages: refs/*.png\ngenerate:\n  size: 16x16\n---\n';
const refs = path.resolve(__dirname, '../../examples/refs');
const pictures = ['red-apple.png', 'two-cats-blue.png'];

describe('spellwright generate', function () {
  const folder = temporaryFolder({
    'grid.spell': `${head}### ball\na {red|blue} ball\nNegative prompt: blurry\n### cat\na (cat:1.2) <lora:ink:0.5>\n`,
    'model.spell': `${head.replace('16x16', '16x16\n  model: sketches')}a red ball\n`,
    'hostile.spell': '---\ngenerate: {size: 16x16, foo: 3}\n---\na \x1b[2Jball \x07\n',
    'one.spell': `${head}a red ball\n`,
    'bare.spell': '### ball\na {red|blue} ball\n### cat\na cat\n',
    'many.spell': '### ball\na {1|2|3|4} {1|2|3|4} ball\n',
    'cat.spell': '### cat\na cat\n',
    'mine.json': api(usual()),
    'stop.spell': `${head}a {red|blue|green} ball\n`,
  });
  let web: AutomaticServer;
  let comfy: ComfyServer;
  before(async () => {
    for (const name of pictures) cpSync(path.join(refs, name), path.join(folder.path, 'refs', name));
    [web, comfy] = await Promise.all([AutomaticServer.start('a1111'), startComfy()]);
  });
  after(async () => {
    await Promise.all([web, comfy].map((server) => server.close()));
    folder.remove();
  });
  afterEach(() => (web.fault = undefined));

  const words = (file: string, server: TestServer, ...more: string[]): string[] => [
    'generate',
    file,
    '--generator',
    server.url,
    ...more,
  ];
  const run = (
    file: string,
    server: TestServer,
    more: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<CliResult> => runCli(words(file, server, ...more), { cwd: folder.path, environment });
  const drawn = (server: TestServer): number =>
    server.requests.filter(({ path: route }) => route === '/sdapi/v1/txt2img' || route === '/prompt').length;
  const kept = (out: string): string[] =>
    existsSync(path.join(folder.path, out))
      ? readdirSync(path.join(folder.path, out), { recursive: true })
          .map(String)
          .filter((name) => !name.endsWith('.jsonl') && path.extname(name) !== '')
      : [];

  it('draws a grid with the same seeds, keeps it, judges it, and draws nothing the second time', async () => {
    const first = await run('grid.spell', web, ['--seeds', '2', '--format', 'json']);
    assert.equal(first.code, 0, first.stderr);
    const report = JSON.parse(first.stdout) as Report;
    const [file] = report.files;
    assert.deepEqual([report.generator.family, report.generator.url], ['a1111', web.url]);
    assert.deepEqual([file!.pictures, file!.known, file!.seeds], [6, 0, ['1', '2']]);
    assert.deepEqual(
      file!.drawn.map(({ seed }) => seed),
      ['1', '1', '1', '2', '2', '2'],
    );
    assert.deepEqual(
      file!.variants.map(({ prompt }) => prompt),
      ['a red ball', 'a blue ball', 'a (cat:1.2) <lora:ink:0.5>'],
    );
    assert.deepEqual(file!.variants.map(({ rank }) => rank).sort(), [1, 2, 3]);
    assert.ok(file!.drawn.every(({ judged }) => judged!.closeness !== undefined));
    assert.deepEqual([file!.references, file!.comparedSeeds], [2, ['1', '2']]);
    assert.match(first.stderr, /Pictures: 6 \(variants: 3, seeds: 2, from 1 to 2\), on A1111/);
    assert.match(first.stderr, /width 16 \(generate:\)/);
    assert.equal(drawn(web), 6);
    assert.deepEqual(file!.drawn.map((each) => path.normalize(each.file)).sort(), kept('generated').sort());
    assert.match(
      readFileSync(path.join(folder.path, 'generated', file!.drawn[0]!.file), 'latin1'),
      /Negative prompt: blurry/,
      'the generator’s own metadata',
    );

    const second = await run('grid.spell', web, ['--seeds', '2'], { LANG: 'ja_JP.UTF-8' });
    assert.equal(second.code, 0);
    assert.equal(drawn(web), 6, 'nothing further');
    assert.match(second.stderr, /うち 6 枚はすでにあります/);
    assert.match(second.stdout, /シードが足りません/);
    assert.equal(kept('generated').length, 6);
  });

  it('has ComfyUI draw as well, in its own dialect', async () => {
    const more = ['--seeds', '1', '--seed', '18446744073709551615', '--format', 'json', '--out', 'comfy'];
    const { code, stdout, stderr } = await run('grid.spell', comfy, more);
    assert.equal(code, 0, stderr);
    const [file] = (JSON.parse(stdout) as Report).files;
    assert.deepEqual(
      file!.drawn.map(({ seed }) => seed),
      ['18446744073709551615', '18446744073709551615', '18446744073709551615'],
    );
    assert.equal(file!.variants[2]!.prompt, 'a (cat:1.2) <lora:ink:0.5>');
    assert.equal(kept('comfy').length, 3);
  });

  it('draws with a workflow of the user’s own, whose places are said, written, and taken as corrected', async () => {
    const more = ['-n', '1', '--workflow', 'mine.json', '--bindings', 'places.json', '-o', 'own'];
    const first = await run('one.spell', comfy, ['--plan', ...more]);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /workflow: prompt goes to text of node 6 \(CLIPTextEncode\)/);
    assert.match(first.stderr, /written to places\.json/);
    const places = path.join(folder.path, 'places.json');
    const written = JSON.parse(readFileSync(places, 'utf8')) as Record<string, { node: string }[]>;
    assert.deepEqual(
      [written.prompt!.map(({ node }) => node), written.negative!.map(({ node }) => node)],
      [['6'], ['7']],
    );
    // The two texts change places.
    writeFileSync(
      places,
      JSON.stringify({ ...written, prompt: written.negative, negative: written.prompt, model: [] }),
    );
    const second = await run('one.spell', comfy, more);
    assert.equal(second.code, 0, second.stderr);
    assert.match(second.stderr, /workflow: prompt goes to text of node 7/);
    const sent = comfy.requests.findLast(({ path: route }) => route === '/prompt')!.text;
    const { prompt } = JSON.parse(sent) as { prompt: Record<string, { inputs: { text?: string } }> };
    assert.equal(prompt['7']!.inputs.text, 'a red ball');
  });

  it('says each time that another model drew than was asked for', async () => {
    web.fault = 'other-model';
    for (const time of ['drawn', 'answered from its record']) {
      const before = drawn(web);
      const { code, stdout, stderr } = await run('model.spell', web, [
        '-n',
        '1',
        '--format',
        'json',
        '-o',
        'm',
      ]);
      assert.equal(code, 0);
      assert.match(stderr, /Asked for the model .*sketches.*, and scenes drew/);
      assert.equal((JSON.parse(stdout) as Report).files[0]!.drawn[0]!.remarks.length, 1, time);
      assert.ok(drawn(web) - before <= 1);
    }
  });

  it('keeps what is finished when the generator fails, and says why', async () => {
    web.fault = undefined;
    const start = drawn(web);
    web.spoil = (reply) => {
      if (drawn(web) - start >= 3) web.fault = 'out-of-memory';
      return reply;
    };
    const { code, stdout, stderr } = await run('stop.spell', web, [
      '-n',
      '2',
      '--format',
      'json',
      '-o',
      'dies',
    ]);
    web.spoil = (reply) => reply;
    assert.equal(code, 2);
    const [file] = (JSON.parse(stdout) as Report).files;
    assert.deepEqual([file!.failure!.code, file!.drawn.length], ['generator-out-of-memory', 3]);
    assert.deepEqual(file!.comparedSeeds, ['1'], 'all variants of the first seed are there');
    assert.equal(kept('dies').length, 3);
    assert.match(stderr, /memory/);
  });

  it('compares nothing where the generator failed before any seed was whole, and does not say why wrongly', async () => {
    const start = drawn(web);
    web.spoil = (reply) => {
      if (drawn(web) - start >= 1) web.fault = 'out-of-memory';
      return reply;
    };
    const { code, stdout } = await run('stop.spell', web, ['-n', '2', '-o', 'dies-first']);
    web.spoil = (reply) => reply;
    assert.equal(code, 2);
    assert.match(stdout, /different references: 2, seeds that all variants have: 0/);
    assert.match(stdout, /Too few seeds to say which came out closer: 5 or more tell \(0 so far\)/);
    assert.doesNotMatch(stdout, /names no readable reference pictures/);
  });

  it('keeps what is finished at Ctrl+C, and stops the generator', async () => {
    const start = drawn(web);
    const stops = web.stops;
    web.spoil = (reply) => {
      if (drawn(web) - start === 2) web.hold();
      return reply;
    };
    const { process: child, done } = startCli(words('stop.spell', web, '-o', 'stopped'), {
      cwd: folder.path,
    });
    // The third picture hangs: two are kept.
    while (drawn(web) - start < 3 || kept('stopped').length < 2) {
      assert.equal(child.exitCode, null, 'still at work');
      await delay(10);
    }
    child.kill('SIGINT');
    const { code, stdout, stderr } = await done;
    web.spoil = (reply) => reply;
    web.release();
    assert.deepEqual([code, stdout, kept('stopped').length], [130, '', 2]);
    assert.match(stderr, /Stopped\. Finished and kept in stopped: 2\./);
    assert.equal(web.stops - stops, 1);
  });

  it('draws what names no reference pictures, and lets no text steer the terminal', async () => {
    const { code, stdout, stderr } = await run('hostile.spell', web, ['-n', '1', '-o', 'plain']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /names no readable reference pictures/);
    assert.doesNotMatch(stdout + stderr, /[\x00-\x08\x0b-\x1f]/);
    assert.equal(stderr.match(/foo/g)!.length, 1, 'told once');
    assert.doesNotMatch(stderr, /No pictures to score/);
  });

  it('draws nothing for --plan', async () => {
    const before = drawn(web);
    const { code, stdout, stderr } = await run('stop.spell', web, ['--plan', '-o', 'planned']);
    assert.deepEqual([code, stdout, drawn(web), kept('planned')], [0, '', before, []]);
    assert.match(stderr, /Pictures: 12/);
  });

  it('plans the spell that is named, with reference pictures or without, unless it would be too many pictures', async () => {
    const { code, stderr } = await runCli(
      [
        'generate',
        'bare.spell',
        'many.spell',
        'cat.spell',
        '-g',
        web.url,
        '--plan',
        '-n',
        '1000',
        '-s',
        'ball',
      ],
      { cwd: folder.path },
    );
    assert.equal(code, 2);
    assert.match(stderr, /^Pictures: 2000 \(variants: 2, seeds: 1000/m);
    assert.match(stderr, /many\.spell: 16000 pictures \(variants: 16, seeds: 1000\) are more than the 10000/);
    assert.match(stderr, /No spell of cat\.spell is called “ball”. There are: cat\./);
  });

  it('does not know the best without reference pictures', async () => {
    const { code, stderr } = await run('bare.spell', web, ['--best', '-o', 'planned']);
    assert.deepEqual([code, kept('planned')], [2, []]);
    assert.match(stderr, /the best is not known without reference pictures/);
  });

  it('passes over nothing that is given for this run', async () => {
    for (const parameters of ['Stpes: 20', 'Steps: 20, Size: 5', 'steps=20']) {
      const { code, stderr } = await run('stop.spell', web, ['--parameters', parameters]);
      assert.equal(code, 2, parameters);
      assert.match(stderr, /--parameters .*not understood.*Steps, CFG scale/);
    }
  });

  it('draws nothing where the pictures cannot be kept', async () => {
    const before = drawn(web);
    const { code, stderr } = await run('stop.spell', web, ['-o', 'stop.spell']);
    assert.deepEqual([code, drawn(web)], [2, before]);
    assert.match(stderr, /there is a file where a folder should be|ENOTDIR|no such file|missing/i);
  });

  it('ends with 2 where one of its files cannot be read, and draws the other', async () => {
    const { code } = await runCli(
      ['generate', 'gone.spell', 'model.spell', '-g', web.url, '-n', '1', '-o', 'm'],
      { cwd: folder.path },
    );
    assert.equal(code, 2);
  });

  it('says what to do without an address, and with one where nobody is', async () => {
    const none = await runCli(['generate', 'grid.spell'], { cwd: folder.path });
    assert.equal(none.code, 2);
    assert.match(none.stderr, /--generator|SPELLWRIGHT_GENERATOR/);
    const nobody = await runCli(['generate', 'grid.spell'], {
      cwd: folder.path,
      environment: { SPELLWRIGHT_GENERATOR: 'http://127.0.0.1:1' },
    });
    assert.equal(nobody.code, 2);
    assert.match(nobody.stderr, /Nobody answers at http:\/\/127\.0\.0\.1:1/);
    assert.doesNotMatch(nobody.stderr, /not this machine/);
  });

  it('says once to which machine prompts are sent, where that is another one', async () => {
    const { code, stderr } = await runCli(
      ['generate', 'grid.spell', '-g', 'http://user:secret@nowhere.invalid'],
      {
        cwd: folder.path,
      },
    );
    assert.equal(code, 2);
    assert.equal(stderr.match(/sent to nowhere\.invalid, which is not this machine/g)!.length, 1);
    assert.doesNotMatch(stderr, /secret/);
  });
});
