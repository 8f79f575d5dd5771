import assert from 'node:assert/strict';
import { join } from 'node:path';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { blindSpotsOf } from '../../src/tasks/blindSpotsOf';
import { scoreFile, type ScoredFile } from '../../src/tasks/scoreFile';
import { direction, FakeEmbedder } from '../core/score/fakeEmbedder';
import { temporaryFolder } from '../files/temporaryFolder';

describe('looking for blind spots', () => {
  const folder = temporaryFolder({ 'a.png': '' });
  after(() => folder.remove());
  const embedder = (): FakeEmbedder =>
    new FakeEmbedder(
      (text) => direction(text.includes('red') ? 0 : 1),
      () => direction(0),
    );
  const score = (prompt: string, by: FakeEmbedder): Promise<ScoredFile> =>
    scoreFile({
      file: parseSpellFile(`---\nimages: a.png\n---\n${prompt}`),
      path: join(folder.path, 'a.spell'),
      embedder: async () => by,
      languagesOf: async () => ['en'],
    });

  it('reads words of the prompt only: no tags, weights, negative prompts', async () => {
    const by = embedder();
    const scored = await score('<lora:blue_cat:1> a (red:1.2) thing\nNegative prompt: two dogs', by);
    const found = await blindSpotsOf(scored, 0, by);
    assert.equal(found!.text, 'a red thing');
    assert.deepEqual(
      found!.kinds.map(({ kind, share, sight }) => [kind, share, sight]),
      [['colour', 1, 'too-few']],
    );
  });

  it('leaves words alone that the checkpoint does not read', async () => {
    const by = embedder();
    // The context holds eight tokens, two of which are the ends.
    const found = await blindSpotsOf(await score('red thing one three four five six blue owl', by), 0, by);
    assert.ok(found!.kinds.every(({ words }) => words.every(({ tested }) => tested.word !== 'owl')));
    assert.ok(found!.kinds.some(({ kind }) => kind === 'colour'));
  });

  it('asks for nothing where there is nothing to make wrong, and ends when it is told to', async () => {
    const by = embedder();
    const scored = await score('hello', by);
    const before = by.asked.texts.length;
    assert.deepEqual(await blindSpotsOf(scored, 0, by), { spell: 0, text: 'hello', kinds: [] });
    assert.equal(by.asked.texts.length, before);
    const red = await score('a red thing', by);
    await assert.rejects(blindSpotsOf(red, 0, by, { signal: AbortSignal.abort(new Error('stop')) }), /stop/);
  });
});
