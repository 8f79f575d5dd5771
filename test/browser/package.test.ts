import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureCodeServer } from '../../scripts/editor/codeServer';
import { root } from '../../scripts/editor/repository';
import { universal } from '../../scripts/package/targets';
import { Person } from './person';

const run = promisify(execFile);
const file = 'try-me.spell';
const spell = '---\nimages: [refs/red-apple.png]\n---\n### one\na red apple\n### two\na bicycle\n';
/** The checkout's own programs, and where they are while nothing may run them. */
const programs = path.join(root, 'dist');
const hidden = path.join(root, 'dist.hidden');
/** The package of this platform, which has native parts; CI has one for all platforms where this runs. */
const native = `${process.platform}-${process.arch}`;

describe('the packaged extension', () => {
  let home: string;
  let person: Person | undefined;

  const extensionsOf = (name: string): string => path.join(home, `extensions-${name}`);

  /** Files of an installed package, with `/`. */
  async function installedFiles(name: string): Promise<{ folder: string; files: string[] }> {
    const [installed] = (await readdir(extensionsOf(name))).filter((one) => one.startsWith('spellwright'));
    assert.ok(installed, 'the editor installed it');
    const folder = path.join(extensionsOf(name), installed);
    const files = (await readdir(folder, { recursive: true })).map((one) => one.replaceAll('\\', '/'));
    return { folder, files };
  }

  /** An editor with the installed package, and nothing else of the checkout. */
  async function arriveWith(name: string): Promise<Person> {
    person = await Person.arrive({ extensionsFolder: extensionsOf(name), files: { [file]: spell } });
    await person.open(file);
    await person.page.locator('.codelens-decoration', { hasText: '#1 of 2' }).waitFor();
    const { stdout } = await run('ps', ['-eo', 'args']);
    assert.ok(stdout.includes(path.join(extensionsOf(name), 'spellwright')), 'the installed engine runs');
    return person;
  }

  before(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'spellwright-vsix-'));
    const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const script = path.join(root, 'scripts', 'package', 'package.ts');
    await run(process.execPath, [tsx, script, native, universal, '--to', home], {
      cwd: root,
      maxBuffer: 1 << 26,
    });
    const packages = await readdir(home);
    const entry = await ensureCodeServer(console.log);
    for (const name of [native, universal]) {
      const vsix = packages.find(
        (one) => one.includes(name) || (name === universal && /-\d[^-]*$/.test(one)),
      );
      await run(process.execPath, [
        entry,
        `--extensions-dir=${extensionsOf(name)}`,
        `--user-data-dir=${path.join(home, 'user-data')}`,
        `--install-extension=${path.join(home, vsix!)}`,
      ]);
    }
    await rename(programs, hidden);
  });

  afterEach(async () => {
    await person?.leave();
    person = undefined;
  });

  after(async () => {
    await rename(hidden, programs).catch(() => undefined); // not there when the test did not come so far
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  it('states the licences and the materials of all that is inside', async () => {
    const bundled = JSON.parse(
      await readFile(path.join(hidden, 'bundled-packages.json'), 'utf8'),
    ) as string[];
    // What lies in another package is named by its own name.
    const names = bundled.map((one) => one.split('/node_modules/').at(-1)!);
    for (const name of [native, universal]) {
      const { folder, files } = await installedFiles(name);
      const beside = files.flatMap(
        (one) => /^dist\/node_modules\/(@[^/]+\/[^/]+|[^@/][^/]*)\//.exec(one)?.[1] ?? [],
      );
      assert.ok(beside.length > 0);
      const inside = [...new Set([...names, ...beside])];
      const notices = await readFile(path.join(folder, 'ThirdPartyNotices.txt'), 'utf8');
      const noticed = [...notices.matchAll(/^ {2}(\S+) \S+ \(.+\)$/gm)].map((match) => match[1]!);
      const bill = JSON.parse(await readFile(path.join(folder, 'bom.cdx.json'), 'utf8')) as {
        components: readonly { name: string }[];
      };
      const listed = bill.components.map((one) => one.name);
      for (const named of [noticed, listed])
        assert.deepEqual(
          inside.filter((one) => !named.includes(one)),
          [],
          name,
        );
    }
  });

  it('scores, shows the panel and ranks anew in the editor, from where it was installed', async () => {
    const { files } = await installedFiles(native);
    assert.equal(files.filter((name) => name.endsWith('onnxruntime_binding.node')).length, 1);
    await arriveWith(native);
    await person!.command('Spellwright: Open the Panel');
    await person!.panel().getByRole('treegrid').waitFor();
    await person!.panel().getByRole('tab', { name: 'Pictures' }).click();
    await person!.panel().getByRole('listitem').locator('img').first().waitFor();
    await person!.panel().getByRole('tab', { name: 'Scores' }).click();
    const best = person!.panel().locator('spellwright-leaderboard .row.level1').first();
    assert.match((await best.textContent()) ?? '', /one/);
    await person!.replaceLine('a bicycle', 'a red apple on a white background');
    await person!.replaceLine('a red apple', 'a blue fish');
    await best.locator('.text', { hasText: 'a red apple on a white background' }).waitFor();
  });

  it('does so without native parts, by WebAssembly', async () => {
    const { folder, files } = await installedFiles(universal);
    const { stdout } = await run(process.execPath, [path.join(folder, 'dist/cli.js'), 'device']);
    assert.match(stdout, /WebAssembly/);
    assert.deepEqual(
      files.filter((name) => /\.(?:node|dll|dylib|so[.\d]*)$/.test(name)),
      [],
    );
    await arriveWith(universal);
    await person!.command('Spellwright: Open the Panel');
    const best = person!.panel().locator('spellwright-leaderboard .row.level1').first();
    await best.locator('.text', { hasText: 'a red apple' }).waitFor();
    await person!.replaceLine('a bicycle', 'a red apple on a white background');
    await person!.replaceLine('a red apple', 'a blue fish');
    await best.locator('.text', { hasText: 'a red apple on a white background' }).waitFor();
  });
});
