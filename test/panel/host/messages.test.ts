import assert from 'node:assert/strict';
import { scoreSpellFile } from '../../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { moderated } from '../../../src/core/statistics/moderation';
import { leanMessage } from '../../../src/extension/features/panel/leanMessage';
import { scoresMessage } from '../../../src/extension/features/panel/panelScores';
import { readHostMessage, type HostMessage } from '../../../src/protocol/panel';
import { direction, FakeEmbedder } from '../../core/score/fakeEmbedder';

/** As the editor carries messages to a page: as JSON, but for arrays of numbers. */
function travelled(message: HostMessage): unknown {
  const arrays: Float32Array[] = [];
  const text = JSON.stringify(message, (_, value: unknown) =>
    value instanceof Float32Array ? { array: arrays.push(value) - 1 } : value,
  );
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'array' in value ? arrays[Number(value.array)] : value,
  );
}

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

  it('arrives where the combinations cannot be counted, or all variances are alike', async () => {
    const file = parseSpellFile(`${'{0.3|0.4}'.repeat(60)}\n\n{0.5|0.6|0.7}`);
    const scored = await scoreSpellFile({
      file,
      imagePaths: [0.1, 0.5, 0.9, 1.3, 1.7].map(String),
      embedder: new FakeEmbedder(
        (text) => direction(Number.parseFloat(text)),
        (path) => direction(Number(path)),
      ),
    });
    assert.equal(scored.spells[0]!.total, Infinity);
    const alike = { ...scored.spells[1]!.yardstick!, prior: { variance: 0.01, degrees: Infinity } };
    const score = {
      ...scored,
      yardstick: alike,
      spells: scored.spells.map((spell) => ({ ...spell, yardstick: spell.yardstick && alike })),
    };
    const message = readHostMessage(travelled(scoresMessage(score, file, String)));
    assert.ok(message?.kind === 'scores');
    assert.deepEqual(
      message.spells.map(({ total }) => total),
      [undefined, 3],
    );
    for (const { prior } of [message.yardstick!, message.spells[1]!.yardstick!])
      for (const variance of [0.0001, 0.01, 3])
        assert.ok(Math.abs(moderated(variance, 4, prior) / moderated(variance, 4, alike.prior) - 1) < 1e-9);
  });
});
