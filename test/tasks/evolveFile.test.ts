import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Phrase } from '../../src/core/ports';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { evolveFile, type EvolvedSpell, type EvolveFileRequest } from '../../src/tasks/evolveFile';
import { scoreFile } from '../../src/tasks/scoreFile';
import { direction, FakeEmbedder } from '../core/score/fakeEmbedder';
import { temporaryFolder } from '../files/temporaryFolder';

/** Pictures of cats in fog, all different. Each word that is right brings a text nearer to them, and each that is wrong farther. */
const worth: Readonly<Record<string, number>> = { cat: -0.5, fog: -0.3, dog: 0.2, snow: 0.1, hat: 0.05 };
const angle = (text: string): number =>
  Object.entries(worth).reduce((sum, [word, by]) => sum + (text.includes(word) ? by : 0), 1);
const phrases: Phrase[] = ['fog', 'snow', 'rain'].map((text) => ({
  ...{ text, class: 'weather', language: 'en', frequency: 1 },
}));

describe('evolving a spell of a file', () => {
  const pictures = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`p${i}.png`, '']));
  const folder = temporaryFolder({ ...pictures, 'wildcards/animal.txt': 'dog\ncat\nred panda\n' });
  after(() => folder.remove());

  const embedder = (): FakeEmbedder =>
    new FakeEmbedder(
      (text) => direction(angle(text)),
      (path) => direction(-0.25 * Number(/p(\d)/.exec(path)![1])),
      100,
      50,
    );

  async function run(
    text: string,
    request: Partial<EvolveFileRequest> = {},
    images = 'p*.png',
  ): Promise<EvolvedSpell> {
    const fake = embedder();
    const scored = await scoreFile({
      file: parseSpellFile(text.replace('---\n', `---\nimages: ${images}\n`)),
      path: join(folder.path, 'a.spell'),
      embedder: async () => fake,
      languagesOf: async () => ['en'],
    });
    const found = await evolveFile({
      scored,
      embedder: fake,
      phrases: [{ name: 'mine', phrases }],
      language: 'en',
      spell: 0,
      keep: [],
      mostPhrases: 4,
      population: 12,
      rounds: 10,
      seed: 3,
      ...request,
    });
    assert.ok(found);
    return found;
  }

  it('takes the option of a slot that the pictures show, and writes it out', async () => {
    const found = await run('---\n---\na {dog|cat} in {snow|rain}, hat');
    assert.equal(found.slots, 2);
    assert.match(found.text, /a cat in rain/);
    assert.doesNotMatch(found.text, /[{|}]|hat|snow/);
    assert.deepEqual(found.pictures, { search: 3, heldOut: 3 });
    assert.ok(found.gainUnseen! > 0);
  });

  it('draws the lines of a wildcard', async () => {
    const { text, slots } = await run('---\n---\na __animal__, hat');
    assert.equal(slots, 1);
    assert.match(text, /a cat/);
  });

  it('keeps what the front matter names and what is selected, though it helps nothing', async () => {
    const text = '---\nkeep: [HAT, elephant]\n---\na {dog|cat}, a red hat, snow, dog';
    const found = await run(text);
    assert.match(found.text, /a red hat/);
    assert.doesNotMatch(found.text, /snow/);
    assert.deepEqual([found.kept, found.notFound], [['a red hat'], ['elephant']]);
    const file = text.replace('---\n', '---\nimages: p*.png\n');
    const start = file.indexOf('snow');
    const selected = await run(text, { keepSpans: [{ start, end: start + 4 }] });
    assert.match(selected.text, /snow/);
    assert.deepEqual(selected.kept, ['a red hat', 'snow']);
  });

  it('keeps the chosen option of a slot that is selected', async () => {
    const text = '---\n---\na {dog|cat}, hat';
    const best = /a cat/;
    const file = text.replace('---\n', '---\nimages: p*.png\n');
    const start = file.indexOf('{');
    const found = await run(text, { keepSpans: [{ start, end: start + '{dog|cat}'.length }] });
    assert.match(found.text, best);
    assert.equal(found.slots, 0);
  });

  it('holds one of two pictures out, and none of one, and says how many', async () => {
    const two = await run('---\n---\nhat', { rounds: 2 }, '[p0.png, p5.png]');
    assert.deepEqual(two.pictures, { search: 1, heldOut: 1 });
    assert.equal(two.interval, undefined);
    const one = await run('---\n---\nhat', { rounds: 2 }, 'p0.png');
    assert.deepEqual(one.pictures, { search: 1, heldOut: 0 });
    assert.equal(one.gainUnseen, undefined);
    assert.ok(
      one.rounds.every(
        ({ bestUnseen, startUnseen }) => bestUnseen === undefined && startUnseen === undefined,
      ),
    );
  });

  it('takes phrases of the asked language, and none of praise', async () => {
    const others: Phrase[] = [
      { text: 'fog', class: 'quality', language: 'en', frequency: 1 },
      { text: 'foggy', class: 'weather', language: 'ja', frequency: 1 },
    ];
    const { text } = await run('---\n---\nhat, dog', { phrases: [{ name: 'mine', phrases: others }] });
    assert.doesNotMatch(text, /fog/);
  });
});
