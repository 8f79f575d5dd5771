import assert from 'node:assert/strict';
import { scoreSpellFile } from '../../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { leanMessage } from '../../../src/extension/features/panel/leanMessage';
import { scoresMessage } from '../../../src/extension/features/panel/panelScores';
import { direction, FakeEmbedder } from '../../core/score/fakeEmbedder';

describe('what the panel is sent of the lean', () => {
  const checkpoint = { id: 'fake', hash: 'f'.repeat(64) };
  const lean = {
    size: 0.5,
    interval: [0.1, 0.9],
    shown: true,
    p: 0,
    q: 0,
    templatesAgree: true,
    head: '',
  } as const;
  const word = { written: '看護師', head: 'nurse', lean };

  it('is an empty message where nothing is known', () => {
    assert.deepEqual(leanMessage(undefined), { kind: 'lean', measuring: false, words: [] });
  });

  it('is each word as it stands in the text, and what was asked for where that is another', () => {
    const words = [
      { ...word, translated: true },
      { ...word, written: 'nurse', translated: false },
    ];
    const message = leanMessage({ checkpoint, phase: 'measuring', words } as unknown as Parameters<
      typeof leanMessage
    >[0]);
    const numbers = { size: 0.5, low: 0.1, high: 0.9, shown: true };
    assert.deepEqual(message, {
      kind: 'lean',
      checkpoint,
      measuring: true,
      words: [
        { word: '看護師', asked: 'nurse', ...numbers },
        { word: 'nurse', ...numbers },
      ],
    });
    const done = leanMessage({ checkpoint, phase: 'known', words: [] } as unknown as Parameters<
      typeof leanMessage
    >[0]);
    assert.equal(done.measuring, false);
  });
});

describe('what the panel is sent of the scores', () => {
  it('is every number of the result, with pictures and spells as people call them', async () => {
    const file = parseSpellFile('### first\n{0.3|0.4|0.4 }\n\n### second\n1.2 b c d e f g h');
    const score = await scoreSpellFile({
      file,
      imagePaths: [0, 0.01, 0.5, 0.9, 1.3, 1.7].map((angle) => `/refs/${angle}`),
      embedder: new FakeEmbedder(
        (text) => direction(Number.parseFloat(text)),
        (path) => direction(Number(path.slice('/refs/'.length))),
      ),
    });
    const message = scoresMessage(score, file, (path) => path.slice(1));
    assert.deepEqual(message.columns[0], 'refs/0');
    assert.deepEqual(message.groups, [0, 0, 1, 2, 3, 4]);
    assert.deepEqual(message.checkpoint, {
      id: 'fake',
      hash: 'f'.repeat(64),
      bundled: false,
      logitScale: 100,
    });
    assert.deepEqual(
      message.spells.map(({ name, rows, texts, total, sampled }) => ({ name, rows, texts, total, sampled })),
      [
        { name: 'first', rows: [0, 1, 2], texts: 2, total: 3, sampled: false },
        { name: 'second', rows: [3], texts: 1, total: 1, sampled: false },
      ],
    );
    for (const [row, prompt] of message.prompts.entries()) {
      const of = score.prompts[row]!;
      assert.deepEqual(
        [prompt.text, prompt.id, prompt.tokens, prompt.lostFrom, prompt.sameAs, prompt.spell],
        [of.expansion.text, of.expansion.id, of.tokenCount, of.lostFrom, of.sameAs, of.spell],
      );
      assert.deepEqual(
        [prompt.rank, prompt.ranks, prompt.mean, prompt.fitsBest, prompt.meanCosine],
        [of.rank, of.ranks, of.meanProbability, of.fitsBest, of.meanCosine],
      );
    }
    assert.equal(message.prompts[2]!.sameAs, 1);
    assert.ok(message.prompts[3]!.lostFrom! > 0);
    const behind = score.spells.find((spell) => spell.behind)!;
    assert.deepEqual(message.spells[behind.spell]!.behind, {
      difference: behind.behind!.difference,
      low: behind.behind!.interval!.low,
      high: behind.behind!.interval!.high,
    });
    assert.equal(message.cosine, score.cosine);
    assert.equal(message.imageGivenPrompt.length, 4 * 6);
  });
});
