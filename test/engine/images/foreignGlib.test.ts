import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleOf } from '../process/engineBundle';
import { picture } from './pictures';

/** The libraries that Electron on Linux brings into each of its processes; empty where there are none to try with. */
function systemGlib(): string[] {
  if (process.platform !== 'linux') return [];
  const known = spawnSync('ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  return ['libgobject-2.0.so.0', 'libglib-2.0.so.0'].flatMap(
    (name) => new RegExp(`^\\s*${name.replaceAll('.', '\\.')} .*=> (.*)$`, 'm').exec(known)?.[1] ?? [],
  );
}

describe('decoding beside a foreign GLib, as inside Electron on Linux', () => {
  const libraries = systemGlib();
  let file: string;
  let bundle: string;

  const run = (build: 'native' | 'wasm', preload: string[] = []) =>
    spawnSync(process.execPath, [bundle, file, build], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', LD_PRELOAD: preload.join(':') },
    });

  before(async () => {
    bundle = await bundleOf('test/engine/process/decodeMain.ts');
    file = join(mkdtempSync(join(tmpdir(), 'spellwright-glib-')), 'picture.jpg');
    writeFileSync(file, await picture().jpeg().toBuffer());
  });

  it('the WebAssembly build gives the pixels of the native one', () => {
    const [native, wasm] = (['native', 'wasm'] as const).map(
      (build) => JSON.parse(run(build).stdout) as { build: string; hash: string },
    );
    assert.deepEqual([native!.build, wasm!.build], ['native', 'wasm']);
    assert.equal(wasm!.hash, native!.hash);
  });

  const name = 'the WebAssembly build does not touch it';
  if (libraries.length < 2) it.skip(`${name} (no GLib on this system)`);
  else
    it(name, () => {
      const { stderr, stdout, status } = run('wasm', libraries);
      assert.equal(stderr, '');
      assert.equal(status, 0);
      assert.equal((JSON.parse(stdout) as { build: string }).build, 'wasm');
    });
});
