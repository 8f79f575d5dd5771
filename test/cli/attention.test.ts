import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { temporaryFolder } from '../files/temporaryFolder';
import { runCli } from './runCli';

interface Shares {
  readonly begin: number;
  readonly words: readonly { readonly text: string; readonly tokens: number; readonly share: number }[];
  readonly end: number;
}

interface Report {
  readonly files: readonly {
    readonly checkpoint: { readonly hash: string } | null;
    readonly problems: readonly { readonly code: string }[];
    readonly spells: readonly {
      readonly name: string;
      readonly text: string;
      readonly lostFrom: number | null;
      readonly layers: readonly { readonly layer: number; readonly rollout: Shares; readonly own: Shares }[];
    }[];
    readonly picture: {
      readonly path: string;
      readonly rows: number;
      readonly columns: number;
      readonly layers: readonly { readonly rollout: readonly number[]; readonly own: readonly number[] }[];
    } | null;
  }[];
}

const refs = resolve(__dirname, '../../examples/refs');

describe('spellwright attention', function () {
  this.timeout(300_000);

  const folder = temporaryFolder({
    ...Object.fromEntries(
      ['two-cats-blue', 'red-apple'].map((name) => [
        `refs/${name}.png`,
        readFileSync(join(refs, `${name}.png`)),
      ]),
    ),
    'cats.spell':
      '---\nimages: [refs/two-cats-blue.png, refs/red-apple.png]\ntemplate: "a picture of {}"\n---\n### cats\ntwo cats, masterpiece\n### 青\n青い背景の猫\n',
    'long.spell': `---\nimages: refs/red-apple.png\n---\nred apple, ${'very '.repeat(100)}big`,
    'evil.spell': '---\nimages: refs/red-apple.png\n---\ncat \x1b[31mred, \u202eapple',
    'none.spell': 'cats',
  });
  after(folder.remove);
  const run = (...words: string[]): ReturnType<typeof runCli> =>
    runCli(['attention', ...words], { cwd: folder.path });
  const report = async (...words: string[]): Promise<Report['files'][0]> => {
    const { stdout } = await run('--format', 'json', ...words);
    return (JSON.parse(stdout) as Report).files[0]!;
  };

  it('tells each word and each place its share, in every layer', async () => {
    const { spells, picture, checkpoint } = await report('cats.spell');
    assert.match(checkpoint!.hash, /^[0-9a-f]{64}$/);
    assert.deepEqual(spells.map(({ name }) => name).sort(), ['cats', '青']);
    for (const { text, layers } of spells) {
      assert.deepEqual(
        layers.map(({ layer }) => layer),
        [1, 2, 3],
      );
      for (const { begin, words, end } of layers.flatMap(({ rollout, own }) => [rollout, own])) {
        const sum = words.reduce((total, { share }) => total + share, begin + end);
        assert.ok(Math.abs(sum - 1) < 1e-5, String(sum));
        assert.equal(
          words
            .map((word) => word.text)
            .join('')
            .replaceAll(' ', ''),
          text.replaceAll(' ', ''),
        );
      }
    }
    const cats = spells.find(({ name }) => name === 'cats')!;
    assert.deepEqual(
      cats.layers[0]!.own.words.map(({ text }) => text),
      ['a', 'picture', 'of', 'two', 'cats,', 'masterpiece'],
    );
    // The token reads the thing that it is about most of all words.
    const { words } = cats.layers[2]!.rollout;
    assert.equal([...words].sort((a, b) => b.share - a.share)[0]!.text, 'cats,');

    assert.deepEqual([picture!.rows, picture!.columns, picture!.layers.length], [8, 8, 5]);
    assert.equal(picture!.path, join('refs', 'two-cats-blue.png'));
    for (const shares of picture!.layers.flatMap(({ rollout, own }) => [rollout, own])) {
      const sum = shares.reduce((total, share) => total + share, 0);
      assert.ok(shares.length === 64 && sum > 0.1 && sum <= 1 + 1e-5 && shares.every((each) => each >= 0));
    }
  });

  it('shows the layer, the spell and the picture that are asked for, and that it is no cause', async () => {
    const { stdout, code } = await run(
      ...['cats.spell', '--spell', 'cats', '--picture', 'red-apple.png', '--layer', '2', '--own'],
    );
    assert.equal(code, 0);
    assert.match(stdout, /“cats”: a picture of two cats, masterpiece\nLayer 2 of 3 alone/);
    assert.match(stdout, /red-apple\.png: [\d.]+ % from its 64 places.*\nLayer 2 of 5 alone/);
    assert.doesNotMatch(stdout, /青/);
    assert.match(stdout, /Attention, not cause.*mini [0-9a-f]{12}/);
  });

  it('says of SigLIP that its learnt query reads the picture, in a layer after all others', async () => {
    const siglip = resolve(__dirname, '../fixtures/checkpoints/hf-siglip');
    const shown = async (...words: string[]): Promise<string> =>
      (await run('cats.spell', '--spell', 'cats', '--model', siglip, ...words)).stdout;
    const rolledOut = await shown();
    assert.match(
      rolledOut,
      /What the learnt query reads of .*two-cats-blue\.png, from its 16 places\nRolled out over the query’s layer and all before it\n/,
    );
    assert.match(await shown('--own'), /from its 16 places\nThe query’s layer alone\n/);
    assert.doesNotMatch(rolledOut, /ResNet|picture’s own token/);

    const resNet = resolve(__dirname, '../fixtures/checkpoints/open-clip-resnet');
    const { stdout } = await run('cats.spell', '--model', resNet);
    assert.match(
      stdout,
      /picture’s own token reads of .*\nThe only layer that has attention: a ResNet’s last\n/,
    );
  });

  it('draws the map over the picture, and replaces no file unasked', async () => {
    const words = ['cats.spell', '--layer', '99', '--picture', 'refs/red-apple.png', '--out', 'map.png'];
    const first = await run(...words);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /Rolled out over layers 1 to 3 of 3/);
    assert.match(first.stdout, /Rolled out over layers 1 to 5 of 5/);
    assert.match(first.stdout, /The map over the picture: map\.png/);
    const map = join(folder.path, 'map.png');
    const drawn = await sharp(map).raw().toBuffer({ resolveWithObject: true });
    const original = await sharp(join(refs, 'red-apple.png'))
      .removeAlpha()
      .resize(drawn.info.width, drawn.info.height, { kernel: 'nearest' })
      .raw()
      .toBuffer();
    assert.equal(drawn.info.channels, 3);
    assert.notDeepEqual(drawn.data, original, 'something is hot');
    const bytes = readFileSync(map);
    const second = await run(...words);
    assert.equal(second.code, 2);
    assert.match(second.stderr, /map\.png is there already.*--overwrite/);
    assert.deepEqual(readFileSync(map), bytes);
  });

  it('says which spells and pictures there are, where one is called otherwise', async () => {
    const spell = await run('cats.spell', '--spell', 'nobody');
    assert.equal(spell.code, 2);
    assert.match(spell.stderr, /“nobody”.*cats/);
    const picture = await run('cats.spell', '--picture', 'nowhere.png');
    assert.equal(picture.code, 2);
    assert.match(picture.stderr, /“nowhere\.png”.*two-cats-blue\.png, refs\/red-apple\.png/);
  });

  it('says what of a long text was not read', async () => {
    const { stdout } = await run('long.spell');
    assert.match(stdout, /too long: what comes after “very” was not read/);
  });

  it('cannot be made to steer the terminal', async () => {
    const { stdout } = await run('evil.spell');
    assert.ok(stdout.includes('apple'));
    assert.ok(!/[\x1b\u202e]/.test(stdout));
  });

  it('says why there is nothing: no pictures, or a checkpoint that hides it', async () => {
    assert.equal((await run('none.spell')).code, 2);
    const exported = resolve(__dirname, '../fixtures/checkpoints/onnx-clip');
    const { code, stderr } = await run('cats.spell', '--model', exported);
    assert.equal(code, 2);
    assert.match(stderr, /does not tell its attention.*safetensors/);
  });
});
