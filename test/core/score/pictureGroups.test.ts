import assert from 'node:assert/strict';
import { byGroup, groupCount, pictureGroups } from '../../../src/core/score/pictureGroups';
import { finish } from '../../../src/core/steps';
import { direction } from './fakeEmbedder';

const groupsOf = (pictures: readonly (readonly [hash: string, angle: number])[]): number[] => [
  ...finish(pictureGroups(pictures.map(([hash, angle]) => ({ hash, embedding: direction(angle) })))),
];

describe('near-duplicate pictures', () => {
  it('share a group when their embeddings are nearly the same, through chains too', () => {
    const near = 0.19; // cos 0.982
    assert.deepEqual(
      groupsOf([
        ['a', 0],
        ['b', 1],
        ['c', near],
        ['d', 2 * near],
        ['e', 1.5],
      ]),
      [0, 1, 0, 0, 2],
    );
  });

  it('are found by their files alone among very many', () => {
    const many = Array.from({ length: 1200 }, (_, i) => [i < 2 ? 'same' : `${i}`, 0] as const);
    assert.equal(groupCount(groupsOf(many)), 1199);
  });

  it('are looked for once while the pictures stay the same', () => {
    const images = [0, 0.1, 1].map((angle, i) => ({ hash: `${i}`, embedding: direction(angle) }));
    const steps = (list: typeof images): number => {
      let count = 0;
      for (const _ of pictureGroups(list)) count++;
      return count;
    };
    assert.equal(steps(images), 3);
    assert.equal(steps(images), 0);
    assert.deepEqual([...finish(pictureGroups(images))], [0, 0, 1]);
    const changed = [{ hash: 'x', embedding: direction(2) }, ...images.slice(1)];
    assert.deepEqual([...finish(pictureGroups(changed))], [0, 1, 2], 'another picture is noticed');
  });

  it('count as one in a mean', () => {
    const matrix = Float32Array.of(0.2, 0.4, 0.9, 0.5, 0.5, 0.1);
    const grouped = [...byGroup(matrix, [0, 0, 1])];
    for (const [i, expected] of [0.3, 0.9, 0.5, 0.1].entries()) {
      assert.ok(Math.abs(grouped[i]! - expected) < 1e-6);
    }
    assert.equal(byGroup(new Float32Array(), []).length, 0);
  });
});
