import assert from 'node:assert/strict';
import { fork, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageOutcome } from '../../../src/core/ports';
import type { Answer } from '../../../src/protocol/engine';
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
  let folder: string;
  let file: string;
  let bundle: string;

  const run = (build: 'native' | 'wasm', preload: string[] = []) =>
    spawnSync(process.execPath, [bundle, file, build], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', LD_PRELOAD: preload.join(':') },
    });

  before(async () => {
    bundle = await bundleOf('test/engine/process/decodeMain.ts');
    folder = mkdtempSync(join(tmpdir(), 'spellwright-glib-'));
    file = join(folder, 'picture.jpg');
    writeFileSync(file, await picture().jpeg().toBuffer());
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('the WebAssembly build gives the pixels of the native one', () => {
    const [native, wasm] = (['native', 'wasm'] as const).map(
      (build) => JSON.parse(run(build).stdout) as { build: string; hash: string },
    );
    assert.deepEqual([native!.build, wasm!.build], ['native', 'wasm']);
    assert.equal(wasm!.hash, native!.hash);
  });

  const beside = libraries.length === 2 ? it : it.skip;

  beside('the WebAssembly build does not touch it', () => {
    const { stderr, stdout, status } = run('wasm', libraries);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.equal((JSON.parse(stdout) as { build: string }).build, 'wasm');
  });

  beside('the engine takes that build by itself', async () => {
    // As in Electron, only the main thread learns what it runs in.
    const disguise = join(folder, 'electron.cjs');
    writeFileSync(
      disguise,
      `if (require('node:worker_threads').isMainThread)
         Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '37.0.0' } });`,
    );
    const engineArguments = {
      modelFolder: '/models/fake',
      threads: 1,
      device: 'cpu',
      idleExitMs: 60_000,
      beatMs: 500,
    };
    const engine = fork(
      await bundleOf('test/engine/process/fakeEngineMain.ts'),
      [JSON.stringify(engineArguments)],
      {
        serialization: 'advanced',
        execArgv: ['--require', disguise],
        env: { ...process.env, NODE_OPTIONS: '', LD_PRELOAD: libraries.join(':') },
        // The last one is for its heartbeat.
        stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
      },
    );
    let stderr = '';
    engine.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    engine.send({
      kind: 'call',
      id: 1,
      method: 'embedImages',
      params: { paths: [file], priority: 'visible', alpha: 'over-white' },
    });
    const outcomes = await new Promise<ImageOutcome[]>((resolve, reject) => {
      engine.on('message', (message: { kind: string; ok: Answer<ImageOutcome> }) => {
        if (message.kind === 'reply') resolve(message.ok.items);
      });
      engine.once('exit', (code) => reject(new Error(`the engine ended with ${code}: ${stderr}`)));
    });
    engine.disconnect();
    assert.equal(outcomes[0]!.ok, true);
    assert.equal(stderr, '');
  });
});
