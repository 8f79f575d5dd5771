import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { reachOf, type Reach } from '../../src/files/reach';
import { resolveImages, type ResolveOptions } from '../../src/files/resolveImages';
import { temporaryFolder } from './temporaryFolder';

describe('resolveImages', () => {
  it('takes what is to be avoided from the references, and says so at its entry', async () => {
    assert.deepEqual(await resolveIn('refs\navoid: [refs/*.PNG, refs/10.png, "!refs/2.PNG", hero.png]'), {
      paths: ['refs/1.jpeg', 'refs/2.PNG'],
      problems: [
        { code: 'images-avoided', parameters: { pattern: 'refs/10.png', count: 1 }, at: 'refs/10.png' },
      ],
    });
    assert.deepEqual(await paths('refs\navoid: [gone.png, hero.png]'), [
      'refs/1.jpeg',
      'refs/2.PNG',
      'refs/10.png',
    ]);
  });

  const folder = temporaryFolder({
    'outside.png': '',
    'work/hero.png': '',
    'work/[1].png': '',
    'work/notes.txt': '',
    'work/refs/10.png': '',
    'work/refs/2.PNG': '',
    'work/refs/1.jpeg': '',
    'work/refs/readme.md': '',
    'work/refs/deep/3.webp': '',
    'work/node_modules/x/icon.png': '',
    'work/日本/猫.png': '',
  });
  const work = join(folder.path, 'work');
  after(folder.remove);

  const resolveIn = async (images: string, options?: ResolveOptions) => {
    const text = `---\nimages: ${images}\n---\ncat`;
    const { paths, problems } = await resolveImages(parseSpellFile(text), join(work, 'a.spell'), options);
    return {
      paths: paths.map((path) => relative(work, path).replaceAll('\\', '/')),
      problems: problems.map(({ code, span, parameters }) => ({
        code,
        parameters,
        at: span && text.slice(span.start, span.end),
      })),
    };
  };
  const paths = async (images: string, options?: ResolveOptions): Promise<string[]> =>
    (await resolveIn(images, options)).paths;

  it('finds paths, globs and folders, in the order in which they are named', async () => {
    assert.deepEqual(await paths('[hero.png, refs/*, "日本/*.png"]'), [
      'hero.png',
      'refs/1.jpeg',
      'refs/2.PNG',
      'refs/10.png',
      '日本/猫.png',
    ]);
    assert.deepEqual(await paths('refs'), ['refs/1.jpeg', 'refs/2.PNG', 'refs/10.png']);
    assert.deepEqual(await paths('refs/**/*.{webp,jpeg}'), ['refs/1.jpeg', 'refs/deep/3.webp']);
  });

  it('counts a picture that is named twice once', async () => {
    assert.deepEqual(await paths('[refs/10.png, refs/*.png, ./refs/10.png]'), ['refs/10.png', 'refs/2.PNG']);
  });

  it('takes a file that is there for itself, whatever its name looks like', async () => {
    assert.deepEqual(await paths('"[1].png"'), ['[1].png']);
    assert.deepEqual(await paths('notes.txt'), ['notes.txt']);
  });

  it('understands the separators of Windows', async () => {
    assert.deepEqual(await paths("'refs\\10.png'"), ['refs/10.png']);
    assert.deepEqual(await paths("'refs\\*.png'"), ['refs/2.PNG', 'refs/10.png']);
  });

  it('goes outside where the path says so', async () => {
    assert.deepEqual(await paths('../outside.png'), ['../outside.png']);
    assert.deepEqual(await paths('../*.png'), ['../outside.png']);
    assert.deepEqual(await paths(join(work, 'refs', '*.png')), ['refs/2.PNG', 'refs/10.png']);
  });

  it('leaves packages alone, and follows no link into a circle', async () => {
    symlinkSync(work, join(work, 'refs', 'deep', 'loop'));
    assert.deepEqual(await paths('"**/*.png"'), [
      '[1].png',
      'hero.png',
      'refs/2.PNG',
      'refs/10.png',
      '日本/猫.png',
    ]);
  });

  it('takes away what an entry with an exclamation mark names, from the entries before it', async () => {
    assert.deepEqual(await paths('["refs/*.png", "!refs/10.png"]'), ['refs/2.PNG']);
    assert.deepEqual(await paths('["refs/*.png", "!refs/*", hero.png]'), ['hero.png']);
    assert.deepEqual(await paths('["!refs/10.png", "refs/10.png"]'), ['refs/10.png']);
    const { problems } = await resolveIn('[hero.png, "!gone.png"]');
    assert.deepEqual(problems, []);
  });

  it('reports what is not there, with its place', async () => {
    const { paths, problems } = await resolveIn('[gone.png, hero.png, "none/*.png"]');
    assert.deepEqual(paths, ['hero.png']);
    assert.deepEqual(problems, [
      { code: 'image-not-found', at: 'gone.png', parameters: { pattern: 'gone.png' } },
      { code: 'images-none-match', at: '"none/*.png"', parameters: { pattern: 'none/*.png' } },
    ]);
  });

  it('says when there are more pictures than it takes', async () => {
    const { paths, problems } = await resolveIn('[hero.png, "refs/*"]', { limit: 2 });
    assert.equal(paths.length, 2);
    assert.deepEqual(problems, [
      { code: 'images-too-many', at: '"refs/*"', parameters: { pattern: 'refs/*', limit: 2, found: 4 } },
    ]);
  });

  it('adds pictures named beside the file, relative to their own folder', async () => {
    const extra = { patterns: ['outside.png', 'nothing.png'], folder: folder.path };
    const { paths, problems } = await resolveIn('hero.png', { extra });
    assert.deepEqual(paths, ['hero.png', '../outside.png']);
    assert.deepEqual(problems, [
      { code: 'image-not-found', at: undefined, parameters: { pattern: 'nothing.png' } },
    ]);
  });

  describe('within a reach', () => {
    const within = async (images: string, trusted: Partial<Reach> = {}) => {
      const reach = await reachOf([work], { namedOutside: false, linksOutside: false, ...trusted });
      const { paths: found, problems } = await resolveIn(images, { reach });
      return {
        found,
        codes: problems.map(({ code }) => code),
        folders: problems.map((each) => each.parameters.folder),
      };
    };
    before(function () {
      if (process.platform === 'win32') this.skip();
      mkdirSync(join(work, 'links'));
      symlinkSync(join(folder.path, 'outside.png'), join(work, 'links', 'out.png'));
      symlinkSync(join(work, 'hero.png'), join(work, 'links', 'in.png'));
      symlinkSync(folder.path, join(work, 'up'));
      execFileSync('mkfifo', [join(work, 'pipe.png')]);
    });

    it('reads what lies in it', async () => {
      assert.deepEqual(await within('[hero.png, "refs/../refs/*.png", links/in.png]'), {
        found: ['hero.png', 'refs/2.PNG', 'refs/10.png', 'links/in.png'],
        codes: [],
        folders: [],
      });
    });

    it('refuses every way out where nothing outside is trusted', async () => {
      for (const way of [
        '../outside.png',
        join(folder.path, 'outside.png'),
        'links/out.png',
        'up/outside.png',
        '..',
        'up',
      ])
        assert.deepEqual(
          await within(way),
          { found: [], codes: ['image-outside'], folders: [undefined] },
          way,
        );
      for (const [way, at] of [
        ['"../*.png"', folder.path],
        ['"/**"', '/'],
        ['"up/*.png"', join(work, 'up')],
        ['"{refs,..}/*.png"', folder.path],
      ])
        assert.deepEqual(await within(way!), { found: [], codes: ['images-outside'], folders: [at] }, way);
      assert.deepEqual(await within('"links/*"'), {
        found: ['links/in.png'],
        codes: ['images-links-outside'],
        folders: [undefined],
      });
    });

    it('takes a picture by its own path and by a link where that is trusted, but searches no folder', async () => {
      const trusted = { namedOutside: true, linksOutside: true };
      const { found } = await within('[../outside.png, "links/*"]', trusted);
      assert.deepEqual(found, ['../outside.png', 'links/in.png', 'links/out.png']);
      for (const [way, at] of [
        ['..', folder.path],
        ['"../*.png"', folder.path],
        ['up', join(work, 'up')],
      ])
        assert.deepEqual(
          await within(way!, trusted),
          { found: [], codes: ['images-outside'], folders: [at] },
          way,
        );
    });

    it('opens no pipe', async () => {
      assert.deepEqual((await within('pipe.png')).codes, ['image-not-a-file']);
      assert.deepEqual((await within('/dev/null', { namedOutside: true })).codes, ['image-not-a-file']);
      assert.ok(!(await within('"*.png"')).found.includes('pipe.png'));
    });
  });

  describe('pictures that are there', () => {
    const shelf = temporaryFolder({
      'refs (2)/a.png': '',
      'Art (x86)/deep/b.png': '',
      'Art [old]/c.png': '',
      'Art o/other.png': '',
      'v{1,2}/d.png': '',
      'v1/other.png': '',
      'a [b]/c (d)/{e}/f.png': '',
      'tags/[wip] one.png': '',
      'phone/1.jfif': '',
      'phone/2.JPE': '',
      'phone/3.apng': '',
      'mixed/a.png': '',
      'mixed/b.heic': '',
      'mixed/c.jxl': '',
      'mixed/d.HEIC': '',
      'scans/a.bmp': '',
      'scans/b.tif': '',
      'store/1': '',
    });
    before(function () {
      if (process.platform === 'win32') this.skip();
      mkdirSync(join(shelf.path, 'annex'));
      symlinkSync('../store/1', join(shelf.path, 'annex', 'here.png'));
      symlinkSync('../store/2', join(shelf.path, 'annex', 'gone.png'));
      symlinkSync('annex', join(shelf.path, 'linked'));
    });
    after(shelf.remove);

    const found = async (images: string, options?: ResolveOptions) => {
      const file = parseSpellFile(`---\nimages: ${JSON.stringify(images)}\n---\ncat`);
      const resolved = await resolveImages(file, join(shelf.path, 'a.spell'), options);
      return {
        paths: resolved.paths.map((path) => relative(shelf.path, path)),
        codes: resolved.problems.map(({ code, severity }) => `${severity} ${code}`),
        parameters: resolved.problems.map(({ parameters }) => parameters),
      };
    };

    const rows: readonly (readonly [string, readonly string[], readonly string[]])[] = [
      ['refs (2)/*.png', ['refs (2)/a.png'], []],
      ['Art (x86)/**', ['Art (x86)/deep/b.png'], []],
      ['Art [old]', ['Art [old]/c.png'], []],
      ['Art [old]/*.png', ['Art [old]/c.png'], []],
      ['Art [old]\\*.png', ['Art [old]/c.png'], []],
      ['Art [x-z]/*.png', [], ['error images-none-match-brackets']],
      ['Art [no]/*.png', ['Art o/other.png'], []],
      ['v{1,2}/*', ['v{1,2}/d.png'], []],
      ['v{1,3}/*', ['v1/other.png'], []],
      ['a [b]/c (d)/{e}/*.png', ['a [b]/c (d)/{e}/f.png'], []],
      ['tags/[wip] one.png', ['tags/[wip] one.png'], []],
      ['tags/[wip]*.png', [], ['error images-none-match-brackets']],
      ['tags/[[]wip]*.png', ['tags/[wip] one.png'], []],
      ['phone', ['phone/1.jfif', 'phone/2.JPE', 'phone/3.apng'], []],
      ['phone/*.jfif', ['phone/1.jfif'], []],
      ['mixed', ['mixed/a.png'], ['information images-kinds-left-out']],
      ['mixed/*', ['mixed/a.png'], ['information images-kinds-left-out']],
      ['mixed/*.png', ['mixed/a.png'], []],
      ['mixed/*.heic', [], ['error images-kinds-unread']],
      ['scans', [], ['error images-kinds-unread']],
      ['scans/*.tiff', [], ['error images-none-match']],
      // Named by its own path it is opened, and its first bytes tell what it is.
      ['mixed/b.heic', ['mixed/b.heic'], []],
      ['annex', ['annex/here.png'], ['error images-links-to-nothing']],
      ['annex/here.png', ['annex/here.png'], []],
      ['annex/gone.png', [], ['error images-links-to-nothing']],
      ['linked/h*.png', ['linked/here.png'], []],
    ];
    for (const [images, paths, codes] of rows)
      it(images, async () => {
        const { paths: got, codes: said } = await found(images);
        assert.deepEqual([got, said], [paths, codes]);
      });

    it('counts and names what is left out', async () => {
      assert.deepEqual((await found('mixed')).parameters, [
        { pattern: 'mixed', count: 3, kinds: 'HEIC, JPEG XL' },
      ]);
    });

    it('takes no folder outside of its reach for one that is named', async () => {
      const reach = await reachOf([join(shelf.path, 'refs (2)')], {
        namedOutside: false,
        linksOutside: false,
      });
      assert.deepEqual((await found('Art [old]/*.png', { reach })).codes, ['error images-outside']);
    });
  });

  it('says that a pattern is made to hurt, and goes on', async () => {
    for (const pattern of ['*'.repeat(1001), '{a,b}'.repeat(20)]) {
      const { paths, problems } = await resolveIn(`["${pattern}", hero.png]`);
      assert.deepEqual(paths, ['hero.png']);
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['images-search-too-complex'],
      );
    }
  });

  it('stops when it is told to', async () => {
    const reason = new Error('typed on');
    await assert.rejects(
      resolveIn('"**/*.png"', { signal: AbortSignal.abort(reason) }),
      (error) => error === reason,
    );
  });
});
