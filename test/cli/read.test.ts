import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expandPrompt } from '../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { png, stealthPixels, tEXt } from '../core/infotext/pictures';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli } from './runCli';

const fixtures = path.resolve(__dirname, '../fixtures/metadata');
const duck = 'd3x-at+sd-parsers__automatic1111_cropped.png';
const invoke = 'd3x-at+sd-parsers__invokeai_imeta1.png';
const empty = 'd3x-at+sd-parsers__empty_image.png';

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly error: { readonly code: string } | null;
    readonly kind: string | null;
    readonly records: readonly {
      readonly prompt: string;
      readonly negative?: string;
      readonly seed?: string;
      readonly parameters: readonly { readonly name: string; readonly value: string }[];
    }[];
  }[];
}

describe('spellwright read', function () {
  this.timeout(120_000);

  const { path: folder, remove } = temporaryFolder({ 'beside.txt': 'a text beside\nSteps: 12, Seed: 7' });
  const read = (...words: string[]) => runCli(['read', ...words], { cwd: folder });
  after(remove);
  before(() => {
    mkdirSync(path.join(folder, 'deep'));
    for (const [from, to] of [
      [duck, 'duck.png'],
      [duck, 'deep/[1] duck.png'],
      [invoke, 'invoke.png'],
      [empty, 'empty.png'],
      [empty, 'beside.png'],
    ] as const)
      copyFileSync(path.join(fixtures, from), path.join(folder, to));
  });

  it('prints a spell file that reads back as what the picture says', async () => {
    const { stdout, stderr, code } = await read('duck.png', 'deep/[1] duck.png');
    assert.equal(code, 0, stderr);
    const file = parseSpellFile(stdout);
    assert.deepEqual(file.diagnostics, []);
    assert.deepEqual(
      file.frontMatter.images.map(({ value }) => value),
      ['duck.png', 'deep/[1] duck.png'],
    );
    assert.deepEqual(
      file.spells.map(({ name, positive, negative, parameters }) => [
        name?.value,
        expandPrompt(positive, { dialect: 'a1111' }).expansions[0]?.raw,
        negative?.source,
        parameters?.values.get('Seed'),
      ]),
      ['duck', '[1] duck'].map((name) => [name, 'photo of a duck', 'monochrome', '235284042']),
    );
  });

  it('reads a text beside the picture', async () => {
    const { stdout } = await read('beside.png');
    assert.match(stdout, /\n### beside\na text beside\nSteps: 12, Seed: 7\n$/);
  });

  it('says in one sentence that a picture holds nothing', async () => {
    const { stdout, stderr, code } = await read('empty.png');
    assert.deepEqual([stdout, code], ['', 1]);
    assert.match(
      stderr,
      /^No prompt was found in empty\.png, or beside it\.\n“spellwright suggest PICTURE…” proposes words.*\n$/,
    );
  });

  it('says that a picture is cut off, and what is no picture at all', async () => {
    const [cut, page] = ['cut.png', 'page.png'].map((name) => path.join(folder, name)) as [string, string];
    writeFileSync(cut, readFileSync(path.join(fixtures, duck)).subarray(0, 150));
    writeFileSync(page, '<html>');
    const { stdout, stderr, code } = await read('cut.png', 'page.png');
    assert.equal(code, 1);
    assert.match(stdout, /^photo of a duck$/m);
    assert.match(stderr, /^cut\.png is damaged: what was read of it may be cut off\./m);
    assert.match(stderr, /^page\.png is no picture of a kind that is read/m);
    assert.doesNotMatch(stderr, /suggest/, 'nothing can be proposed for what is no picture');
    for (const file of [cut, page]) rmSync(file);
  });

  it('puts no prompt into a file whose dialect reads it otherwise', async () => {
    const { stdout, stderr, code } = await read('duck.png', 'invoke.png', '--dialect', 'a1111');
    assert.equal(code, 1);
    assert.equal(parseSpellFile(stdout).spells.length, 1);
    assert.match(
      stderr,
      /^invoke\.png: its prompt is written for invokeai; .*“--dialect invokeai” reads those/,
    );
    const own = parseSpellFile((await read('duck.png', 'invoke.png', '--dialect', 'invokeai')).stdout);
    assert.deepEqual([own.dialect, own.spells.length], ['invokeai', 2]);
  });

  it('reads what is hidden in the pixels of a WebP', async () => {
    const { width, height, data } = stealthPixels('a hidden owl\nSteps: 20, Seed: 9');
    const raw = { raw: { width, height, channels: 4 } } as const;
    const hidden = temporaryFolder({});
    try {
      await sharp(data, raw).webp({ lossless: true }).toFile(path.join(hidden.path, 'owl.webp'));
      const { stdout, stderr, code } = await runCli(['read', 'owl.webp'], { cwd: hidden.path });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /\n### owl\na hidden owl\nSteps: 20, Seed: 9\n$/);
    } finally {
      hidden.remove();
    }
  });

  it('takes the text with its slots where it is asked to', async () => {
    const infotext = 'a red cat\nNegative prompt: dog\nSteps: 20, Seed: 9\nTemplate: a {red|blue} cat';
    const other = temporaryFolder({ 'cat.png': png([tEXt('parameters', infotext)]) });
    try {
      const { stdout } = await runCli(['read', 'cat.png', '--template'], { cwd: other.path });
      const [spell] = parseSpellFile(stdout).spells;
      const { expansions } = expandPrompt(spell!.positive, { dialect: 'a1111' });
      assert.deepEqual(
        expansions.map(({ raw }) => raw),
        ['a red cat', 'a blue cat'],
      );
      assert.equal(spell!.negative?.source, 'dog');
      const plain = await runCli(['read', 'cat.png'], { cwd: other.path });
      assert.match(plain.stdout, /\na red cat\n/);
    } finally {
      other.remove();
    }
  });

  it('reads folders, and prints all records as JSON', async () => {
    const { stdout, code } = await read('.', '--format', 'json');
    assert.equal(code, 0);
    const { files } = JSON.parse(stdout) as Report;
    assert.deepEqual(files.map((file) => path.basename(file.path)).sort(), [
      '[1] duck.png',
      'beside.png',
      'duck.png',
      'empty.png',
      'invoke.png',
    ]);
    const [record] = files.find((file) => file.path.endsWith('invoke.png'))!.records;
    assert.equal(record!.seed, '3293022630');
  });

  it('names what is no picture file, and goes on', async () => {
    writeFileSync(path.join(folder, 'notes.png'), 'nothing');
    if (process.platform !== 'win32') execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    const { stdout, stderr, code } = await read(
      'gone.png',
      'notes.png',
      ...(process.platform === 'win32' ? [] : ['pipe']),
      'duck.png',
    );
    assert.equal(code, 2);
    assert.match(stderr, /gone\.png: There is no such file/);
    assert.match(stderr, /notes\.png/);
    if (process.platform !== 'win32') assert.match(stderr, /pipe: This is a pipe/);
    assert.equal(parseSpellFile(stdout).spells.length, 1);
  });
});
