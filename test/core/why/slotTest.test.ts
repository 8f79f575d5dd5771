import assert from 'node:assert/strict';
import { scoreSpellFile } from '../../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type { Wildcards } from '../../../src/core/spell/spell';
import { slotTests, type SlotTest } from '../../../src/core/why/slotTest';
import { FakeEmbedder } from '../score/fakeEmbedder';

/** A picture likes the texts that hold the words of its name; later ones in the name less. */
function embedder(): FakeEmbedder {
  const words = ['red', 'blue', 'cat', 'dog', 'dark'];
  const unit = (weights: readonly number[]): Float32Array => {
    const length = Math.hypot(...weights, 0.01);
    return Float32Array.from([...weights, 0.01], (weight) => weight / length);
  };
  return new FakeEmbedder(
    (text) => unit(words.map((word) => (text.includes(word) ? 1 : 0))),
    (path) =>
      unit(
        words.map((word) => {
          const at = path.split('/').at(-1)!.indexOf(word);
          return at < 0 ? 0 : 1 / (1 + at / 4);
        }),
      ),
  );
}

async function tests(
  prompt: string,
  pictures: readonly string[],
  wildcards?: Wildcards,
): Promise<SlotTest[]> {
  const file = parseSpellFile(prompt);
  const imagePaths = pictures.map((name) => `/p/${name}.png`);
  const score = await scoreSpellFile({ file, imagePaths, embedder: embedder(), wildcards });
  return slotTests(file, score, 0, wildcards);
}

const five = ['red-cat', 'blue-cat', 'red-dog', 'dog-red', 'cat-red'];

describe('the slot test', () => {
  it('tells which option each picture takes, the other slots averaged out', async () => {
    const [colour, animal] = await tests('{red|blue} {cat|dog}', five);
    assert.deepEqual(
      colour!.options.map(({ label, wins, texts }) => [label, wins, texts]),
      [
        ['red', 4, 2],
        ['blue', 1, 2],
      ],
    );
    assert.deepEqual(
      animal!.options.map(({ label, wins }) => [label, wins]),
      [
        ['cat', 3],
        ['dog', 2],
      ],
    );
    assert.equal(colour!.written, '{red|blue}');
    assert.ok(Math.abs(colour!.options[0]!.interval.low - 0.3755) < 1e-4);
    assert.equal(colour!.outcome, 'open');
    for (const { probabilities } of colour!.pictures)
      assert.ok(Math.abs(probabilities.reduce((sum, p) => sum + p, 0) - 1) < 1e-12);
  });

  it('counts who comes second, and what the file names say', async () => {
    const [test] = await tests('{red|blue|dog}', ['red-x-blue', 'red-y-dog', 'blue-z-red', 'blue']);
    assert.deepEqual(test!.seconds, [
      [0, 1, 1],
      [2, 0, 0],
      [0, 0, 0],
    ]);
    // A name with two options says neither.
    assert.deepEqual(test!.named!.confusion, [
      [0, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    assert.equal(test!.outcome, 'too-few');
  });

  it('takes the longer of two names within each other', async () => {
    const [test] = await tests('a {red|dark red} cat', ['dark_red-cat', 'red-cat']);
    assert.deepEqual(
      test!.pictures.map(({ named }) => named),
      [1, 0],
    );
  });

  it('is clear where one option wins beyond doubt', async () => {
    const [test] = await tests('{red|blue}', ['red-cat', 'red-dog', 'red-dark', 'red', 'dark-red']);
    assert.equal(test!.outcome, 'clear');
    assert.equal(test!.options[0]!.wins, test!.pictures.length);
  });

  it('shares a picture among options that read the same', async () => {
    const [test] = await tests('{red|red x|blue}', ['red']);
    assert.deepEqual(
      test!.options.map(({ wins }) => wins),
      [0.5, 0.5, 0],
    );
  });

  it('reads wildcards’ lines, and nothing where there is no choice', async () => {
    const wildcards = { lookup: (name: string) => (name === 'animal' ? ['cat', 'dog', ''] : undefined) };
    const [test] = await tests('red __animal__', ['red-dog'], wildcards);
    assert.deepEqual(
      test!.options.map(({ label }) => label),
      ['cat', 'dog', ''],
    );
    assert.equal(test!.pictures[0]!.winner, 1);
    assert.deepEqual(await tests('a cat', ['cat']), []);
    assert.deepEqual(await tests('{cat}', ['cat']), []);
    assert.deepEqual(await tests('{cat|dog}', []), []);
  });
});
