import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { EDITOR_WORDING } from '../../src/words/editor';
import { panelWords } from '../../src/words/panel';
import { say } from '../../src/words/words';

describe('the Japanese of the editor', () => {
  const manifest = JSON.parse(readFileSync('package.nls.ja.json', 'utf8')) as Record<string, string>;
  const texts = [
    ...[EDITOR_WORDING, panelWords].flatMap((words) => Object.values(words).map(({ ja }) => ja)),
    ...Object.values(manifest),
  ];

  it('calls scoring by one word', () => {
    // 計算 is what a processor does, and 評価 is to judge whether something is good.
    const others = texts.filter((text) =>
      /スコアの?を?計算|計算(中|を止め|する$|はできません)|評価(しています|を止め|が終わ|できませんでした)/.test(
        text,
      ),
    );
    assert.deepEqual(others, []);
    assert.ok(texts.filter((text) => text.includes('採点')).length > 15);
  });

  it('says a rank and a choice as people do', () => {
    assert.equal(say(EDITOR_WORDING.place, 'ja', { rank: 1, count: 3 }), '3件中1位');
    assert.equal(say(EDITOR_WORDING.bestOf, 'ja', { count: 8 }), '8通り中の最良');
    assert.equal(
      say(panelWords.rankChanged, 'ja', { spell: 'い', rank: 1, count: 3, cosine: '0.3' }),
      'い は 3 件中 1 位、コサイン 0.3',
    );
  });
});
