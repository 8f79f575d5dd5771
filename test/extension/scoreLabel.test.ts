import assert from 'node:assert/strict';
import type { FileScore } from '../../src/core/score/fileScore';
import { scoreSpellFile } from '../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { rankedSpells, scoreLabel, scoreTooltip } from '../../src/extension/features/scoreLabel';
import { direction, FakeEmbedder } from '../core/score/fakeEmbedder';

/** Texts and pictures lie at the angle in their name. */
const score = (text: string, pictures: readonly number[]): Promise<FileScore> =>
  scoreSpellFile({
    file: parseSpellFile(text),
    imagePaths: pictures.map((angle) => `/${angle}`),
    embedder: new FakeEmbedder(
      (prompt) => direction(Number(/[\d.]+/.exec(prompt)?.[0])),
      (path) => direction(Number(path.slice(1))),
    ),
  });

const labels = async (text: string, pictures: readonly number[], language: 'en' | 'ja' = 'en') => {
  const scored = await score(text, pictures);
  return scored.spells.map((spell) => scoreLabel(scored, spell, rankedSpells(scored), language));
};

describe('the line above a spell', () => {
  const spread = [0, 0.3, 0.6, 0.9, 1.2];

  it('says rank, cosine, distance from the first, share and tokens', async () => {
    assert.deepEqual(await labels('0\n\n1', [0]), [
      '#1 of 2 · cos 1.0000 · p 100.0 % · 3 tokens',
      '#2 of 2 · cos 0.5403 (−0.4597) · p <0.01 % · 3 tokens',
    ]);
    assert.deepEqual(await labels('0\n\n1', [0], 'ja'), [
      '2件中1位 · cos 1.0000 · p 100.0 % · 3トークン',
      '2件中2位 · cos 0.5403 (−0.4597) · p <0.01 % · 3トークン',
    ]);
  });

  it('says the ranks that a spell may have', async () => {
    const [near, alike, far] = await labels('0.6\n\n0.65\n\n3', spread);
    assert.match(near!, /^#1–2 of 3 /);
    assert.match(alike!, /^#1–2 of 3 /);
    assert.match(far!, /^#3 of 3 /);
  });

  it('tells of no share where a spell is alone, and of variants that read the same', async () => {
    assert.deepEqual(await labels('0 {a|(a)|[a]}', [0]), [
      '#1 of 1 · cos 1.0000 · 4 tokens · 3 variants, the same for CLIP',
    ]);
    const [several] = await labels('{0|(0)|1}', [0]);
    assert.match(several!, / · best of 2 texts \(3 variants\)$/);
  });

  it('explains itself, and what a spell owes to the choice of its variant', async () => {
    const scored = await score('{0|1.2}\n\n0.3', spread);
    const tooltip = scoreTooltip(scored, scored.spells[0]!, 2, 'fake ffff', 'en');
    assert.match(tooltip, /hold together at 95 %/);
    assert.ok(tooltip.includes(`cos is ${scored.spells[0]!.chosenCosine.toFixed(4)}`), tooltip);
    assert.ok(!scoreTooltip(scored, scored.spells[1]!, 2, 'fake ffff', 'en').includes('did not choose'));
  });
});
