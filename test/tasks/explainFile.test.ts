import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EngineError } from '../../src/core/engineError';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { explainSpell, mostUnits } from '../../src/tasks/explainFile';
import { scoreFile, type ScoredFile } from '../../src/tasks/scoreFile';
import { direction, FakeEmbedder } from '../core/score/fakeEmbedder';
import { temporaryFolder } from '../files/temporaryFolder';

describe('explaining a spell', () => {
  const folder = temporaryFolder({ 'a.png': '' });
  after(() => folder.remove());
  const score = (prompt: string, embedder: FakeEmbedder): Promise<ScoredFile> =>
    scoreFile({
      file: parseSpellFile(`---\nimages: a.png\n---\n${prompt}`),
      path: join(folder.path, 'a.spell'),
      embedder: async () => embedder,
      languagesOf: async () => ['en'],
    });
  const byLength = (): FakeEmbedder =>
    new FakeEmbedder(
      (text) => direction(text.length / 1000),
      () => direction(0),
    );

  it('weighs a long text as a whole, though not each of its phrases', async () => {
    const embedder = byLength();
    const phrases = Array.from({ length: mostUnits + 6 }, (_, i) => `phrase ${i}`);
    const scored = await score(phrases.join(', '), embedder);
    const explained = await explainSpell(scored, 0, embedder, { withWords: true, withPairs: true });
    const { entries, all, none } = explained!.ledger;
    assert.equal(entries.length, mostUnits);
    assert.equal(explained!.unweighed, 6);
    assert.ok(Math.abs(all - scored.score!.prompts[0]!.meanCosine) < 1e-6);
    const rest = phrases.slice(mostUnits).join(', ');
    assert.ok(Math.abs(none - Math.cos(rest.length / 1000)) < 1e-6, 'what is not weighed is always there');
    assert.equal(explained!.words.length, mostUnits);
    assert.equal(explained!.pairs, undefined, 'too many');
  });

  it('names the checkpoint that gives a text no direction', async () => {
    const scored = await score('a cat, red', byLength());
    const broken = new FakeEmbedder(
      () => new Float32Array(2),
      () => direction(0),
    );
    await assert.rejects(
      explainSpell(scored, 0, broken),
      (error) => error instanceof EngineError && error.parameters.file === scored.score!.checkpoint.id,
    );
  });
});
