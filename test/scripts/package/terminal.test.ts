import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../../scripts/editor/repository';
import { filesOf, stage } from '../../../scripts/package/stage';

const run = promisify(execFile);

describe('the terminal program’s package', () => {
  let home: string;
  let folder: string;

  before(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'spellwright-terminal-'));
    folder = path.join(home, 'spellwright');
    await stage(root, 'npm', folder);
  });
  after(() => rm(home, { recursive: true, force: true }));

  it('has these files and no others', async () => {
    assert.deepEqual(await filesOf(folder), [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'ThirdPartyNotices.txt',
      'bom.cdx.json',
      'dist/bias-rules.json',
      'dist/cli.js',
      'dist/engine.js',
      'dist/mcp.js',
      'dist/vocabulary.json',
      'dist/web/ort-wasm-simd-threaded.mjs',
      'dist/web/ort-wasm-simd-threaded.wasm',
      'models/mini/README.md',
      'models/mini/config.json',
      'models/mini/model.safetensors',
      'models/mini/preprocessor_config.json',
      'models/mini/special_tokens_map.json',
      'models/mini/tokenizer.json',
      'models/mini/tokenizer_config.json',
      'models/published-scores.json',
      'models/registry.json',
      'package.json',
    ]);
  });

  it('scores with what lies in it and beside it, by WebAssembly where npm left out the native library', async () => {
    const sharp = path.join(home, 'node_modules');
    await symlink(path.join(root, 'node_modules'), sharp, 'junction');
    const example = path.join(root, 'examples/2-one-thing-wrong.spell');
    const { stdout } = await run(
      process.execPath,
      [path.join(folder, 'dist/cli.js'), 'score', example, '--format', 'json'],
      { env: { ...process.env, SPELLWRIGHT_RUNTIME: 'wasm' }, maxBuffer: 1 << 26 },
    );
    assert.match(stdout, /three lemons on a green background/);
  });
});
