import assert from 'node:assert/strict';
import type { AttentionReader } from '../../src/core/ports';
import type { FileScore } from '../../src/core/score/fileScore';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { attend, readTextOf } from '../../src/tasks/attendFile';

/** As much of a score as is asked for. */
const score = (best: number | undefined, texts: readonly string[]): FileScore =>
  ({
    spells: [{ best, rows: texts.map((_, row) => row) }],
    prompts: texts.map((text) => ({ expansion: { text } })),
  }) as unknown as FileScore;

describe('the text of a spell whose attention is looked at', () => {
  const plain = parseSpellFile('a {red|blue} fish');

  it('is the one that it stands with, or its first where no picture chose one', () => {
    const texts = ['a red fish', 'a blue fish'];
    const read = readTextOf(plain, score(1, texts), 0);
    assert.deepEqual(read, { text: 'a blue fish', start: 0, end: 11, templates: 0 });
    assert.equal(readTextOf(plain, score(undefined, texts), 0)!.text, 'a red fish');
    assert.equal(readTextOf(plain, score(undefined, []), 0), undefined);
  });

  it('is what CLIP reads: inside the first template', () => {
    const file = parseSpellFile('---\ntemplate: ["a photo of {}", "{} there"]\n---\na fish');
    const read = readTextOf(file, score(0, ['a fish']), 0)!;
    assert.deepEqual([read.text, read.templates], ['a photo of a fish', 2]);
    assert.equal(read.text.slice(read.start, read.end), 'a fish');
  });
});

describe('attend', () => {
  it('asks for all texts together, and for one picture where there is one', async () => {
    const asked: string[] = [];
    const reader: AttentionReader = {
      attendTexts: (texts) => {
        asked.push(texts.join('|'));
        return Promise.resolve(
          texts.map(() => ({
            ...{ layers: 1, tokens: 2, spans: [] },
            own: Float32Array.of(0.5, 0.5),
            rollout: Float32Array.of(0.5, 0.5),
          })),
        );
      },
      attendPicture: (path) => {
        asked.push(path);
        return Promise.resolve({ path, ok: false, code: 'image-missing', detail: '' });
      },
    };
    const texts = ['a', 'b'].map((text) => ({ text, start: 0, end: 1, templates: 0 }));
    const found = await attend({ texts, picture: '/p.png' }, reader);
    assert.deepEqual(asked, ['a|b', '/p.png']);
    assert.deepEqual(
      found.texts.map(({ read }) => read.text),
      ['a', 'b'],
    );
    assert.equal(found.picture?.ok, false);
    assert.equal('picture' in (await attend({ texts }, reader)), false);
  });
});
