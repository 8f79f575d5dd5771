import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EngineError } from '../../src/core/engineError';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import {
  explainSpell,
  mostPaired,
  mostUnits,
  sampledOrders,
  unitText,
  writtenSpan,
} from '../../src/tasks/explainFile';
import { scoreFile, type ScoredFile } from '../../src/tasks/scoreFile';
import { direction, FakeEmbedder } from '../core/score/fakeEmbedder';
import { temporaryFolder } from '../files/temporaryFolder';

describe('explaining a spell', () => {
  const folder = temporaryFolder({ 'a.png': '', 'wildcards/sky.txt': 'deep blue\n' });
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
      100,
      1000,
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

  it('has Shapley’s values on request, exact for few units and sampled with an error beyond; both sum to the whole', async () => {
    const embedder = byLength();
    for (const [units, orders] of [
      [4, undefined],
      [12, sampledOrders],
    ] as const) {
      const scored = await score(
        Array.from({ length: units }, (_, i) => 'x'.repeat(3 * i + 1)).join(', '),
        embedder,
      );
      const { shapley, ledger } = (await explainSpell(scored, 0, embedder, { withShapley: true }))!;
      assert.equal(shapley!.orders, orders);
      const sum = shapley!.values.reduce((total, { value }) => total + value, 0);
      assert.ok(Math.abs(sum - (ledger.all - ledger.none)) < 1e-6);
      const isExact = shapley!.values.every(({ standardError }) => standardError === 0);
      assert.equal(isExact, orders === undefined);
      assert.ok(
        shapley!.values.every(({ interval }) => interval === undefined),
        'one picture is too few',
      );
    }
    assert.equal((await explainSpell(await score('a, b', embedder), 0, embedder))!.shapley, undefined);
  });

  it('asks for no more texts than a bound, however long the prompt is', async () => {
    const embedder = byLength();
    const scored = await score(Array.from({ length: 80 }, (_, i) => `phrase ${i}`).join(', '), embedder);
    const asked = new Set<string>();
    const counting = Object.assign(Object.create(embedder) as FakeEmbedder, {
      embedTexts: (texts: readonly string[]) => {
        for (const text of texts) asked.add(text);
        return embedder.embedTexts(texts);
      },
    });
    await explainSpell(scored, 0, counting, { withPairs: true, withShapley: true });
    const neutral = 2 * 8;
    assert.ok(
      asked.size <= 2 * mostUnits + 2 + neutral + sampledOrders * mostUnits + 1,
      `${asked.size} texts`,
    );
    assert.ok(mostPaired < mostUnits);
  });

  it('goes into the words of those phrases that it is asked for', async () => {
    const embedder = byLength();
    const scored = await score('two red cats, a house', embedder);
    const options = { withWords: (phrase: string) => phrase === 'a house' };
    const { words } = (await explainSpell(scored, 0, embedder, options))!;
    assert.deepEqual(
      words.map(({ phrase, ledger }) => [phrase, ledger.entries.length]),
      [[1, 2]],
    );
  });

  it('finds where a unit is written, emphasis and slots and all', async () => {
    const embedder = byLength();
    const scored = await score('a {red|red} (house:1.2), [old] tree', embedder);
    const explained = (await explainSpell(scored, 0, embedder))!;
    const { text } = scored.file;
    const { expansion } = scored.score!.prompts[scored.score!.spells[0]!.best!]!;
    assert.deepEqual(
      explained.ledger.entries.map(({ unit }) => {
        const { start, end } = writtenSpan(expansion, unit, explained.slots);
        return text.slice(start, end);
      }),
      ['a {red|red} (house', 'old] tree'],
    );
  });

  it('finds what a wildcard or a variable says where its name is written', async () => {
    const embedder = byLength();
    const scored = await score('${kind=red}a cat, __sky__, 🎸 __sky__ house, ${kind}', embedder);
    const explained = (await explainSpell(scored, 0, embedder))!;
    const { expansion } = scored.score!.prompts[scored.score!.spells[0]!.best!]!;
    assert.deepEqual(
      explained.ledger.entries.map(({ unit }) => {
        const { start, end } = writtenSpan(expansion, unit, explained.slots);
        return [unitText(expansion.text, unit), scored.file.text.slice(start, end)];
      }),
      [
        ['a cat', 'a cat'],
        ['deep blue', '__sky__'],
        ['🎸 deep blue house', '🎸 __sky__ house'],
        ['red', '${kind}'],
      ],
    );
  });

  it('weighs what the checkpoint reads, against words that it reads too', async () => {
    const room = 12;
    // A word that is read moves a text by its length; what is beyond the context moves nothing.
    const embedder = new FakeEmbedder(
      (text) => direction(0.5 - text.split(/\s+/).slice(0, room).join('').length / 1000),
      () => direction(0),
      100,
      room,
    );
    const letters = [...'abcdefghijkl'];
    const scored = await score([...letters, 'much-too-late', 'and-later'].join(', '), embedder);
    const explained = (await explainSpell(scored, 0, embedder))!;
    assert.equal(explained.lostWord, 'much-too-late');
    const { entries, all, floor } = explained.ledger;
    assert.equal(entries.length, letters.length);
    assert.ok(Math.abs(all - scored.score!.prompts[0]!.meanCosine) < 0.001);
    assert.ok(floor.leftOut > 0, 'a word that says nothing changes something where there is room for it');
    // Nothing of the tail comes in where a letter goes: its two characters make 0.002 radians.
    for (const { leftOut } of entries) assert.ok(leftOut > 0 && leftOut < 0.002, String(leftOut));
    const whole = (await explainSpell(await score('a, b', embedder), 0, embedder))!;
    assert.equal(whole.lostWord, undefined);
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
