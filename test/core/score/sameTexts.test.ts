import assert from 'node:assert/strict';
import { sameTexts } from '../../../src/core/score/sameTexts';

describe('texts that read the same', () => {
  it('are those with the same words, or with the same embedding', () => {
    const [cat, dog] = [Float32Array.of(1, 0, 0), Float32Array.of(1, 0, 1)];
    assert.deepEqual(
      [...sameTexts([['a cat'], ['a dog'], ['A  cat'], ['a dog'], ['A CAT']], [cat, dog, cat, dog, cat])],
      [0, 1, 0, 1, 0],
    );
  });

  it('are told by their words alone where nothing was embedded', () => {
    assert.deepEqual(
      [
        ...sameTexts(
          [
            ['a', 'b'],
            ['A', 'b'],
            ['a', 'b'],
          ],
          [],
        ),
      ],
      [0, 1, 0],
    );
  });

  it('may come from two runs, which round differently', () => {
    const vectors = [
      Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5),
      Float32Array.of(0.1, 0.2, 0.3000001, 0.4, 0.5),
    ];
    assert.deepEqual([...sameTexts([['a cat'], ['A cat']], vectors)], [0, 0]);
  });

  it('are found among others that begin alike', () => {
    const [a, b] = [Float32Array.of(1, 2, 3, 4, 5), Float32Array.of(1, 2, 3, 4, 6)];
    assert.deepEqual([...sameTexts([['w'], ['x'], ['y'], ['z']], [a, b, b, a])], [0, 1, 1, 0]);
  });

  it('differ when embeddings differ in one number', () => {
    const vectors = [Float32Array.of(1, 2, 3, 4, 5), Float32Array.of(1, 2, 3, 4, 6)];
    assert.deepEqual([...sameTexts([['x'], ['y']], vectors)], [0, 1]);
  });
});
