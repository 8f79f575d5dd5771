import assert from 'node:assert/strict';
import { blindSpots, sightTexts, type KindOfSight } from '../../../src/core/why/blindSpots';
import type { WordKind } from '../../../src/core/why/wordKinds';
import type { TestedWord } from '../../../src/core/why/wrongTexts';

function word(kind: WordKind, ...wrong: string[]): TestedWord {
  const texts = wrong.map((text) => ({ put: text, truth: 'true', text }));
  return { kind, word: 'true', start: 0, end: 4, wrong: texts };
}

/** What each text is worth on each picture. */
function sight(
  words: readonly TestedWord[],
  worth: Readonly<Record<string, readonly number[]>>,
): KindOfSight[] {
  const texts = sightTexts(words).map((text) => [text, Float64Array.from(worth[text]!)] as const);
  return blindSpots(words, new Map(texts));
}

const on = (pictures: number, value: number): number[] => new Array<number>(pictures).fill(value);

describe('blind spots', () => {
  it('are told for each kind, by how often the true text wins', () => {
    const words = [word('object', 'cat', 'dog'), word('colour', 'red')];
    const found = sight(words, {
      true: on(6, 0.3),
      cat: on(6, 0.2),
      dog: [...on(3, 0.2), ...on(3, 0.4)],
      red: on(6, 0.1),
    });
    assert.deepEqual(
      found.map(({ kind, share, sight: verdict, pictures, comparisons }) => [
        kind,
        share,
        verdict,
        pictures,
        comparisons,
      ]),
      [
        ['colour', 1, 'sees', 6, 1],
        ['object', 0.75, 'too-few', 6, 2],
      ],
    );
    const [{ interval, words: tested }] = found as [KindOfSight];
    assert.ok(Math.abs(interval.low - 0.6097) < 1e-4 && interval.high === 1);
    assert.ok(Math.abs(tested[0]!.wrong[0]!.difference - 0.2) < 1e-12);
  });

  for (const [pictures, won, verdict] of [
    [4, 4, 'too-few'],
    [5, 5, 'sees'],
    [6, 5, 'too-few'],
    [6, 4, 'cannot-tell'],
    [6, 0, 'prefers-wrong'],
    [20, 15, 'sees'],
    [20, 14, 'cannot-tell'],
  ] as const) {
    it(`${won} of ${pictures}: ${verdict}`, () => {
      const values = Array.from({ length: pictures }, (_, i) => (i < won ? 0.1 : 0.5));
      const [found] = sight([word('size', 'small')], { true: on(pictures, 0.3), small: values });
      assert.equal(found!.sight, verdict);
    });
  }

  it('count equals half: a checkpoint that sees no difference sees nothing', () => {
    const [found] = sight([word('side', 'right')], { true: on(9, 0.3), right: on(9, 0.3) });
    assert.equal(found!.share, 0.5);
    assert.equal(found!.sight, 'cannot-tell');
  });

  it('weigh each word of a kind alike', () => {
    const words = [word('colour', 'red', 'blue', 'pink'), word('colour', 'green')];
    const [found] = sight(words, {
      true: on(5, 0.3),
      red: on(5, 0),
      blue: on(5, 0),
      pink: on(5, 0),
      green: on(5, 1),
    });
    assert.equal(found!.share, 0.5);
  });
});
