import assert from 'node:assert/strict';
import { finish } from '../../../src/core/steps';
import { ledger, ledgerTexts, type Ledger, type Rivals } from '../../../src/core/why/ledger';
import { gameOf } from './games';

/** What words are worth on a picture; any other moves it by 0.01. */
const worths: Readonly<Record<string, number>> = {
  cat: 0.3,
  kitten: 0.3,
  dog: -0.2,
  vast: 0.012,
  best: 0.008,
};

function weigh(words: readonly string[], pictures: number, rivals?: Rivals): Ledger {
  const { game, worth } = gameOf(words, (kept) => {
    const sum = kept.reduce((total, word) => total + (worths[word] ?? 0.01), 0);
    const both = kept.includes('cat') && kept.includes('kitten') ? 0.3 : 0;
    return Array.from({ length: pictures }, (_, i) => (sum - both) * (1 + i / 10));
  });
  return finish(ledger(game, worth(finish(ledgerTexts(game))), rivals));
}

describe('the ledger of words', () => {
  it('tells idle words from those that carry or hurt', () => {
    const { entries, floor } = weigh(['cat', 'best', 'dog', 'vast'], 1);
    assert.deepEqual(
      entries.map(({ idle }) => idle),
      [false, true, false, false],
    );
    assert.ok(Math.abs(floor.leftOut - 0.01) < 1e-12);
    assert.deepEqual(
      entries.map(({ hurts }) => hurts),
      [false, false, true, false],
    );
  });

  it('calls no word idle that is only said twice', () => {
    const { entries } = weigh(['cat', 'kitten', 'best'], 1);
    const [cat] = entries;
    assert.ok(Math.abs(cat!.leftOut) < 1e-12 && Math.abs(cat!.alone - 0.3) < 1e-12);
    assert.deepEqual(
      entries.map(({ idle }) => idle),
      [false, false, true],
    );
  });

  it('calls no word hurtful that the text would miss', () => {
    // Alone it takes away; beside the cat it adds.
    const { game, worth } = gameOf(['cat', 'blue'], (kept) => {
      if (kept.includes('cat')) return [kept.includes('blue') ? 0.4 : 0.3];
      return [kept.includes('blue') ? -0.3 : kept.length * 0.001];
    });
    const [, blue] = finish(ledger(game, worth(finish(ledgerTexts(game))))).entries;
    assert.ok(blue!.effect < 0 && blue!.leftOut > 0);
    assert.equal(blue!.hurts, false);
    assert.equal(blue!.depends, true);
  });

  it('adds up', () => {
    const { entries, all, none, unexplained } = weigh(['cat', 'best', 'dog'], 2);
    const sum = entries.reduce((total, { effect }) => total + effect, 0);
    assert.ok(Math.abs(all - none - sum - unexplained) < 1e-12);
    assert.ok(Math.abs(unexplained) < 1e-12);
  });

  it('is sure of nothing that may be chance, nor with few pictures', () => {
    assert.ok(weigh(['cat', 'dog'], 4).entries.every(({ isSure }) => !isSure));
    assert.deepEqual(
      weigh(['cat', 'dog'], 6).entries.map(({ isSure }) => isSure),
      [true, true],
    );
    const { game, worth } = gameOf(['cat', 'dog'], (kept) =>
      [1, -1, 1, -1, 1, -0.9].map((side) => (kept.includes('dog') ? -0.2 * side : 0)),
    );
    const [, dog] = finish(ledger(game, worth(finish(ledgerTexts(game))))).entries;
    assert.ok(dog!.effect < 0 && !dog!.isSure);
  });

  it('has intervals with five different pictures, none with four', () => {
    assert.ok(weigh(['cat', 'dog'], 4).entries.every(({ interval }) => interval === undefined));
    const [cat, dog] = weigh(['cat', 'dog'], 5).entries;
    assert.ok(
      cat!.interval!.low > 0 && cat!.interval!.low < cat!.effect && cat!.effect < cat!.interval!.high,
    );
    assert.ok(dog!.interval!.high < 0);
  });

  it('tells what a word does to p among the other spells, and nothing where there are none', () => {
    assert.ok(weigh(['cat', 'dog'], 1).entries.every(({ probability }) => probability === undefined));
    const rival = { cosines: [Float64Array.of(0.1)], logitScale: 10 };
    const p = (cosine: number): number => 1 / (1 + Math.exp((0.1 - cosine) * 10));
    const [cat] = weigh(['cat', 'dog'], 1, rival).entries;
    const expected = (p(0.3) - p(0) + p(0.1) - p(-0.2)) / 2;
    assert.ok(Math.abs(cat!.probability! - expected) < 1e-12);
  });

  it('measures Japanese texts with words that say nothing in Japanese', () => {
    const { game } = gameOf(['赤い猫', '傑作'], () => [0]);
    assert.ok(finish(ledgerTexts(game)).includes('もの'));
    assert.ok(!finish(ledgerTexts(game)).includes('thing'));
  });
});
