import assert from 'node:assert/strict';
import * as disks from 'node:fs/promises';
import { mkdir, readdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import * as wildcards from '../../../src/files/loadWildcards';
import * as inPlace from '../../../src/files/putInPlace';
import * as reach from '../../../src/files/reach';
import * as texts from '../../../src/files/readTextFile';
import * as images from '../../../src/files/resolveImages';
import * as atomically from '../../../src/files/writeAtomically';
import * as plain from '../../../src/models/plainFiles';
import { root } from '../../../scripts/editor/repository';
import { temporaryFolder } from '../../files/temporaryFolder';

const modules = {
  wildcards: 'files/loadWildcards',
  inPlace: 'files/putInPlace',
  plain: 'models/plainFiles',
  reach: 'files/reach',
  texts: 'files/readTextFile',
  images: 'files/resolveImages',
  atomically: 'files/writeAtomically',
};
const onDisks = { wildcards, inPlace, plain, reach, texts, images, atomically };
type Files = typeof onDisks & {
  readonly vscode: { readonly workspace: { root: string; disks: typeof disks } };
};

/** These modules as the browser has it, over an editor that reads this machine's disks. */
async function inBrowser(): Promise<Files> {
  const lines = Object.entries(modules).map(([name, file]) => `export * as ${name} from './src/${file}';`);
  const standIns = path.join(root, 'src/extension/web/standIns');
  const built = await build({
    stdin: { contents: [...lines, `export * as vscode from 'vscode';`].join('\n'), resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'browser',
    alias: {
      ...(JSON.parse(await readFile(path.join(standIns, 'standIns.json'), 'utf8')) as Record<string, string>),
      vscode: './test/extension/web/editorOverDisk.ts',
    },
    inject: [path.join(standIns, 'globals.ts')],
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', built.outputFiles[0]!.text)(
    module,
    module.exports,
    createRequire(__filename),
  );
  return module.exports as Files;
}

describe('reading through the editor’s file system', () => {
  let browser: Files;
  let folder: string;
  let remove: () => void;
  const spell = (): string => path.join(folder, 'work', 'a.spell');

  before(async () => {
    browser = await inBrowser();
    const made = temporaryFolder({});
    ({ remove } = made);
    folder = await realpath(made.path);
    const work = path.join(folder, 'work');
    Object.assign(browser.vscode.workspace, { root: work, disks });
    for (const each of ['refs/deep', 'wildcards', 'outside'])
      await mkdir(path.join(work, each), { recursive: true });
    for (const each of ['refs/a10.png', 'refs/a9.png', 'refs/deep/b.jpg', 'refs/c.gif', 'refs/notes.txt'])
      await writeFile(path.join(work, each), each);
    await writeFile(path.join(work, 'wildcards/colour.txt'), 'red\nblue\n');
    await writeFile(path.join(work, 'latin.txt'), Buffer.from([0x63, 0xe9]));
    await writeFile(path.join(folder, 'secret.png'), 'secret');
    await symlink(path.join(folder, 'secret.png'), path.join(work, 'refs/link.png'));
    await symlink(folder, path.join(work, 'linked'));
  });

  after(() => remove());

  /** What both say. */
  async function both<T>(ask: (files: typeof onDisks) => Promise<T>): Promise<T> {
    const outcome = (files: typeof onDisks): Promise<unknown> =>
      ask(files).then(
        (told) => ({ told }),
        (error: Error & { code?: string }) => ({ error: error.name, code: error.code }),
      );
    const theirs = await outcome(browser);
    assert.deepEqual(JSON.parse(JSON.stringify(theirs)), JSON.parse(JSON.stringify(await outcome(onDisks))));
    return theirs as T;
  }

  for (const pattern of [
    'refs/*.png',
    'refs',
    'refs/**/*.{png,jpg}',
    'refs/a9.png',
    'refs/missing.png',
    'refs/*.bmp',
    'linked/*.png',
    '!refs/a9.png',
  ])
    for (const isTrusted of [true, false])
      it(`finds the same pictures of ${pattern}${isTrusted ? '' : ' where nobody is trusted'}`, () =>
        both(async (files) => {
          const file = parseSpellFile(`---\nimages: ["refs/c.gif", "${pattern}"]\n---\nx\n`);
          const own = await files.reach.reachOf([path.dirname(spell())], {
            namedOutside: isTrusted,
            linksOutside: isTrusted,
          });
          const { paths, problems } = await files.images.resolveImages(file, spell(), { reach: own });
          return { paths, codes: problems.map(({ code }) => code) };
        }));

  it('reads the same texts, and says the same of what is none', async () => {
    for (const name of ['wildcards/colour.txt', 'latin.txt', 'missing.txt', 'refs', 'a\0b'])
      await both((files) => files.texts.readTextFile(path.join(path.dirname(spell()), name)));
  });

  it('reads the same registries of models, and refuses the same', async () => {
    for (const name of ['wildcards/colour.txt', 'missing.json', 'refs']) {
      const file = path.join(path.dirname(spell()), name);
      for (const most of [3, 4096])
        await both(async ({ plain }) => {
          const bytes = await plain.readSmallFile(file, most);
          return [...bytes];
        });
      await both(({ plain }) => plain.readPlainText(file, 4));
      await both(async ({ plain }) => (await plain.plainFile(file))?.size);
    }
  });

  it('follows no link out of the folders that may be read', async () => {
    const within = [path.dirname(spell())];
    for (const name of ['refs/link.png', 'linked/secret.png']) {
      const reading = browser.texts.readTextFile(path.join(within[0]!, name), { within });
      await assert.rejects(reading, { name: 'FileError' }, name);
    }
  });

  it('finds the same wildcards', () =>
    both(async (files) => {
      const folders = files.wildcards.wildcardFolders(spell(), []);
      const found = await files.wildcards.loadWildcards(folders, ['colour', 'missing']);
      return [found.wildcards.lookup('colour'), found.files, found.problems.map(({ code }) => code)];
    }));

  it('writes whole files, and none over another', async () => {
    const work = path.dirname(spell());
    const file = path.join(work, 'written.txt');
    await browser.inPlace.writeNewFile(file, Buffer.from('first'));
    await assert.rejects(browser.inPlace.writeNewFile(file, Buffer.from('second')), { code: 'EEXIST' });
    assert.equal(await readFile(file, 'utf8'), 'first');
    await browser.atomically.writeAtomically(file, 'third');
    assert.equal(await readFile(file, 'utf8'), 'third');
    assert.deepEqual(
      (await readdir(work)).filter((name) => name.startsWith('written')),
      ['written.txt'],
    );
  });
});
