import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureCodeServer } from '../../scripts/editor/codeServer';
import { root } from '../../scripts/editor/repository';
import { Person } from './person';

const run = promisify(execFile);
const file = 'try-me.spell';
/** The checkout's own programs, and where they are while nothing may run them. */
const programs = path.join(root, 'dist');
const hidden = path.join(root, 'dist.hidden');

describe('the packaged extension', () => {
  let home: string;
  let extensionsFolder: string;
  let person: Person | undefined;

  before(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'spellwright-vsix-'));
    extensionsFolder = path.join(home, 'extensions');
    const vsix = path.join(home, 'spellwright.vsix');
    const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    await run(process.execPath, [tsx, path.join(root, 'scripts', 'package', 'package.ts'), vsix], {
      cwd: root,
      maxBuffer: 1 << 26,
    });
    assert.ok((await stat(vsix)).size < 120 * 2 ** 20, 'a package for one platform is not that large');
    await run(process.execPath, [
      await ensureCodeServer(console.log),
      `--extensions-dir=${extensionsFolder}`,
      `--user-data-dir=${path.join(home, 'user-data')}`,
      `--install-extension=${vsix}`,
    ]);
  });

  after(async () => {
    await person?.leave();
    await rename(hidden, programs).catch(() => undefined); // not there when the test did not come so far
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  it('holds the checkpoint, one platform’s libraries and the licences of all, and no sources', async () => {
    const [installed] = (await readdir(extensionsFolder)).filter((name) => name.startsWith('spellwright'));
    assert.ok(installed, 'the editor installed it');
    const files = (await readdir(path.join(extensionsFolder, installed), { recursive: true })).map((name) =>
      name.replaceAll('\\', '/'),
    );
    assert.ok(files.includes('models/mini/model.safetensors'));
    assert.ok(
      files.some((name) =>
        name.includes(`napi-v6/${process.platform}/${process.arch}/onnxruntime_binding.node`),
      ),
    );
    assert.deepEqual(files.filter((name) => /napi-v6\/\w+\/\w+\/.*\.node$/.test(name)).length, 1);
    assert.deepEqual(
      files.filter((name) => /^(src|test|training|bench|scripts)\/|\.(ts|mts|cts|map|cc|h)$/.test(name)),
      [],
    );
    const notices = await readFile(path.join(extensionsFolder, installed, 'ThirdPartyNotices.txt'), 'utf8');
    const bundled = JSON.parse(
      await readFile(path.join(root, 'dist/bundled-packages.json'), 'utf8'),
    ) as string[];
    // What lies in another package is named by its own name.
    const names = bundled.map((name) => name.split('/node_modules/').at(-1)!);
    const beside = files.flatMap(
      (name) => /^node_modules\/(@[^/]+\/[^/]+|[^@/][^/]*)\//.exec(name)?.[1] ?? [],
    );
    const named = new Set([...notices.matchAll(/^ {2}(\S+) \S+ \(.+\)$/gm)].map((match) => match[1]));
    assert.deepEqual(
      [...new Set([...names, ...beside])].filter((name) => !named.has(name)),
      [],
    );
  });

  it('scores, shows the panel and ranks anew in the editor, from where it was installed', async () => {
    await rename(programs, hidden);
    person = await Person.arrive({
      extensionsFolder,
      files: { [file]: '---\nimages: [refs/red-apple.png]\n---\n### one\na red apple\n### two\na bicycle\n' },
    });
    await person.open(file);
    await person.page.locator('.codelens-decoration', { hasText: '#1 of 2' }).waitFor({ timeout: 60_000 });
    const { stdout } = await run('ps', ['-eo', 'args']);
    assert.ok(
      stdout.includes(path.join(extensionsFolder, 'spellwright')),
      'the engine runs from the installed files',
    );
    await person.command('Spellwright: Open the Panel');
    await person.panel().getByRole('treegrid').waitFor();
    await person.panel().getByRole('tab', { name: 'Pictures' }).click();
    await person.panel().getByRole('listitem').locator('img').first().waitFor();
    await person.panel().getByRole('tab', { name: 'Scores' }).click();
    const best = person.panel().locator('spellwright-leaderboard .row.level1').first();
    assert.match((await best.textContent()) ?? '', /one/);
    await person.replaceLine('a bicycle', 'a red apple on a white background');
    await person.replaceLine('a red apple', 'a blue fish');
    await best.locator('.text', { hasText: 'a red apple on a white background' }).waitFor();
  });
});
