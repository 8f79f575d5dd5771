import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { NamedFiles, type Searching } from '../../src/extension/services/namedFiles';
import { reachOf, type Reach } from '../../src/files/reach';
import { temporaryFolder } from '../files/temporaryFolder';

describe('the files that a document names', () => {
  const folder = temporaryFolder({
    'refs/1.png': '',
    'refs/2.png': '',
    'wildcards/fruit.txt': 'apple\npear\n',
  });
  after(folder.remove);
  const spell = join(folder.path, 'a.spell');
  const fileOf = (prompt: string, images = 'refs/*.png') =>
    parseSpellFile(`---\nimages: ${images}\n---\n${prompt}`);

  /** A search asks how far it may reach before it reads anything. */
  let searches: { images: number; wildcards: number };
  let bounds: string;
  let held: Promise<unknown>;
  const reach = (kind: 'images' | 'wildcards') => async (): Promise<Reach> => {
    searches[kind]++;
    await held;
    return reachOf([folder.path], { namedOutside: true, linksOutside: true });
  };
  const searching = (): Searching => ({
    bounds,
    reach: { images: reach('images'), wildcards: reach('wildcards') },
    wildcardFolders: [],
  });
  const namesIn = (paths: readonly string[]): string[] => paths.map((path) => basename(path));
  let named: NamedFiles;
  beforeEach(() => {
    searches = { images: 0, wildcards: 0 };
    bounds = 'workspace';
    held = Promise.resolve();
    named = new NamedFiles(spell, spell);
  });

  it('are looked for once while keys change the prompt', async () => {
    for (const prompt of ['a __fruit__', 'a red __fruit__', 'a red __fruit__ on a table']) {
      const file = fileOf(prompt);
      const [images, wildcards] = [
        await named.images(file, searching()),
        await named.wildcards(file, searching()),
      ];
      assert.deepEqual(namesIn(images.paths), ['1.png', '2.png']);
      assert.deepEqual(wildcards.wildcards.lookup('fruit'), ['apple', 'pear']);
    }
    assert.deepEqual(searches, { images: 1, wildcards: 1 });
  });

  it('are the same object for whoever compares', async () => {
    const first = await named.images(fileOf('a'), searching());
    assert.equal(await named.images(fileOf('b'), searching()), first);
  });

  it('are looked for again when the front matter or a name in the prompt changes', async () => {
    await named.images(fileOf('a'), searching());
    assert.deepEqual(namesIn((await named.images(fileOf('a', 'refs/1.png'), searching())).paths), ['1.png']);
    await named.wildcards(fileOf('__fruit__'), searching());
    const other = await named.wildcards(fileOf('__tree__'), searching());
    assert.deepEqual(
      other.problems.map(({ code }) => code),
      [],
    );
    assert.equal(other.wildcards.lookup('fruit'), undefined);
    assert.deepEqual(searches, { images: 2, wildcards: 2 });
  });

  it('are looked for again where an entry moves: what is wrong with it is told at its place', async () => {
    const before = await named.images(fileOf('a', 'refs/9.png'), searching());
    const after = await named.images(fileOf('a', '  refs/9.png'), searching());
    assert.equal(after.problems[0]!.span!.start, before.problems[0]!.span!.start + 2);
  });

  it('are looked for again when the user lets a file reach further', async () => {
    await named.images(fileOf('a'), searching());
    bounds = 'workspace and pictures';
    await named.images(fileOf('a'), searching());
    assert.equal(searches.images, 2);
  });

  it('no wildcard named, none looked for', async () => {
    await named.wildcards(fileOf('a red apple'), searching());
    assert.equal(searches.wildcards, 0);
  });

  it('are looked for again once they are forgotten', async () => {
    await named.images(fileOf('a'), searching());
    const third = join(folder.path, 'refs', '3.png');
    writeFileSync(third, '');
    try {
      assert.deepEqual(namesIn((await named.images(fileOf('a'), searching())).paths), ['1.png', '2.png']);
      named.forget();
      assert.deepEqual(namesIn((await named.images(fileOf('a'), searching())).paths), [
        '1.png',
        '2.png',
        '3.png',
      ]);
    } finally {
      rmSync(third);
    }
  });

  it('are not kept when they are forgotten while they are looked for', async () => {
    let go: () => void = () => undefined;
    held = new Promise<void>((resolve) => (go = resolve));
    const early = named.images(fileOf('a'), searching());
    named.forget();
    go();
    await early;
    await named.images(fileOf('a'), searching());
    assert.equal(searches.images, 2);
  });

  it('are found again at a second look, which says whether anything is other than before', async () => {
    const file = fileOf('a __fruit__');
    const first = await named.images(file, searching());
    await named.wildcards(file, searching());
    assert.equal(await named.lookAgain(file, searching()), false);
    assert.equal(await named.images(file, searching()), first);

    const third = join(folder.path, 'refs', '3.png');
    writeFileSync(third, '');
    assert.equal(await named.lookAgain(file, searching()), true);
    assert.equal((await named.images(file, searching())).paths.length, 3);
    rmSync(third);
    assert.equal(await named.lookAgain(file, searching()), true);

    writeFileSync(join(folder.path, 'wildcards', 'fruit.txt'), 'apple\npear\nplum\n');
    assert.equal(await named.lookAgain(file, searching()), true);
    const { wildcards } = await named.wildcards(file, searching());
    assert.deepEqual(wildcards.lookup('fruit'), ['apple', 'pear', 'plum']);
  });

  it('of a file that was never saved are none', async () => {
    const unsaved = new NamedFiles(undefined, 'Untitled-1');
    assert.deepEqual((await unsaved.images(fileOf('a'), searching())).paths, []);
    assert.equal(searches.images, 0);
  });
});
