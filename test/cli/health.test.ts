import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli } from './runCli';

interface Report {
  readonly files: readonly {
    readonly checkpoint: { readonly hash: string } | null;
    readonly differentPictures: number;
    readonly uncompared: string | null;
    readonly words: readonly string[];
    readonly readableWords: number;
    readonly pictures: readonly {
      readonly path: string;
      readonly seen: { readonly left: number; readonly right: number } | null;
      readonly dropped: number;
      readonly marks: readonly { readonly code: string; readonly word?: string; readonly instead?: string }[];
    }[];
  }[];
}

const examples = resolve(__dirname, '../../examples');
const attack = '3-typographic-attack.spell';

describe('spellwright health', function () {
  this.timeout(120_000);

  const folder = temporaryFolder({
    [attack]: readFileSync(join(examples, attack)),
    ...Object.fromEntries(
      ['red-apple', 'apple-labelled-dog', 'cat-labelled-sun', 'sushi-orange'].map((name) => [
        `refs/${name}.png`,
        readFileSync(join(examples, `refs/${name}.png`)),
      ]),
    ),
    'wide.png': readFileSync(resolve(__dirname, '../fixtures/checkpoints/pictures/wide.png')),
    'sushi.spell': '---\nimages: refs/sushi-orange.png\n---\nsushi\n\na red apple\n',
    'wide.spell': '---\nimages: wide.png\n---\n猫のいる部屋\n',
  });
  after(folder.remove);
  const run = async (file: string): Promise<Report['files'][0]> => {
    const { stdout } = await runCli(['health', file, '--format', 'json'], { cwd: folder.path });
    return (JSON.parse(stdout) as Report).files[0]!;
  };

  it('marks the pictures of the example that are written on, and the one that is taken for its word', async () => {
    const { words, uncompared, pictures } = await run(attack);
    assert.deepEqual(words, ['red', 'apple', 'cat', 'dog', 'sun', 'word', 'written']);
    assert.equal(uncompared, 'too-few');
    assert.deepEqual(
      pictures.map(({ marks }) => marks.map(({ code, word, instead }) => [code, word, instead])),
      [[], [['word-written', 'dog', undefined]], [['word-takes-over', 'sun', 'cat']]],
    );
  });

  it('says it in sentences, in Japanese too', async () => {
    const environment = { LANG: 'ja_JP.UTF-8' };
    const { stdout } = await runCli(['health', attack, 'wide.spell'], { cwd: folder.path, environment });
    assert.match(stdout, /書かれた「sun」という文字につられています/);
    assert.match(stdout, /仲間はずれは判断できません/);
    assert.match(stdout, /には、画像の中で読めるものがありません/);
  });

  it('reads no word into the stripes of a drawing', async () => {
    const { words, pictures } = await run('sushi.spell');
    assert.deepEqual([words, pictures[0]!.marks], [['sushi', 'red', 'apple'], []]);
  });

  it('knows what the crop drops, and says that it reads no Japanese', async () => {
    const { readableWords, pictures, words } = await run('wide.spell');
    assert.ok(words.includes('猫'));
    assert.equal(readableWords, 0);
    const [wide] = pictures;
    assert.ok(wide!.dropped > 0.26 && wide!.seen!.left > 0, JSON.stringify(wide));
    assert.ok(wide!.marks.some(({ code }) => code === 'cropped'));
  });
});
