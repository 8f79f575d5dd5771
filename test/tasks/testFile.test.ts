import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Matcher } from '../../src/core/bias/matcher';
import { acceptBaseline, planTests, runTests, type TestedFile } from '../../src/tasks/testFile';
import { plantedPictures, PlantedEmbedder } from '../core/check/plantedEmbedder';
import { temporaryFolder } from '../files/temporaryFolder';

describe('testing a spell file', () => {
  const folder = temporaryFolder(plantedPictures(8));
  after(() => folder.remove());
  const path = join(folder.path, 'cats.spell');
  const test = async (text: string): Promise<TestedFile> =>
    runTests(await planTests({ path, text }), {
      embedder: async () => new PlantedEmbedder(8),
      languagesOf: async () => ['en'],
      matcher: async () => ({}) as Matcher,
    });
  const head = (expect: string): string => `---\nimages: '*.png'\nexpect:\n${expect}---\n`;
  const better = '0.30 0.31 0.29 0.30 0.32 0.30 0.31 0.30';
  const worse = '0.20 0.22 0.19 0.21 0.22 0.20 0.19 0.21';

  it('says what it found, with the difference and its interval', async () => {
    const { results, problems } = await test(
      `${head('  - spell: one\n    beats: two\n')}### one\n${better}\n### two\n${worse}\n`,
    );
    assert.deepEqual(problems, []);
    const [{ code, outcome, difference, interval }] = results as [(typeof results)[0]];
    assert.deepEqual([code, outcome], ['beats', 'passed']);
    assert.ok(Math.abs(difference! - 0.09875) < 1e-5, String(difference));
    assert.ok(interval!.low > 0.08 && interval!.high < 0.12);
  });

  it('accepts a baseline, and fails when a prompt got worse, and only then', async () => {
    const lock = join(folder.path, 'spellwright.lock');
    const first = await test(`---\nimages: '*.png'\n---\n### one\n${better}\n`);
    assert.deepEqual(first.results, []);
    const accepted = await acceptBaseline(first, { version: '1' });
    assert.deepEqual(
      accepted.results.map(({ check: { id }, code }) => [id, code]),
      [['one/keeps', 'keeps-same']],
    );
    const written = readFileSync(lock, 'utf8');
    await acceptBaseline(await test(`---\nimages: '*.png'\n---\n### one\n${better}\n`), { version: '2' });
    assert.equal(readFileSync(lock, 'utf8'), written, 'nothing changed, so nothing is written');
    const [result] = (await test(`---\nimages: '*.png'\n---\n### one\n${worse}\n`)).results;
    assert.deepEqual([result!.outcome, result!.code], ['failed', 'keeps-worse']);
    rmSync(lock);
  });

  it('accepts nothing of pictures that are not all there, and tells of a baseline that is of others', async () => {
    const lock = join(folder.path, 'spellwright.lock');
    const all = `---\nimages: '*.png'\n---\n### one\n${better}\n`;
    await acceptBaseline(await test(all), { version: '1' });
    const written = readFileSync(lock, 'utf8');
    const missing = await test(`---\nimages: ['[a-d].png', 'gone.png']\n---\n### one\n${better}\n`);
    for (const pack of [false, true])
      assert.equal(await acceptBaseline(missing, { version: '1', pack }), missing, 'nothing was accepted');
    assert.deepEqual(
      missing.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      ['image-not-found'],
    );
    assert.equal(readFileSync(lock, 'utf8'), written);
    const half = await test(`---\nimages: '[a-d].png'\n---\n### one\n${worse}\n`);
    assert.deepEqual(
      half.results.map(({ code, outcome }) => [code, outcome]),
      [['too-few', 'unsure']],
    );
    const { problems } = await acceptBaseline(half, { version: '1' });
    assert.deepEqual(
      problems.map(({ code, severity, parameters }) => [code, severity, parameters]),
      [['lock-pictures-replaced', 'warning', { locked: 8, gone: 4, added: 0, now: 4 }]],
    );
    rmSync(lock);
  });

  it('says that pictures were saved anew, where too few are left to compare', async () => {
    const lock = join(folder.path, 'spellwright.lock');
    await acceptBaseline(await test(`---\nimages: '*.png'\n---\n### one\n${better}\n`), { version: '1' });
    const others = 'e'.repeat(60);
    const anew = readFileSync(lock, 'utf8').replace(/("[a-e]\.png", "hash": ").{60}/g, `$1${others}`);
    writeFileSync(lock, anew);
    const { results } = await test(`---\nimages: '*.png'\n---\n### one\n${worse}\n`);
    assert.deepEqual(
      results.map(({ code, outcome, parameters: { pictures, locked } }) => [code, outcome, pictures, locked]),
      [['keeps-few', 'unsure', 3, 8]],
    );
    rmSync(lock);
  });

  it('needs no pictures once they are packed', async () => {
    const lock = join(folder.path, 'spellwright.lock');
    await acceptBaseline(await test(`---\nimages: '*.png'\n---\n### one\n${better}\n`), {
      version: '1',
      pack: true,
    });
    const { results, isPacked, problems } = await test(`---\nimages: 'gone/*.png'\n---\n### one\n${worse}\n`);
    assert.equal(isPacked, true);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      results.map(({ code }) => code),
      ['keeps-worse'],
    );
    rmSync(lock);
  });

  it('reads expectations beside the files, and tells what is wrong there by line and column', async () => {
    const tests = join(folder.path, 'spellwright.test.yml');
    writeFileSync(
      tests,
      'tests:\n  - files: "*.spell"\n    expect:\n      - fits: context\n      - spell: three\n        beats: one\n',
    );
    const { results, problems } = await test(`---\nimages: '*.png'\n---\n### one\n${better}\n`);
    assert.deepEqual(
      results.map(({ code }) => code),
      ['fits'],
    );
    assert.deepEqual(
      problems.map(({ code, line, column }) => [code, line, column]),
      [['expect-spell-unknown', 5, 16]],
    );
    rmSync(tests);
  });
});
