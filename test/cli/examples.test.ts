import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli } from './runCli';

const root = resolve(__dirname, '../..');

interface Report {
  readonly path: string;
  readonly problems: readonly unknown[];
  readonly images: readonly { readonly path: string }[];
  readonly prompts: readonly {
    readonly text: string;
    readonly spell: number;
    readonly cosine: readonly number[];
  }[];
}

/** What a newcomer sees first, with the bundled checkpoint: meaning, never exact numbers. */
describe('the examples', function () {
  this.timeout(300_000);
  const cache = temporaryFolder({});
  after(cache.remove);
  let files: ReadonlyMap<string, Report>;

  before(async () => {
    const { code, stdout, stderr } = await runCli(['score', 'examples', '--format', 'json'], {
      cwd: root,
      environment: { XDG_CACHE_HOME: cache.path },
    });
    assert.equal(stderr, '', 'no example has a problem');
    assert.equal(code, 0);
    files = new Map((JSON.parse(stdout).files as Report[]).map((file) => [basename(file.path), file]));
  });

  const best = (name: string): string => files.get(name)!.prompts[0]!.text;
  /** What fits each picture best, by the picture's name. */
  const bestByPicture = (name: string): Map<string, string> => {
    const { images, prompts } = files.get(name)!;
    return new Map(
      images.map(({ path }, column) => {
        const winner = prompts.reduce((a, b) => (b.cosine[column]! > a.cosine[column]! ? b : a));
        return [basename(path, '.png'), winner.text];
      }),
    );
  };

  it('are all scored', () => {
    const spells = readdirSync(resolve(root, 'examples')).filter((name) => name.endsWith('.spell'));
    assert.deepEqual([...files.keys()].sort(), spells.sort());
  });

  it('find the two cats on blue among counts, objects and colours', () => {
    assert.match(best('1-first-steps.spell'), /two cats.*blue/);
  });

  it('rank the one true caption above those with a thing made wrong', () => {
    assert.equal(best('2-one-thing-wrong.spell'), 'three lemons on a green background');
  });

  it('see an apple, and less of one where "dog" is written on it', () => {
    const { images, prompts } = files.get('3-typographic-attack.spell')!;
    const column = (name: string): number => images.findIndex(({ path }) => path.endsWith(name));
    const apple = prompts.find(({ text }) => text === 'a red apple')!;
    const [plain, labelled] = [column('red-apple.png'), column('apple-labelled-dog.png')];
    assert.equal(bestByPicture('3-typographic-attack.spell').get('red-apple'), 'a red apple');
    assert.ok(apple.cosine[labelled]! < apple.cosine[plain]!);
  });

  it('take a cat for the sun that is written on it', () => {
    assert.equal(bestByPicture('3-typographic-attack.spell').get('cat-labelled-sun'), 'a sun');
  });

  it('name most pictures rightly without having been told the names', () => {
    const expected: Record<string, string> = {
      'black-and-white-bicycle': 'a bicycle',
      'blurry-panda': 'a panda',
      'castle-at-night': 'a castle',
      'fish-and-sushi': 'a fish and sushi',
      'four-balloons-pink': 'balloons',
      'man-doctor': 'a doctor',
      'pixel-art-robot': 'a robot',
      'red-apple': 'a red apple',
      'sushi-orange': 'sushi',
      'three-lemons-green': 'lemons',
      'two-cats-blue': 'two cats',
      'woman-firefighter': 'a firefighter',
      'woman-judge-dark-skin': 'a judge',
    };
    const found = bestByPicture('4-templates.spell');
    const right = Object.entries(expected).filter(([picture, name]) => found.get(picture) === name);
    assert.ok(right.length >= 9, `${right.length} of 13: ${JSON.stringify([...found])}`);
  });

  it('agree on the white background of five pictures', () => {
    const colours = files.get('6-wildcards.spell')!.prompts.filter(({ spell }) => spell === 0);
    assert.equal(colours[0]!.text, 'a picture with a white background');
    assert.equal(colours.length, 4);
  });

  it('prefer sushi to an apple on a picture of sushi, whatever is pasted around it', () => {
    assert.match(best('7-pasted.spell'), /sushi/);
  });

  it('work in Japanese', () => {
    assert.match(best('10-japanese.spell'), /猫|cats/);
  });
});
