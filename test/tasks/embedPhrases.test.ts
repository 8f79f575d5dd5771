import assert from 'node:assert/strict';
import type { Phrase } from '../../src/core/ports';
import { embedPhrases } from '../../src/tasks/embedPhrases';
import { FakeEmbedder } from '../core/score/fakeEmbedder';
import { temporaryFolder } from '../files/temporaryFolder';

describe('embedding phrases', () => {
  it('knows what reads the same in two languages as a phrase of both', async () => {
    const phrase = (text: string, language: 'en' | 'ja'): Phrase => ({
      text,
      class: 'subject',
      language,
      frequency: 1,
    });
    const phrases = [phrase('UFO', 'en'), phrase('UFO', 'ja'), phrase('猫', 'ja')];
    const embedder = new FakeEmbedder(
      () => Float32Array.of(1, 0),
      () => undefined,
    );
    const all = await embedPhrases([{ name: 'own', phrases }], () => true, embedder);
    assert.deepEqual(
      all.phrases.map(({ text, language }) => [text, language]),
      [
        ['UFO', undefined],
        ['猫', 'ja'],
      ],
    );
  });

  const folder = temporaryFolder({});
  after(() => folder.remove());

  it('keeps what was made of a long list when the rest cannot be made, and makes only that again', async () => {
    const phrases = Array.from({ length: 10_000 }, (_, i): Phrase => ({
      text: `phrase ${i}`,
      class: 'list',
      frequency: 1,
    }));
    const isAll = (): boolean => true;
    const options = { cacheFolder: folder.path };
    const vector = (text: string): Float32Array => Float32Array.of(1, Number(text.slice(7)) / 10_000);
    const failing = new FakeEmbedder(
      (text) => {
        if (text === 'phrase 9000') throw new Error('stopped here');
        return vector(text);
      },
      () => undefined,
    );
    await assert.rejects(embedPhrases([{ name: 'tags', phrases }], isAll, failing, options), /stopped here/);
    const embedder = new FakeEmbedder(vector, () => undefined);
    const all = await embedPhrases([{ name: 'tags', phrases }], isAll, embedder, options);
    assert.equal(embedder.asked.texts.flat()[0], 'phrase 8192');
    assert.equal(embedder.asked.texts.flat().length, 10_000 - 8192);
    const unkept = await embedPhrases([{ name: 'tags', phrases }], isAll, embedder);
    assert.deepEqual(all.phrases, phrases);
    assert.deepEqual(all.packed, unkept.packed);
  });
});
