import assert from 'node:assert/strict';
import { copyFileSync, cpSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { AutomaticServer } from '../generators/servers/automaticServer';
import { draw, withText } from '../generators/servers/drawing';
import { runCli, type CliResult } from './runCli';

interface Report {
  readonly from: readonly { readonly pictures: number; readonly isMissing: boolean }[];
  readonly files: readonly {
    readonly references: number;
    readonly comparedSeeds: readonly string[];
    readonly comparedVariants: readonly number[];
    readonly variants: readonly { readonly text: string; readonly rank: number | null }[];
    readonly pictures: readonly {
      readonly file: string;
      readonly origin: string;
      readonly match: string;
      readonly variant: number | null;
      readonly change: object | null;
      readonly judged: { readonly closeness?: number } | null;
    }[];
    readonly doubles: readonly string[];
  }[];
}

const refs = path.resolve(__dirname, '../../examples/refs');
const old = new Date('2026-01-01T00:00:00Z');

describe('spellwright generated', function () {
  const text = '---\nimages: refs/*.png\ngenerate: {size: 16x16}\n---\n### ball\na {red|blue} ball\n';
  const folder = temporaryFolder({ 'ball.spell': text, 'elsewhere/2026-01-01/x.txt': '' });
  const elsewhere = path.join(folder.path, 'elsewhere', '2026-01-01');
  let web: AutomaticServer;
  before(async () => {
    for (const name of ['red-apple.png', 'two-cats-blue.png'])
      cpSync(path.join(refs, name), path.join(folder.path, 'refs', name));
    web = await AutomaticServer.start('a1111');
    const made = async (name: string, prompt: string, seed: number): Promise<void> => {
      const picture = await draw({ prompt, seed: String(seed), width: 32, height: 32 });
      const infotext = `${prompt}\nSteps: 20, Sampler: Euler a, Seed: ${seed}, Size: 32x32`;
      writeFileSync(path.join(elsewhere, name), withText(picture, 'parameters', infotext));
    };
    for (let seed = 1; seed <= 5; seed++)
      for (const colour of ['red', 'blue']) await made(`${colour}-${seed}.png`, `a ${colour}  ball,`, seed);
    await made('green.png', 'a green ball', 1);
    await made('other.png', 'three grey houses by the sea', 1);
    for (const name of readdirSync(elsewhere)) utimesSync(path.join(elsewhere, name), old, old);
  });
  after(async () => {
    await web.close();
    folder.remove();
  });

  const run = (...words: string[]): Promise<CliResult> =>
    runCli(['generated', 'ball.spell', ...words], { cwd: folder.path });

  it('matches pictures that were made elsewhere, and judges them paired by seed, without a generator', async () => {
    const { code, stdout, stderr } = await run('--from', 'elsewhere', '--format', 'json');
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout) as Report;
    const [file] = report.files;
    assert.deepEqual(report.from, [
      { folder: path.join(folder.path, 'elsewhere'), pictures: 12, isCut: false, isMissing: false },
    ]);
    assert.deepEqual(
      [file!.comparedSeeds, file!.comparedVariants],
      [
        ['1', '2', '3', '4', '5'],
        [0, 1],
      ],
    );
    assert.deepEqual(file!.variants.map(({ rank }) => rank).sort(), [1, 2]);
    const matches = file!.pictures.map(({ match }) => match);
    assert.deepEqual([matches.filter((each) => each === 'exact').length, matches.length], [10, 11]);
    const near = file!.pictures.find(({ match }) => match === 'near')!;
    assert.deepEqual(near.change, { code: 'words', written: 'red', drawn: 'green' });
    assert.ok(file!.pictures.every(({ judged }) => judged!.closeness !== undefined));
    assert.equal(web.requests.length, 0);
  });

  it('lists what was drawn beside what was found, each picture once, and says it in a table', async () => {
    const drawn = await runCli(['generate', 'ball.spell', '-g', web.url, '-n', '2'], { cwd: folder.path });
    assert.equal(drawn.code, 0, drawn.stderr);
    const kept = path.join(folder.path, 'generated', 'ball');
    // A generator keeps what it draws in its own folder as well.
    copyFileSync(path.join(kept, readdirSync(kept)[0]!), path.join(elsewhere, 'copy.png'));
    utimesSync(path.join(elsewhere, 'copy.png'), old, old);
    const { code, stdout, stderr } = await run('--from', 'elsewhere');
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /Pictures of ball\.spell: 15 \(drawn from here: 4, made elsewhere: 11\), of 2 of 2 variants/,
    );
    assert.match(
      stderr,
      /green\.png: looks like “a red ball”, and is not compared: “green” in place of “red”/,
    );
    assert.match(stderr, /counted once: 1\./);
    assert.match(stdout, /different references: 2, seeds that all variants have: 7/);
  });

  it('says what is missing', async () => {
    const { code, stderr } = await run('--from', 'nowhere', '--out', 'none');
    assert.equal(code, 2);
    assert.match(stderr, /nowhere: no such folder/);
    assert.match(stderr, /ball\.spell has no pictures in none/);
  });
});
