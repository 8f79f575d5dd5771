import assert from 'node:assert/strict';
import { join, sep } from 'node:path';
import { foldersOf } from '../../src/extension/features/panel/foldersOf';

describe('the folders that the page may read', () => {
  const at = (...parts: string[]): string => join(sep, ...parts);

  it('are those of the pictures, without those that lie in another of them', () => {
    const files = [at('a', 'b', '1.png'), at('a', '2.png'), at('a', 'b', 'c', '3.png'), at('ab', '4.png')];
    assert.deepEqual(foldersOf(files), [at('a'), at('ab')]);
  });

  it('are not the folder around two of them, in which other things may lie', () => {
    assert.deepEqual(foldersOf([at('a', 'x', '1.png'), at('a', 'y', '2.png')]), [at('a', 'x'), at('a', 'y')]);
  });
});
