import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli } from './runCli';

interface Unit {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly effect: number;
  readonly alone: number;
  readonly leftOut: number;
  readonly probability: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly idle: boolean;
  readonly hurts: boolean;
  readonly shapley?: { readonly value: number };
}

interface Explained {
  readonly text: string;
  readonly cosine: number;
  readonly cosineWithout: number;
  readonly unexplained: number;
  readonly floor: { readonly leftOut: number };
  readonly lostWord?: string | null;
  readonly units: readonly Unit[];
}

interface Report {
  readonly files: readonly {
    readonly checkpoint: { readonly hash: string } | null;
    readonly problems: readonly { readonly code: string }[];
    readonly spells: readonly (Explained & {
      readonly name: string;
      readonly shapley?: { readonly orders: number | null };
      readonly words: readonly (Explained & { readonly phrase: string })[];
      readonly pairs?: readonly {
        readonly first: string;
        readonly second: string;
        readonly together: number;
      }[];
    })[];
  }[];
}

const refs = resolve(__dirname, '../../examples/refs');

describe('spellwright explain', function () {
  this.timeout(300_000);

  const folder = temporaryFolder({
    ...Object.fromEntries(
      ['two-cats-blue', 'red-apple', 'three-lemons-green', 'sushi-orange', 'pixel-art-robot'].map((name) => [
        `refs/${name}.png`,
        readFileSync(join(refs, `${name}.png`)),
      ]),
    ),
    'cats.spell':
      '---\nimages: refs/two-cats-blue.png\n---\n### cats\ncats, masterpiece, castle\n### other\nan apple\n',
    'five.spell': '---\nimages: refs/*.png\n---\ncats, blue background',
    'templates.spell': '---\nimages: refs/red-apple.png\ntemplate: "a photo of {}"\n---\nan apple, red',
    'none.spell': 'cats',
    'long.spell': `---\nimages: refs/red-apple.png\n---\n${Array.from({ length: 40 }, (_, i) => ['an apple', 'red', 'a cat'][i % 3]).join(', ')}`,
    'comma.spell': '---\nimages: refs/red-apple.png\n---\n, ,',
    'evil.spell': '---\nimages: refs/red-apple.png\n---\ncat \x1b[31mred, \u202eapple',
  });
  after(folder.remove);
  const run = async (...words: string[]): Promise<{ report: Report; code: number | null }> => {
    const { stdout, code } = await runCli(['explain', '--format', 'json', ...words], { cwd: folder.path });
    return { report: JSON.parse(stdout) as Report, code };
  };

  it('weighs the phrases of each spell, and the sum is right', async () => {
    const { report, code } = await run('cats.spell');
    assert.equal(code, 0);
    const [{ spells, checkpoint }] = report.files as [Report['files'][0]];
    assert.match(checkpoint!.hash, /^[0-9a-f]{64}$/);
    assert.deepEqual(
      spells.map(({ name }) => name),
      ['cats', 'other'],
    );
    const [cats] = spells;
    assert.deepEqual(
      cats!.units.map(({ text }) => text),
      ['cats', 'masterpiece', 'castle'],
    );
    for (const { units, cosine, cosineWithout, unexplained, text } of spells) {
      const sum = units.reduce((total, { effect }) => total + effect, 0);
      assert.ok(Math.abs(cosine - cosineWithout - unexplained - sum) < 1e-6);
      for (const unit of units) {
        assert.equal(text.slice(unit.start, unit.end), unit.text);
        assert.ok(Math.abs(unit.effect - (unit.alone + unit.leftOut) / 2) < 1e-6);
        assert.equal(unit.interval, null, 'one picture is too few');
        assert.equal(typeof unit.probability, 'number');
      }
    }
    const [own, idle, wrong] = cats!.units;
    assert.ok(own!.effect > 0 && !own!.idle && !own!.hurts);
    assert.ok(idle!.idle);
    assert.ok(wrong!.hurts && wrong!.effect < 0);
  });

  it('has intervals on five different pictures, and no p where there is no other spell', async () => {
    const { report } = await run('five.spell');
    for (const { effect, interval, probability } of report.files[0]!.spells[0]!.units) {
      assert.ok(interval!.low <= effect && effect <= interval!.high);
      assert.equal(probability, null);
    }
  });

  it('weighs no word beyond the context, and names the first', async () => {
    const { report } = await run('long.spell');
    const [long] = report.files[0]!.spells;
    assert.match(long!.lostWord!, /^(an|apple|red|a|cat)$/);
    assert.ok(long!.units.length < 40 && long!.units.every(({ leftOut }) => leftOut !== 0));
    assert.ok(long!.floor.leftOut > 0, 'what says nothing is read as well');
    const { stdout } = await runCli(['explain', 'long.spell'], { cwd: folder.path });
    assert.match(stdout, /reads nothing from “(an|apple|red|a|cat)” on, so that is not weighed/);
    assert.match(stdout, / red \(1\/\d+\)\n/);
  });

  it('goes into the words of each phrase, and names what two make together, when it is asked', async () => {
    const { report } = await run('templates.spell', '--words', '--pairs');
    const [{ units, words, pairs }] = report.files[0]!.spells as [Report['files'][0]['spells'][0]];
    assert.deepEqual(
      units.map(({ text }) => text),
      ['an apple', 'red'],
    );
    assert.deepEqual(
      words.map(({ phrase, units: own }) => [phrase, own.map(({ text }) => text)]),
      [['an apple', ['an', 'apple']]],
    );
    const [{ first, second, together }] = pairs as [NonNullable<typeof pairs>[0]];
    assert.deepEqual([first, second], ['an apple', 'red']);
    // With two units: what both make together is what neither alone explains.
    const [apple, red] = units;
    assert.ok(Math.abs(together - (apple!.leftOut - apple!.alone)) < 1e-5);
    assert.ok(Math.abs(together - (red!.leftOut - red!.alone)) < 1e-5);
  });

  it('has exact values when it is asked, which sum to the whole', async () => {
    const { report } = await run('cats.spell', '--spell', 'cats', '--shapley');
    const [{ units, cosine, cosineWithout, shapley }] = report.files[0]!.spells as [
      Report['files'][0]['spells'][0],
    ];
    assert.deepEqual(shapley, { orders: null });
    const sum = units.reduce((total, unit) => total + unit.shapley!.value, 0);
    assert.ok(Math.abs(cosine - cosineWithout - sum) < 1e-6);
    const { stdout } = await runCli(['explain', 'cats.spell', '--spell', 'cats', '--shapley'], {
      cwd: folder.path,
    });
    assert.match(stdout, /effect +Shapley/);
    assert.match(stdout, /over all orders in which they could come/);
  });

  it('explains one spell by its name, and says which there are', async () => {
    const { report } = await run('cats.spell', '--spell', 'other');
    assert.deepEqual(
      report.files[0]!.spells.map(({ name }) => name),
      ['other'],
    );
    const { code, stderr } = await runCli(['explain', 'cats.spell', '--spell', 'nobody'], {
      cwd: folder.path,
    });
    assert.equal(code, 2);
    assert.match(stderr, /“nobody”.*cats, other/);
  });

  it('shows a table, strongest first, that says whose view it is', async () => {
    const { stdout, code } = await runCli(['explain', 'cats.spell', '--spell', 'cats'], { cwd: folder.path });
    assert.equal(code, 0);
    const order = ['cats', 'masterpiece', 'castle'].map((word) =>
      stdout.search(new RegExp(`^[+−].*${word}$`, 'm')),
    );
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
    assert.match(stdout, /says nothing here +masterpiece/);
    assert.match(stdout, /may hurt +castle/);
    assert.match(stdout, /This is what mini [0-9a-f]{12} sees/);
  });

  it('cannot be made to steer the terminal', async () => {
    const { stdout } = await runCli(['explain', 'evil.spell', '--words'], { cwd: folder.path });
    assert.ok(stdout.includes('apple'));
    assert.ok(!/[\x1b\u202e]/.test(stdout));
  });

  it('says so where there is nothing to weigh', async () => {
    assert.equal((await run('none.spell')).code, 2);
    const { stdout } = await runCli(['explain', 'comma.spell'], { cwd: folder.path });
    assert.match(stdout, /There are no words to weigh/);
  });
});
