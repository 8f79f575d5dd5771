import assert from 'node:assert/strict';
import picomatch from 'picomatch';
import { pictureExtensions } from '../../src/core/clip/pictureFormat';
import { parseWildcardFile, wildcardExtensions } from '../../src/files/parseWildcards';
import {
  isWatchedFile,
  isWildcardFile,
  mayMatter,
  watchedFiles,
} from '../../src/extension/services/watchedFiles';

describe('watched files', () => {
  const isWatched = picomatch(watchedFiles);

  it('are pictures and wildcards, in small and capital letters', () => {
    const endings = [...pictureExtensions, 'txt', 'yaml', 'yml', 'json'];
    assert.deepEqual(
      endings
        .flatMap((ending) => [`refs/a.${ending}`, `A.${ending.toUpperCase()}`])
        .filter((name) => !isWatched(name)),
      [],
    );
    assert.ok(isWatched('refs/deep/IMG_0001.Jpg'));
  });

  it('are no others', () => {
    for (const name of ['a.spell', 'png', 'a.pngx', 'a.png/b', 'package.jsonc', '.txt'])
      assert.deepEqual([isWatched(name), isWatchedFile(name)], [false, false], name);
  });

  it('are told from others by their names as well', () => {
    for (const name of ['/a/b.png', '/a/IMG_0001.JPG', '/a.b/c.Txt']) assert.ok(isWatchedFile(name), name);
    assert.ok(isWildcardFile('/a/colours.JSON'));
    assert.ok(!isWildcardFile('/a/b.png'));
  });

  it('of wildcards are those that are read', async () => {
    const pause = (): Promise<void> => Promise.resolve();
    const texts: Readonly<Record<string, string>> = {
      txt: 'red',
      yaml: 'c: [red]',
      yml: 'c: [red]',
      json: '{"c":["red"]}',
    };
    for (const ending of wildcardExtensions) {
      const { options } = await parseWildcardFile(`a.${ending}`, texts[ending]!, pause);
      assert.deepEqual([...options.values()], [['red']], ending);
    }
  });
});

describe('what came or went', () => {
  const files = new Set(['/work/refs.v2/a.png', '/else/deep/b.png', '/work/words/colours.txt']);
  const matters = (name: string, isThere: boolean): boolean =>
    mayMatter(name, isThere, { folder: '/work', files });

  it('matters where a document may name it: pictures and wildcards below its folder, and folders', () => {
    for (const name of ['/work/new.png', '/work/deep/new.txt', '/work/deep', '/work/deep.v2'])
      assert.ok(matters(name, true), name);
    for (const name of ['/work/new.png', '/work/deep']) assert.ok(matters(name, false), name);
  });

  it('matters where a document names it already, wherever it lies', () => {
    for (const isThere of [true, false]) assert.ok(matters('/else/deep/b.png', isThere));
  });

  it('matters as a folder of what a document names, whatever the folder is called', () => {
    for (const name of ['/work/refs.v2', '/else', '/else/deep']) assert.ok(matters(name, false), name);
  });

  it('does not matter elsewhere, nor as a file of another kind that is gone', () => {
    for (const name of ['/else/new.png', '/elsewhere', '/works', '/else/de'])
      assert.ok(!matters(name, true), name);
    for (const name of ['/work/notes.md', '/work/a.spell', '/else/c.png'])
      assert.ok(!matters(name, false), name);
  });
});
