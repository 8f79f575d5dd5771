import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli, type CliResult } from './runCli';

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Report {
  readonly files: readonly {
    readonly phrase?: string;
    readonly rivals?: readonly string[];
    readonly checkpoint: { readonly hash: string } | null;
    readonly problems: readonly { readonly code: string }[];
    readonly pictures?: readonly {
      readonly path: string;
      readonly width: number;
      readonly found: boolean;
      readonly presence: number;
      readonly hottest: Area | null;
      readonly grid: { readonly rows: number; readonly columns: number };
      readonly values: readonly number[];
      readonly contrast: readonly number[];
      readonly written: string | null;
    }[];
  }[];
}

const refs = resolve(__dirname, '../../examples/refs');

describe('spellwright where', function () {
  this.timeout(300_000);

  const folder = temporaryFolder({
    ...Object.fromEntries(
      ['red-apple', 'castle-at-night', 'dog-left-of-cat'].map((name) => [
        `refs/${name}.png`,
        readFileSync(join(refs, `${name}.png`)),
      ]),
    ),
    'all.spell': '---\nimages: refs/*.png\n---\n### one\nan apple, a castle\n### two\na dog',
    'one.spell': '---\nimages: refs/red-apple.png\n---\nan apple, a castle',
    'none.spell': 'an apple',
  });
  after(folder.remove);
  const run = (...words: string[]): Promise<CliResult> => runCli(['where', ...words], { cwd: folder.path });
  const report = async (...words: string[]): Promise<Report['files'][0]> => {
    const { stdout } = await run('--format', 'json', ...words);
    return (JSON.parse(stdout) as Report).files[0]!;
  };

  it('finds a thing in the picture that shows it, and not in the others', async () => {
    const { pictures, rivals, checkpoint } = await report('all.spell', '--phrase', 'an apple');
    assert.match(checkpoint!.hash, /^[0-9a-f]{64}$/);
    assert.deepEqual([...rivals!].sort(), ['a castle', 'a dog']);
    const found = pictures!.filter((picture) => picture.found).map(({ path }) => path);
    assert.deepEqual(found, [join('refs', 'red-apple.png')]);
    for (const { grid, values, contrast, found: isFound, hottest } of pictures!) {
      assert.deepEqual([values.length, contrast.length], [64, 64], JSON.stringify(grid));
      assert.equal(hottest === null, !isFound);
      // On one scale: where it is not, nothing is hot.
      assert.ok(isFound ? Math.max(...values) === 1 : Math.max(...values) < 0.5);
    }
  });

  it('tells the dog from the other side of the picture', async () => {
    const { pictures } = await report('all.spell', '--phrase', 'a dog', '--picture', 'dog-left-of-cat.png');
    const [{ hottest, width }] = pictures as [NonNullable<typeof pictures>[0]];
    assert.ok((hottest!.left + hottest!.right) / 2 < width / 2, JSON.stringify(hottest));
  });

  it('writes the maps into a folder, and replaces nothing unasked', async () => {
    mkdirSync(join(folder.path, 'out'));
    const { code, stdout } = await run('all.spell', '--phrase', 'an apple', '--out', 'out');
    assert.equal(code, 0, stdout);
    const file = join(folder.path, 'out', 'red-apple-where.png');
    const { width, height } = await sharp(file).metadata();
    assert.ok(width >= 512 && height >= 512);
    const changes = await Promise.all(
      ['red-apple', 'castle-at-night'].map(async (name) => {
        const [drawn, original] = await Promise.all(
          [join(folder.path, 'out', `${name}-where.png`), join(refs, `${name}.png`)].map((each) =>
            sharp(each).resize(64, 64).flatten({ background: 'white' }).raw().toBuffer(),
          ),
        );
        return drawn!.reduce((sum, byte, i) => sum + Math.abs(byte - original![i]!), 0) / drawn!.length;
      }),
    );
    assert.ok(changes[0]! > 5 && changes[1]! < changes[0]! / 2, String(changes));

    writeFileSync(file, 'mine');
    const again = await run('all.spell', '--phrase', 'an apple', '--out', 'out');
    assert.equal(again.code, 2);
    assert.match(again.stderr, /red-apple-where\.png is there already.*--overwrite/);
    assert.equal(readFileSync(file, 'utf8'), 'mine');
    assert.equal((await run('all.spell', '--phrase', 'an apple', '--out', 'out', '--overwrite')).code, 0);
    assert.notEqual(readFileSync(file, 'utf8'), 'mine');
  });

  it('writes one picture to a file, says what the numbers mean and whose view they are, and steers no terminal', async () => {
    const { code, stdout } = await run('one.spell', '--phrase', 'apple\x1b[31m \u202e', '--out', 'apple.png');
    assert.equal(code, 0);
    assert.ok(existsSync(join(folder.path, 'apple.png')));
    assert.match(stdout, /^found +\+\d+\.\d .* x \d+, y \d+ +refs\/red-apple\.png +apple\.png$/m);
    assert.match(stdout, /Found in 1 of 1 picture\./);
    assert.match(stdout, /This is what mini [0-9a-f]{12} sees/);
    assert.ok(!/[\x1b\u202e]/.test(stdout));
    const several = await run('all.spell', '--phrase', 'apple', '--out', 'several.png');
    assert.equal(several.code, 2);
    assert.match(several.stderr, /several\.png is one file, but there are 3 pictures/);
    for (const out of ['apple.jpg', 'nowhere', 'nowhere/', 'nowhere.png/', '']) {
      const { code, stderr, stdout } = await run('one.spell', '--phrase', 'apple', '--out', out);
      assert.deepEqual([code, stdout], [2, ''], out);
      assert.match(stderr, /is neither a folder that is there nor the name of a \.png/);
      assert.ok(out === '' || !existsSync(join(folder.path, out)));
    }
    const nowhere = await run('one.spell', '--phrase', 'apple', '--out', 'nowhere/apple.png');
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.stderr, /was not written: the folder is not there/);
    assert.ok(!existsSync(join(folder.path, 'several.png')));
  });

  it('says how little of a long picture was seen, and of a long phrase read', async () => {
    const long = await sharp(join(refs, 'red-apple.png')).extend({ right: 2304 }).png().toBuffer();
    writeFileSync(join(folder.path, 'long.png'), long);
    writeFileSync(join(folder.path, 'long.spell'), '---\nimages: long.png\n---\nan apple');
    const { stdout } = await run('long.spell', '--phrase', `${'apple '.repeat(74)} here goes`);
    assert.match(stdout, /^result +presence +seen .*\n(not found here|found) +\S+ +10\.0 % /m);
    assert.match(stdout, /Nothing is said of the rest/);
    assert.match(stdout, /The phrase is too long: from “\S+” on it was not read/);
  });

  it('gives each map a name of its own, over all files', async () => {
    mkdirSync(join(folder.path, 'same'));
    mkdirSync(join(folder.path, 'other'));
    const bytes = readFileSync(join(refs, 'red-apple.png'));
    for (const name of ['other/Red-Apple.png', 'other/red-apple-2.png'])
      writeFileSync(join(folder.path, name), bytes);
    const text = '---\nimages: [refs/red-apple.png, other/*.png]\n---\nan apple';
    for (const name of ['same1.spell', 'same2.spell']) writeFileSync(join(folder.path, name), text);
    const { code, stderr } = await run('same1.spell', 'same2.spell', '--phrase', 'apple', '--out', 'same');
    assert.equal(code, 0, stderr);
    assert.equal(new Set(readdirSync(join(folder.path, 'same')).map((each) => each.toLowerCase())).size, 6);
  });

  it('is finer with windows', async () => {
    const { pictures } = await report('one.spell', '--phrase', 'apple', '--windows', '--method', 'evidence');
    assert.deepEqual([pictures![0]!.grid.rows, pictures![0]!.grid.columns], [16, 16]);
  });

  it('says what is wrong with what it was asked', async () => {
    const wrong = async (...words: string[]): Promise<string> => {
      const { code, stderr } = await run(...words);
      assert.equal(code, 2, stderr);
      return stderr;
    };
    assert.match(await wrong('all.spell'), /--phrase/);
    assert.match(await wrong('all.spell', '--phrase', ' '), /The phrase has no word/);
    assert.match(await wrong('all.spell', '--phrase', ', (('), /The phrase has no word/);
    assert.match(
      await wrong('all.spell', '--phrase', 'a', '--picture', 'x.png'),
      /No picture of .* is called “x\.png”.*red-apple/,
    );
    assert.match(await wrong('all.spell', '--phrase', 'a', '--spell', 'three'), /“three”.*one, two/);
    assert.match(await wrong('none.spell', '--phrase', 'apple'), /picture/);
    assert.match(
      await wrong('one.spell', '--phrase', 'a', '--model', resolve('test/fixtures/checkpoints/onnx-clip')),
      /does not tell what it sees where/,
    );
  });
});
