import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli, type CliResult } from './runCli';

interface Sight {
  readonly kind: string;
  readonly sight: string;
  readonly share: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly pictures: number;
  readonly comparisons: number;
  readonly words: readonly {
    readonly word: string;
    readonly start: number;
    readonly wrong: readonly { readonly put: string; readonly truth: string; readonly text: string }[];
  }[];
}

interface Report {
  readonly files: readonly {
    readonly checkpoint: { readonly hash: string };
    readonly differentPictures: number;
    readonly spells: readonly {
      readonly name: string;
      readonly text: string;
      readonly kinds: readonly Sight[];
      readonly slots: readonly {
        readonly written: string;
        readonly outcome: string;
        readonly options: readonly { readonly label: string; readonly wins: number }[];
        readonly pictures: readonly {
          readonly paths: readonly string[];
          readonly winner: number;
          readonly named: number | null;
        }[];
        readonly named: { readonly pictures: number; readonly right: number } | null;
      }[];
    }[];
  }[];
}

/** Six pictures of a guitar above a lemon, in a style that the bundled checkpoint has not seen, named by their backgrounds. */
const scenes = resolve(__dirname, '../fixtures/scenes/guitar.spell');

describe('spellwright blindspots and slots', function () {
  this.timeout(300_000);

  const folder = temporaryFolder({ 'bare.spell': '---\nimages: none/*.png\n---\na cat', 'refs/a.txt': '' });
  after(() => folder.remove());
  const run = (words: string[]): Promise<CliResult> => runCli(words, { cwd: folder.path });
  const report = async (...words: string[]): Promise<Report> => {
    const { stdout } = await run([...words, '--format', 'json']);
    return JSON.parse(stdout) as Report;
  };

  it('tell that the bundled checkpoint sees objects, and not what is above what, in either language', async () => {
    const { files } = await report('blindspots', scenes);
    assert.equal(files[0]!.differentPictures, 6);
    assert.equal(files[0]!.checkpoint.hash.length, 64);
    for (const name of ['things', '日本語']) {
      const { kinds } = files[0]!.spells.find((spell) => spell.name === name)!;
      assert.deepEqual(
        kinds.map(({ kind, sight, pictures }) => [kind, sight, pictures]),
        [
          ['object', 'sees', 6],
          ['side', 'cannot-tell', 6],
        ],
        name,
      );
      const [object, side] = kinds as [Sight, Sight];
      assert.equal(object.share, 1);
      assert.ok(Math.abs(object.interval.low - 0.6097) < 1e-4);
      assert.ok(side.share > 0.4 && side.share < 0.65, `${side.share}`);
      assert.ok(side.interval.low < 0.5 && side.interval.high > 0.5);
    }
    const { words, comparisons } = files[0]!.spells.find(({ name }) => name === 'things')!.kinds[1]!;
    assert.deepEqual([words[0]!.word, words[0]!.start, comparisons], ['above', 9, 7]);
    assert.deepEqual(words[0]!.wrong[1], {
      ...words[0]!.wrong[1],
      put: 'above',
      truth: 'a lemon below a guitar',
      text: 'a lemon above a guitar',
    });
  });

  it('test only the kinds and the spell that were asked for', async () => {
    const { files } = await report('blindspots', scenes, '--spell', 'things', '--kind', 'object', 'colour');
    assert.deepEqual(
      files[0]!.spells.map(({ name, kinds }) => [name, kinds.map(({ kind }) => kind)]),
      [['things', ['object']]],
    );
    const wrong = await run(['blindspots', scenes, '--kind', 'gender']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /colour, object, number, side, size, material, style/);
    const missing = await run(['slots', scenes, '--spell', 'nobody']);
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /No spell of .* is called “nobody”\. There are: .*things/);
  });

  it('say which option each picture takes, and how often that is what its name says', async () => {
    const { files } = await report('slots', scenes);
    assert.deepEqual(files[0]!.spells.map(({ name }) => name).sort(), ['backgrounds', 'things']);
    const slotOf = (name: string) => files[0]!.spells.find((spell) => spell.name === name)!.slots[0];
    const [thing, colour] = [slotOf('things'), slotOf('backgrounds')];
    assert.equal(thing!.outcome, 'clear');
    assert.deepEqual(
      thing!.options.map(({ label, wins }) => [label, wins]),
      [
        ['guitar', 6],
        ['violin', 0],
        ['piano', 0],
      ],
    );
    assert.deepEqual([thing!.named!.right, thing!.named!.pictures], [6, 6]);
    assert.deepEqual([colour!.outcome, colour!.named!.right, colour!.named!.pictures], ['open', 6, 6]);
    assert.equal(colour!.pictures.length, 6);
    assert.ok(colour!.pictures.every(({ winner, named }) => winner === named));
  });

  it('show tables, with the honest limit', async () => {
    const spots = await run(['blindspots', scenes, '--spell', 'things']);
    assert.equal(spots.code, 0);
    assert.match(spots.stdout, /object +sees it +100 % +61 … 100 % +guitar 100 %, lemon 100 %/);
    assert.match(spots.stdout, /place and side +can’t tell/);
    assert.match(spots.stdout, /takes for granted that the text is true of the pictures/);
    const slots = await run(['slots', scenes]);
    assert.match(slots.stdout, / 6 +100 % +61 … 100 % +[\d.]+ % +guitar/);
    assert.match(slots.stdout, /6 of 6 right/);
  });

  it('have nothing to say without pictures', async () => {
    for (const command of ['blindspots', 'slots']) {
      const { code, stdout } = await run([command, 'bare.spell']);
      assert.equal(code, 2, command);
      assert.equal(stdout, '');
    }
  });
});
