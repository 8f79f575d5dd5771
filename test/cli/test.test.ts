import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/editor/repository';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli, type CliResult } from './runCli';

const names = ['red-apple', 'castle-at-night', 'sushi-orange', 'blurry-panda', 'two-cats-blue', 'man-doctor'];

describe('spellwright test', () => {
  const folder = temporaryFolder({
    ...Object.fromEntries(
      names.map((name) => [`refs/${name}.png`, readFileSync(join(root, 'examples/refs', `${name}.png`))]),
    ),
    'a.spell': '---\nimages: refs/*.png\n---\n### cats\ntwo cats on a blue background\n',
    'quiet.spell': 'a cat\n',
  });
  after(() => folder.remove());
  const test = (...words: string[]): Promise<CliResult> => runCli(['test', ...words], { cwd: folder.path });

  it('has nothing to test where nothing is expected, accepts a baseline, and packs it', async () => {
    const first = await test();
    assert.deepEqual([first.code, first.stdout], [0, '']);
    assert.match(first.stderr, /says anything to test/);
    const accepted = await test('--pack');
    assert.deepEqual([accepted.code, accepted.stderr], [0, 'Baseline written: spellwright.lock\n']);
    assert.match(accepted.stdout, /✓ passed: at least as good as its baseline\n.*The same as its baseline/);
    const lock = JSON.parse(readFileSync(join(folder.path, 'spellwright.lock'), 'utf8')) as {
      files: Record<string, { pictures: { path: string; embedding: string }[] }>;
    };
    assert.deepEqual(Object.keys(lock.files), ['a.spell'], 'a file without pictures has no baseline');
    assert.deepEqual(
      lock.files['a.spell']!.pictures.map(({ path }) => path),
      names.map((name) => `refs/${name}.png`).sort(),
    );
    rmSync(join(folder.path, 'refs'), { recursive: true });
  });

  it('fails in each format when a prompt got worse, without pictures', async () => {
    writeFileSync(
      join(folder.path, 'a.spell'),
      '---\nimages: refs/*.png\nexpect:\n  - keeps: baseline\n  - bias-at-most: hint\n---\n### cats\na fireman: "100 %"\n',
    );
    const [json, junit, github, pretty] = await Promise.all([
      test('a.spell', '-f', 'json'),
      test('a.spell', '-f', 'junit'),
      test('a.spell', '-f', 'github'),
      test('a.spell'),
    ]);
    const report = JSON.parse(json.stdout) as {
      summary: object;
      files: { packed: boolean; results: { code: string; place: object }[] }[];
    };
    assert.deepEqual([json.code, junit.code, github.code, pretty.code], [1, 1, 1, 1]);
    assert.equal(report.files[0]!.packed, true);
    const codes = report.files[0]!.results.map(({ code }) => code);
    assert.equal(codes[1], 'bias-above');
    assert.ok(['keeps-worse', 'keeps'].includes(codes[0]!), codes[0]);
    assert.deepEqual(report.files[0]!.results[1]!.place, { path: 'a.spell', line: 8, column: 3 });
    assert.match(
      github.stdout,
      /^::error file=a\.spell,line=8,col=3,title=cats%3A no finding of wording above "hint"::/m,
    );
    assert.match(junit.stdout, /<testsuite name="a.spell" tests="2" failures="[12]" errors="0" skipped="0">/);
    assert.match(junit.stdout, /<failure type="bias-above" message="1 finding/);
    assert.match(pretty.stdout, /6 packed pictures/);
  });

  it('ends with 2 where something cannot be tested as it is written', async () => {
    const tests = join(folder.path, 'spellwright.test.yml');
    writeFileSync(
      tests,
      'tests:\n  - files: [a.spell, gone.spell]\n    expect:\n      - spell: dog\n        fits: context\n',
    );
    const { code, stderr } = await test();
    assert.equal(code, 2);
    assert.match(stderr, /spellwright\.test\.yml:4:16: error: No spell of the file is called "dog"/);
    assert.match(stderr, /spellwright\.test\.yml:2:22: error: No file is called "gone\.spell"/);
    rmSync(tests);
    writeFileSync(join(folder.path, 'spellwright.lock'), '<<<<<<< HEAD\n{}\n=======\n');
    const conflict = await test('--update');
    assert.equal(conflict.code, 2);
    assert.match(conflict.stderr, /spellwright\.lock:1:1: error: This lock holds two versions/);
    assert.match(readFileSync(join(folder.path, 'spellwright.lock'), 'utf8'), /^<<<<<<< HEAD/);
  });
});
