import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCli, tinyModel, type CliResult } from './runCli';

const examples = path.resolve('examples/refs');

describe('spellwright find', () => {
  let folder: string;
  const find = (...words: string[]): Promise<CliResult> => runCli(['find', ...words], { cwd: folder });

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'spellwright-find-'));
    cpSync(examples, path.join(folder, 'pictures', 'deep'), { recursive: true });
    cpSync(examples, path.join(folder, 'pictures', 'copies'), { recursive: true });
    writeFileSync(
      path.join(folder, 'two.spell'),
      '---\nimages: nowhere/*.png\n---\n### apple\na red apple\n\n### doctor\na man as a doctor\n',
    );
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('names the pictures below a folder that fit a text best, equal files once', async () => {
    const { code, stdout, stderr } = await find('a red apple', 'pictures', '--format', 'paths', '-n', '3');
    assert.equal(code, 0, stderr);
    const paths = stdout.trim().split('\n');
    assert.equal(paths.length, 3);
    assert.equal(path.basename(paths[0]!), 'red-apple.png');
    assert.equal(new Set(paths.map((each) => path.basename(each))).size, 3);
  });

  it('finds for each spell of a file, whose own pictures are not looked at, and tells all in JSON', async () => {
    const { code, stdout, stderr } = await find('two.spell', 'pictures', '--format', 'json');
    assert.equal(code, 0, stderr);
    const { pictures, differentPictures, checkpoint, spells } = JSON.parse(stdout) as {
      pictures: number;
      differentPictures: number;
      checkpoint: { id: string };
      spells: {
        name: string;
        cosine: number;
        distribution: { counts: number[] };
        nearest: { path: string; cosine: number; probability: number }[];
        farthest: { cosine: number }[];
      }[];
    };
    assert.equal(checkpoint.id, 'mini');
    assert.equal(pictures, 2 * differentPictures);
    const [apple, doctor] = ['apple', 'doctor'].map((name) => spells.find((each) => each.name === name)!);
    assert.equal(path.basename(apple!.nearest[0]!.path), 'red-apple.png');
    assert.equal(path.basename(doctor!.nearest[0]!.path), 'man-doctor.png');
    for (const { cosine, distribution, nearest, farthest } of spells) {
      assert.ok(farthest[0]!.cosine <= cosine && cosine <= nearest[0]!.cosine);
      assert.equal(
        distribution.counts.reduce((sum, count) => sum + count, 0),
        differentPictures,
      );
    }
  });

  it('says what it measured by, in a table', async () => {
    const { code, stdout } = await find('a red apple', 'pictures', '--model', tinyModel, '-n', '1');
    assert.equal(code, 0);
    assert.match(stdout, /cosine +p\(image\|prompt\) +picture/);
    assert.match(stdout, /\(\d+ different\) · hf-quick-gelu/);
    assert.equal(stdout.split('\n').filter((line) => line.includes('.png')).length, 1);
  });

  it('names pictures that cannot be read, and folders without any', async () => {
    mkdirSync(path.join(folder, 'empty'));
    mkdirSync(path.join(folder, 'broken'));
    writeFileSync(path.join(folder, 'broken', 'a.png'), 'no picture');
    const none = await find('a fish', 'empty');
    assert.equal(none.code, 2);
    assert.match(none.stderr, /No picture matches/);
    const broken = await find('a fish', 'broken');
    assert.equal(broken.code, 2);
    assert.match(broken.stderr, /a\.png/);
    assert.equal((await find('absent.spell', 'pictures')).code, 2);
  });
});
