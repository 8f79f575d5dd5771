import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli, startCli, tinyModel, type CliResult } from './runCli';

const picture = (name: string): Buffer =>
  readFileSync(resolve(__dirname, '../fixtures/checkpoints/pictures', name));

describe('spellwright score', function () {
  this.timeout(300_000);

  const wide = picture('wide.png');
  const folder = temporaryFolder({
    'refs/wide.png': wide,
    'refs/tall.png': picture('tall.png'),
    'bad/text.png': 'no picture',
    'bad/cut.png': wide.subarray(0, wide.length / 2),
    'fish.spell': '---\nimages: refs/*.png\n---\n### two fish\n{red|blue} fish\n### 魚\n赤い魚',
    'plain.spell': 'a fish',
    'problems.spell':
      '---\nimages: [refs/wide.png, bad/*.png, gone.png]\nmood: calm\n---\na fish\n\n(an (open bracket\n',
    'all-bad.spell': '---\nimages: bad/*.png\n---\na fish',
    'empty.spell': '',
    'comment.spell': '---\nimages: refs/*.png\n---\n# nothing yet\n',
    'yaml.spell': '---\nimages: [refs/wide.png\n---\na fish',
    'long.spell': `---\nimages: refs/*.png\n---\n${'many words '.repeat(40)}`,
    'names-model.spell': '---\nimages: refs/*.png\nmodel: ./nowhere\n---\na fish',
    'judged.spell': `---\nimages: refs/*.png\njudge: ${join(tinyModel, '../hf-gelu-legacy-end')}\n---\nred fish\n\nblue fish`,
    'names-judge.spell': '---\nimages: refs/*.png\njudge: ./nowhere\n---\na fish',
    'bytes.spell': Uint8Array.of(0x61, 0xff, 0xff),
    'broken-model/config.json': '{',
    'some/one.spell': '---\nimages: ../refs/*.png\n---\na fish',
    'some/deeper/two.spell': '---\nimages: ../../refs/*.png\n---\na fish',
    'none/readme.txt': '',
  });
  after(folder.remove);

  const score = (words: readonly string[], environment?: Record<string, string>): Promise<CliResult> =>
    runCli(['score', '--model', tinyModel, ...words], { cwd: folder.path, environment });

  it('ranks the prompts of a file, and says by which checkpoint', async () => {
    const { code, stdout, stderr } = await score(['fish.spell']);
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.match(stdout, /^fish\.spell\n2 pictures · 3 prompts · hf-quick-gelu \([0-9a-f]{12}\)\n/);
    for (const prompt of ['red fish', 'blue fish', '赤い魚']) assert.ok(stdout.includes(prompt), prompt);
    assert.ok(!stdout.includes('\x1b'), 'no colours in a pipe');
    const titles = stdout.split('\n').find((line) => line.startsWith('#'))!;
    assert.ok(titles.includes('p(spell|image)') && titles.includes('cosine'));
  });

  it('writes JSON whose numbers are probabilities', async () => {
    const { code, stdout } = await score(['fish.spell', '--format', 'json']);
    assert.equal(code, 0);
    const [file] = JSON.parse(stdout).files;
    assert.match(file.checkpoint.hash, /^[0-9a-f]{64}$/);
    assert.equal(file.prompts.length, 3);
    for (const image of [0, 1]) {
      const sum = file.spells.reduce(
        (total: number, { spellGivenImage }: { spellGivenImage: number[] }) =>
          total + spellGivenImage[image]!,
        0,
      );
      assert.ok(Math.abs(sum - 1) < 1e-5, `${sum}`);
    }
    assert.deepEqual(
      file.images.map(({ path }: { path: string }) => path),
      [join(folder.path, 'refs/tall.png'), join(folder.path, 'refs/wide.png')],
    );
  });

  it('has a second checkpoint score the same file by itself, and says whether the two agree', async () => {
    const [table, json] = await Promise.all([
      score(['judged.spell', 'names-judge.spell']),
      score(['fish.spell', '--judge', join(tinyModel, '../hf-gelu-legacy-end'), '-f', 'json']),
    ]);
    assert.match(table.stdout, /prompts · hf-quick-gelu .*Second judge: hf-gelu-legacy-end [0-9a-f]{12}\n/s);
    assert.match(table.stdout, /cannot be told: 2 different pictures, and 5 are the fewest/);
    assert.equal(table.code, 1, 'where the judge cannot be had the scores of the first stand');
    assert.match(table.stderr, /^names-judge\.spell:3:8.*nowhere/);
    assert.match(table.stdout, /names-judge\.spell\n.*a fish/s);
    assert.equal(json.code, 0);
    const [{ checkpoint, prompts, judge }] = JSON.parse(json.stdout).files;
    assert.deepEqual([checkpoint.id, judge.checkpoint.id], ['hf-quick-gelu', 'hf-gelu-legacy-end']);
    assert.notDeepEqual(judge.prompts[0].cosine, prompts[0].cosine);
    const { verdict, of, pairs, differentPictures } = judge.agreement;
    assert.deepEqual([verdict, of, pairs, differentPictures], ['cannot-tell', 'spells', 1, 2]);
  });

  it('gives every format the same ranking', async () => {
    const [json, csv, markdown, table] = await Promise.all(
      ['json', 'csv', 'markdown', 'table'].map(
        async (format) => (await score(['fish.spell', '-f', format])).stdout,
      ),
    );
    const expected = JSON.parse(json!).files[0].prompts.map(({ text }: { text: string }) => text);
    for (const output of [csv!, markdown!, table!]) {
      const places = expected.map((text: string) => output.indexOf(text));
      assert.ok(
        places.every((at: number, i: number) => at > (places[i - 1] ?? 0)),
        `${output}\n${expected}`,
      );
      assert.match(output, /[0-9a-f]{12}/);
    }
    assert.ok(csv!.endsWith('\r\n'));
  });

  it('shows the best only when asked', async () => {
    const { stdout } = await score(['fish.spell', '--top', '1']);
    assert.match(stdout, /… and 1 more; --top 2 shows them/);
  });

  it('names every problem with its place, and scores the rest', async () => {
    const { code, stdout, stderr } = await score(['problems.spell']);
    assert.equal(code, 1);
    assert.match(stdout, /1 picture · 2 prompts/);
    const lines = stderr.trimEnd().split('\n');
    const about = (place: string, text: string): void =>
      assert.ok(
        lines.some((line) => line.startsWith(`problems.spell:${place}: `) && line.includes(text)),
        `${place} ${text}\n${stderr}`,
      );
    about('2:25', 'text.png is not a PNG');
    about('2:25', 'cut.png');
    about('2:36', '"gone.png"');
    about('3:1', '"mood"');
    about('7:1', 'never closed');
  });

  it('adds pictures from the command line', async () => {
    const { code, stdout } = await score(['plain.spell', '--images', 'refs/*.png']);
    assert.equal(code, 0);
    assert.match(stdout, /2 pictures · 1 prompt/);
    const wrong = await score(['fish.spell', '--images', 'nothing/*.png']);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /No picture matches "nothing\/\*\.png".*the current folder/);
  });

  for (const [file, message] of [
    ['plain.spell', /plain\.spell:1:1: error: No pictures/],
    ['all-bad.spell', /all-bad\.spell:1:1: error: None of the pictures can be read/],
    ['empty.spell', /empty\.spell:1:1: error: There is no prompt/],
    ['comment.spell', /comment\.spell:1:1: error: There is no prompt/],
    ['missing.spell', /missing\.spell: error: There is no such file/],
    ['bytes.spell', /bytes\.spell: error: .*not UTF-8/],
    ['none', /none: error: No \.spell file/],
  ] as const) {
    it(`says what is wrong with ${file}, and ends with 2`, async () => {
      const { code, stdout, stderr } = await score([file]);
      assert.match(stderr, message);
      assert.equal(code, 2);
      assert.equal(stdout, '');
    });
  }

  it('names bad YAML, and uses what it can of it', async () => {
    const { code, stdout, stderr } = await score(['yaml.spell']);
    assert.equal(code, 1);
    assert.match(stderr, /^yaml\.spell:3:1: error: .*is not closed/);
    assert.match(stdout, /1 picture · 1 prompt/);
  });

  it('scores the other files when one cannot be read', async () => {
    const { code, stdout, stderr } = await score(['missing.spell', 'fish.spell']);
    assert.equal(code, 2);
    assert.match(stdout, /^fish\.spell\n/);
    assert.match(stderr, /missing\.spell/);
  });

  it('takes a folder for every spell file below it', async () => {
    const { code, stdout } = await score(['some']);
    assert.equal(code, 0);
    assert.ok(stdout.indexOf('some/deeper/two.spell') >= 0 && stdout.indexOf('some/one.spell') >= 0);
  });

  it('warns of words that the model does not read', async () => {
    const { code, stderr } = await score(['long.spell']);
    assert.equal(code, 1);
    assert.match(stderr, /long\.spell:4:\d+: warning: \d+ tokens, but the model reads \d+: nothing from "/);
  });

  it('says so when a model is unknown or broken', async () => {
    const unknown = await score(['fish.spell', '--model', 'gpt']);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /fish\.spell: error: There is no model named "gpt"/);
    const named = await runCli(['score', 'names-model.spell'], { cwd: folder.path });
    assert.equal(named.code, 2);
    assert.match(named.stderr, /names-model\.spell:3:8: error: There is no model named "\.\/nowhere"/);
    const broken = await score(['fish.spell', '--model', 'broken-model']);
    assert.equal(broken.code, 2);
    assert.match(broken.stderr, /error: The model (file|folder)/);
  });

  it('speaks Japanese where the locale is', async () => {
    const { stdout, stderr } = await score(['problems.spell'], { LC_ALL: 'ja_JP.UTF-8' });
    assert.match(stdout, /画像1枚・プロンプト2件/);
    assert.match(stderr, /problems\.spell:2:36: エラー: 画像「gone\.png」がありません/);
  });

  it('lets no prompt steer the terminal', async () => {
    const evil = temporaryFolder({
      'evil.spell': '---\ndialect: plain\n---\ncat \x1b[31mred\x1b[0m \u202egnp',
      'a.png': wide,
    });
    const { stdout } = await score([join(evil.path, 'evil.spell'), '--images', join(evil.path, 'a.png')]);
    evil.remove();
    assert.ok(stdout.includes('cat'));
    assert.ok(!/[\x1b\u202e]/.test(stdout));
  });

  it('ends quietly when its reader has seen enough', async () => {
    const { process: child, done } = startCli(['score', '--model', tinyModel, 'fish.spell'], {
      cwd: folder.path,
    });
    child.stdout!.destroy();
    const { code, stderr } = await done;
    assert.equal(stderr, '');
    assert.equal(code, 0);
  });
});

describe('spellwright, where nothing can be written', function () {
  this.timeout(300_000);
  const folder = temporaryFolder({ 'a.spell': 'cat', 'a-file': '' });
  after(folder.remove);

  it('names both folders, and what to do', async () => {
    const nowhere = join(folder.path, 'a-file');
    const { code, stderr } = await runCli(['tokens', '--model', tinyModel, 'a.spell'], {
      cwd: folder.path,
      environment: { XDG_CACHE_HOME: nowhere, TMPDIR: nowhere },
    });
    assert.equal(code, 2);
    assert.match(stderr, /^a\.spell: error: Nothing can be written: neither in the cache folder/);
    assert.ok(
      stderr.includes(join(nowhere, 'spellwright')) && stderr.includes(`temporary folder ${nowhere} (`),
      stderr,
    );
  });

  it('needs only one of them', async () => {
    const { code, stderr } = await runCli(['tokens', '--model', tinyModel, 'a.spell'], {
      cwd: folder.path,
      environment: { XDG_CACHE_HOME: join(folder.path, 'a-file') },
    });
    assert.equal(stderr, '');
    assert.equal(code, 0);
  });
});

describe('spellwright tokens', function () {
  this.timeout(300_000);
  const folder = temporaryFolder({ 'a.spell': `cat\n\n${'many words '.repeat(40)}` });
  after(folder.remove);

  it('counts, shows what is lost, and needs no pictures', async () => {
    const { code, stdout } = await runCli(['tokens', '--model', tinyModel, 'a.spell'], { cwd: folder.path });
    assert.equal(code, 1);
    const [short, long] = stdout.split('\n').filter((line) => /^\s*\d+\/\d+/.test(line));
    assert.match(short!, /cat$/);
    assert.match(long!, /many words many\b/);
    assert.match(stdout, /not read/);
  });
});

describe('spellwright', function () {
  this.timeout(300_000);
  const cwd = __dirname;

  it('helps, in two languages', async () => {
    const english = await runCli(['--help'], { cwd });
    assert.equal(english.code, 0);
    for (const word of ['score', 'tokens', '--version', 'Exit codes'])
      assert.ok(english.stdout.includes(word), word);
    const japanese = await runCli(['score', '--help'], { cwd, environment: { LANG: 'ja_JP.UTF-8' } });
    assert.match(japanese.stdout, /使い方: spellwright score/);
    assert.match(japanese.stdout, /--format[^\n]*結果の書式: table, json, csv, markdown/);
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(resolve(__dirname, '../../package.json'), 'utf8'));
    assert.equal((await runCli(['--version'], { cwd })).stdout, `${version}\n`);
  });

  for (const [words, message] of [
    [[], /Usage/],
    [['scroe'], /Unknown command scroe/],
    [['scroe', '--help'], /Unknown command scroe/],
    [['--help', 'scroe'], /Unknown command scroe/],
    [['models', 'frob', '-h'], /Unknown command frob\.\nSee: spellwright models --help/],
    [['score'], /Name at least one FILE/],
    [['score', 'a.spell', '--formt'], /Unknown option --formt/],
    [
      ['score', 'a.spell', '--format', 'xml'],
      /--format <FORMAT> cannot be "xml"\. It takes: table, json, csv, markdown\./,
    ],
    [['score', 'a.spell', '--top', '0'], /--top <N> cannot be "0"\. It takes: a whole number from 1\./],
    [
      ['evolve', 'a.spell', '--population', '10001'],
      /--population <N> cannot be "10001"\. It takes: a whole number from 4 to 10000\./,
    ],
    [['score', 'a.spell', '--model'], /--model/],
  ] as const) {
    it(`ends with 2 at wrong use: ${words.join(' ') || 'nothing'}`, async () => {
      const { code, stdout, stderr } = await runCli(words, { cwd });
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, message);
    });
  }
});
