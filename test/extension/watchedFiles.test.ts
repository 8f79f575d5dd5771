import assert from 'node:assert/strict';
import picomatch from 'picomatch';
import { pictureExtensions } from '../../src/core/clip/pictureFormat';
import { watchedFiles } from '../../src/extension/services/watchedFiles';

describe('watched files', () => {
  const isWatched = picomatch(watchedFiles);

  it('are pictures and wildcards, in small and capital letters', () => {
    const endings = [...pictureExtensions, 'txt', 'yaml', 'yml'];
    assert.deepEqual(
      endings
        .flatMap((ending) => [`refs/a.${ending}`, `A.${ending.toUpperCase()}`])
        .filter((name) => !isWatched(name)),
      [],
    );
    assert.ok(isWatched('refs/deep/IMG_0001.Jpg'));
  });

  it('are no others', () => {
    for (const name of ['a.spell', 'png', 'a.pngx', 'a.png/b', 'package.json'])
      assert.ok(!isWatched(name), name);
  });
});
