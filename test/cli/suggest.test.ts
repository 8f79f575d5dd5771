import assert from 'node:assert/strict';
import { cpSync, writeFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli } from './runCli';

interface Step {
  readonly phrase: string;
  readonly class: string;
  readonly gain: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly checkpoint: { readonly hash: string } | null;
    readonly problems: readonly { readonly code: string }[];
    readonly differentPictures: number;
    readonly phrases: number;
    readonly fromPictures: { readonly text: string; readonly steps: readonly Step[] } | null;
    readonly spells: readonly {
      readonly name: string | null;
      readonly gains: readonly Step[];
      readonly hurts: readonly { readonly phrase: string }[];
    }[];
    readonly negative: readonly { readonly phrase: string; readonly difference: number }[] | null;
  }[];
}

const refs = resolve(__dirname, '../../examples/refs');

/** All runs share what is kept of the bundled phrases. */
const cache = temporaryFolder({});
after(() => cache.remove());

function runIn(folder: string, words: readonly string[]): ReturnType<typeof runCli> {
  return runCli(words, { cwd: folder, environment: { XDG_CACHE_HOME: cache.path } });
}

describe('spellwright suggest', () => {
  const folder = temporaryFolder({
    'mine.csv': 'two_cats,0,100,\nblue_background,0,50,\nunopened "x,0,1\n"open,0,1',
    'a.spell':
      '---\nimages: refs/two-cats-on-blue.png\navoid: refs/avoid.png\nlists: mine.csv\n---\n### mine\nthree dogs, purple\n',
    'ja.spell':
      '---\nimages: refs\navoid: [refs/avoid.png, no/*.png]\n---\n### 猫\n二匹の猫\n### cats\nthree cats\n',
  });
  mkdirSync(join(folder.path, 'refs'));
  after(() => folder.remove());
  before(() => {
    cpSync(join(refs, 'two-cats-blue.png'), join(folder.path, 'refs/two-cats-on-blue.png'));
    cpSync(join(refs, 'red-apple.png'), join(folder.path, 'refs/avoid.png'));
  });
  const run = (...words: string[]): ReturnType<typeof runCli> => runIn(folder.path, words);
  const report = (text: string): Report['files'][number] => (JSON.parse(text) as Report).files[0]!;

  it('proposes a prompt for a picture without a file', async () => {
    const picture = 'refs/two-cats-on-blue.png';
    const { stdout, code } = await run('suggest', picture, '--most', '1', '--format', 'json');
    const { path, fromPictures, spells, checkpoint, problems, phrases } = report(stdout);
    assert.deepEqual([code, path], [0, picture]);
    assert.equal(fromPictures!.steps.length, 1);
    assert.ok(['subject', 'concept'].includes(fromPictures!.steps[0]!.class));
    assert.match(checkpoint!.hash, /^[0-9a-f]{64}$/);
    assert.deepEqual([spells, problems], [[], []]);
    assert.ok(phrases > 1000);
  });

  it('takes a folder of pictures as it is', async () => {
    const { stdout, code } = await run('suggest', 'refs', '--most', '1', '--format', 'json');
    const { path, differentPictures } = report(stdout);
    assert.deepEqual([code, path, differentPictures], [0, 'refs', 2]);
  });

  it('tells what would help a spell, from the lists that its file names, and what is wrong with these', async () => {
    const { stdout, stderr, code } = await run('suggest', 'a.spell', '--most', '1', '--format', 'json');
    const { spells, negative, differentPictures } = report(stdout);
    assert.equal(code, 0);
    assert.match(stderr, /mine\.csv:4/);
    assert.equal(differentPictures, 1);
    const [spell] = spells;
    assert.equal(spell!.name, 'mine');
    assert.ok(spell!.gains.some(({ phrase }) => phrase === 'two cats' || phrase === 'blue background'));
    assert.ok(
      spell!.gains.every(({ interval }) => interval === null),
      'one picture is too few',
    );
    assert.ok(negative!.length > 0 && negative!.every(({ difference }) => difference > 0));
  });

  it('says so in words, and of how many pictures', async () => {
    const { stdout } = await run('suggest', 'a.spell', '--most', '1');
    assert.match(stdout, /From the pictures:/);
    assert.match(stdout, /What would help “mine” most/);
    assert.match(stdout, /Fewer than 5 different pictures/);
    assert.match(stdout, /the picture that chose them/);
    assert.match(stdout, /pictures to avoid: 1/);
  });

  it('says which spells there are where none is called so', async () => {
    const { stderr, code } = await run('suggest', 'a.spell', '--spell', 'yours');
    assert.equal(code, 2);
    assert.match(stderr, /“yours”.*mine/);
  });

  it('ends at once where a list that is named on the command line cannot be read', async () => {
    for (const command of ['suggest', 'evolve']) {
      const { stdout, stderr, code } = await run(command, 'a.spell', '--lists', 'gone.txt');
      assert.deepEqual([stdout, code], ['', 1], command);
      assert.match(stderr, /gone\.txt.*error.*There is no such file/);
    }
  });

  it('joins Japanese phrases by the Japanese comma, and counts no unwanted picture as a wanted one', async () => {
    const { stdout, stderr } = await run('suggest', 'ja.spell', '--most', '2', '--format', 'json');
    const { fromPictures, spells, differentPictures } = report(stdout);
    assert.match(fromPictures!.text, /^[^,、]+、[^,、]+$/);
    const languages = spells.map(({ name, gains }) => [
      name,
      gains.some(({ phrase }) => /[ぁ-んァ-ヶ一-龠]/.test(phrase)),
    ]);
    assert.deepEqual(Object.fromEntries(languages), { 猫: true, cats: false });
    assert.equal(differentPictures, 1, 'of the two in the folder one is to be avoided');
    assert.match(stderr, /avoid\.png.*these pictures are no references/);
    assert.match(stderr, /ja\.spell:3:25: .*"no\/\*\.png".* relative to this file/);
  });

  it('says what it lacks where there are no pictures', async () => {
    const { stderr, code } = await run('suggest', 'gone.png');
    assert.equal(code, 2);
    assert.match(stderr, /gone\.png/);
  });
});

describe('spellwright evolve', () => {
  const folder = temporaryFolder({
    'a.spell': '---\nimages: refs/*.png\nlists: mine.csv\n---\n### mine\na teapot, spooky\n',
    'mine.csv': 'two_cats,0,100,\n"open,0,1',
  });
  after(() => folder.remove());
  before(() => cpSync(refs, join(folder.path, 'refs'), { recursive: true }));

  it('keeps what is to be kept, and tells the gain on pictures that it did not see', async () => {
    const words = [
      'evolve',
      'a.spell',
      '--rounds',
      '3',
      '--population',
      '8',
      '--keep',
      'spooky',
      '--format',
      'json',
    ];
    const { stdout, stderr, code } = await runIn(folder.path, words);
    assert.equal(code, 0);
    assert.match(stderr, /mine\.csv:2/, 'the lists that the file names are read');
    const { files } = JSON.parse(stdout) as {
      files: {
        spells: {
          text: string;
          seed: number;
          gainUnseen: number;
          gainSeen: number;
          pictures: { search: number; heldOut: number };
          rounds: { bestSeen: number; bestUnseen: number }[];
        }[];
      }[];
    };
    const [spell] = files[0]!.spells;
    assert.match(spell!.text, /\bspooky\b/);
    assert.equal(spell!.rounds.length, 3);
    assert.equal(spell!.seed, 1);
    assert.ok(spell!.pictures.heldOut >= 1 && spell!.pictures.search >= spell!.pictures.heldOut);
    assert.ok(spell!.gainSeen >= 0);
    assert.equal(typeof spell!.gainUnseen, 'number');
  });

  it('keeps what the front matter names, chooses among the options of slots, and says what it did', async () => {
    const head = '---\nimages: refs/*.png\nkeep: [SPOOKY, nowhere]\n---\n';
    writeFileSync(join(folder.path, 'b.spell'), `${head}### mine\na {teapot|cat}, very spooky\n`);
    const words = ['evolve', 'b.spell', '--rounds', '2', '--population', '6'];
    const { stdout } = await runIn(folder.path, words);
    assert.match(stdout, /to: .*very spooky/);
    assert.match(stdout, /kept: “very spooky”/);
    assert.match(stdout, /in no spell of this file: “nowhere”/);
    assert.match(/to: +(.*)/.exec(stdout)![1]!, /a (teapot|cat)(,|$)/);
  });

  it('says what there is to keep where what is to be kept is not there', async () => {
    const { stdout, stderr, code } = await runIn(folder.path, ['evolve', 'a.spell', '--keep', 'elephant']);
    assert.deepEqual([stdout, code], ['', 2]);
    assert.match(stderr, /“elephant”.*“a teapot”, “spooky”/);
  });

  it('says which spells there are where none is called so', async () => {
    const { stderr, code } = await runIn(folder.path, ['evolve', 'a.spell', '--spell', 'yours']);
    assert.equal(code, 2);
    assert.match(stderr, /“yours”.*mine/);
  });
});
