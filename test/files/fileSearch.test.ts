import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { FileSearch, SearchError, type SearchOptions } from '../../src/files/fileSearch';
import { folderBatches } from '../../src/files/folderBatches';
import { commandLineReach, isWithin, reachOf } from '../../src/files/reach';
import { temporaryFolder } from './temporaryFolder';

const strict = { namedOutside: false, linksOutside: false };

describe('looking for files', () => {
  const folder = temporaryFolder({
    'work/a.png': '',
    'work/b/1.png': '',
    'work/b/2.png': '',
    'work/.hidden/3.png': '',
    'work/node_modules/4.png': '',
    'elsewhere/secret.png': '',
  });
  const work = join(folder.path, 'work');
  before(function () {
    if (process.platform === 'win32') this.skip();
    symlinkSync(join(folder.path, 'elsewhere/secret.png'), join(work, 'out.png'));
    symlinkSync(join(work, 'b/1.png'), join(work, 'in.png'));
    symlinkSync(join(folder.path, 'elsewhere'), join(work, 'linked'));
    symlinkSync(join(work, 'gone'), join(work, 'nowhere.png'));
    execFileSync('mkfifo', [join(work, 'pipe.png')]);
    symlinkSync(join(work, 'pipe.png'), join(work, 'to-pipe.png'));
  });
  after(folder.remove);

  const find = async (pattern: string, options: SearchOptions = {}): Promise<string[]> => {
    const { files } = await new FileSearch(options).find(pattern, work);
    return files.map((file) => relative(work, file).replaceAll('\\', '/')).sort();
  };
  const rejects = (searching: Promise<unknown>, code: string, at = work): Promise<void> =>
    assert.rejects(searching, (error) => {
      assert.ok(error instanceof SearchError);
      assert.deepEqual([error.code, error.folder], [code, at]);
      return true;
    });

  it('finds files and links to files, no pipes, and enters no links to folders', async () => {
    assert.deepEqual(await find('**/*.png'), ['a.png', 'b/1.png', 'b/2.png', 'in.png', 'out.png']);
    assert.deepEqual(await find('linked/*.png'), ['linked/secret.png']);
    assert.deepEqual(await find('node_modules/*.png'), ['node_modules/4.png']);
  });

  it('leaves out links to the outside, and says which, where they may not be followed', async () => {
    const reach = await reachOf([work], strict);
    const { files, linksOutside } = await new FileSearch({ reach }).find('*.png', work);
    assert.deepEqual(files.map((file) => relative(work, file)).sort(), ['a.png', 'in.png']);
    assert.deepEqual(linksOutside, [join(work, 'out.png')]);
    await rejects(
      new FileSearch({ reach }).find('linked/*.png', work),
      'search-outside',
      join(work, 'linked'),
    );
  });

  it('searches no folder outside of its reach', async () => {
    for (const namedOutside of [true, false]) {
      const reach = await reachOf([work], { namedOutside, linksOutside: true });
      await rejects(new FileSearch({ reach }).find('../**', work), 'search-outside', folder.path);
      await rejects(new FileSearch({ reach }).find('/**', work), 'search-outside', '/');
      await rejects(new FileSearch({ reach }).filesIn('/'), 'search-outside', '/');
      assert.deepEqual((await new FileSearch({ reach }).find('b/../../work/b/*', work)).files.length, 2);
    }
  });

  it('reads no more names than its limit, in all its searches together', async () => {
    await rejects(new FileSearch({ limit: 5 }).find('**/*.png', work), 'search-too-many');
    const search = new FileSearch({ limit: 12 });
    await search.find('*.png', work);
    await search.find('*.jpg', work); // the same folder costs nothing
    await search.find('b/*.png', work);
    await rejects(search.find('../elsewhere/*', work), 'search-too-many', join(folder.path, 'elsewhere'));
  });

  it('counts what is looked for as little, so that a library passes and a disk does not', async () => {
    const isWanted = (name: string): boolean => name.endsWith('.png');
    const library = temporaryFolder(
      Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.png`, ''])),
    );
    const other = temporaryFolder(Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`${i}.txt`, ''])));
    try {
      const { files } = await new FileSearch({ limit: 5, isWanted }).find('*.png', library.path);
      assert.equal(files.length, 60);
      await rejects(
        new FileSearch({ limit: 5 }).find('*.png', library.path),
        'search-too-many',
        library.path,
      );
      await rejects(
        new FileSearch({ limit: 5, isWanted }).find('*', other.path),
        'search-too-many',
        other.path,
      );
      await rejects(
        new FileSearch({ limit: 2, isWanted }).find('*', library.path),
        'search-too-many',
        library.path,
      );
    } finally {
      library.remove();
      other.remove();
    }
  });

  it('is given up where comparing takes too long, and lets others work meanwhile', async () => {
    const name = 'a'.repeat(250);
    mkdirSync(join(work, 'long'));
    for (let i = 0; i < 200; i++) writeFileSync(join(work, 'long', `${name}${i}`), '');
    const hard = `long/{${Array.from({ length: 19 }, (_, i) => `*${'a'.repeat(40)}${i}x`).join(',')}}`;
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await rejects(
      new FileSearch().find(`${hard}{,1,2,3,4,5,6,7,8}`, work),
      'search-too-complex',
      join(work, 'long'),
    );
    clearInterval(timer);
    assert.ok(turns > 10);
    await rejects(new FileSearch().find('*'.repeat(2000), work), 'search-too-complex');
    const many = new FileSearch();
    await rejects(
      (async () => {
        // No folder is there whose names would be compared.
        for (let i = 0; i < 5000; i++) await many.find(`gone${i}/{1..9}{1..20}${'*a'.repeat(50)}`, work);
      })(),
      'search-too-complex',
    );
    await rejects(new FileSearch().find('{a,b}'.repeat(20), work), 'search-too-complex');
  });

  it('ends as soon as it is told to', async () => {
    const abort = new AbortController();
    const reason = new Error('typed on');
    let names = 0;
    const searching = new FileSearch({
      signal: abort.signal,
      onVisited: (seen) => {
        names = seen;
        abort.abort(reason);
      },
    }).find('/**', work);
    await assert.rejects(searching, (error) => error === reason);
    assert.ok(names >= 1000 && names < 20_000, `${names}`);
  });
});

describe('a folder with very much in it', () => {
  it('is read in batches, to its end', async () => {
    const folder = temporaryFolder({});
    const names = Array.from({ length: 60 }, (_, i) => `${i}`);
    for (const name of names) writeFileSync(join(folder.path, name), '');
    for (const large of [0, Infinity]) {
      const found: string[] = [];
      for await (const batch of folderBatches(folder.path, { large, size: 7 })) {
        assert.ok(large > 0 || batch.length <= 7);
        found.push(...batch.map(({ name }) => name));
      }
      assert.deepEqual(found.sort(), names.sort());
    }
    folder.remove();
  });
});

describe('how far a spell file reaches', () => {
  it('tells what lies in a folder', () => {
    for (const path of ['/a', '/a/b', '/a/..b', '/a/b/../c']) assert.ok(isWithin(path, ['/x', '/a']), path);
    for (const path of ['/', '/ab', '/b', '/a/../b']) assert.ok(!isWithin(path, ['/x', '/a']), path);
    assert.ok(isWithin('/anything', ['/']));
  });

  it('from a command line: its folder, the repository around it, the current folder above it, and what is allowed', async () => {
    const folder = temporaryFolder({
      'repo/.git/HEAD': '',
      'repo/deep/a.spell': '',
      'plain/deep/a.spell': '',
    });
    const at = (name: string): string => join(realpathSync(folder.path), name);
    const folders = async (
      from: string,
      current: string,
      allowed: string[] = [],
    ): Promise<readonly string[]> => (await commandLineReach(at(from), { current, allowed })).folders;
    assert.deepEqual(await folders('repo/deep', at('plain')), [at('repo/deep'), at('repo')]);
    assert.deepEqual(await folders('plain/deep', at('plain')), [at('plain/deep'), at('plain')]);
    assert.deepEqual(await folders('plain/deep', '/'), [at('plain/deep')]);
    assert.deepEqual(await folders('plain/deep', '/', ['/data']), [at('plain/deep'), '/data']);
    folder.remove();
  });
});
