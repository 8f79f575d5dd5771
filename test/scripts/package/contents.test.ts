import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkContents, contentsOf } from '../../../scripts/package/contents';
import { packageNames } from '../../../scripts/package/targets';

/** The head of a library for Windows on x64. */
function windowsLibrary(): Buffer {
  const bytes = Buffer.alloc(256);
  bytes.write('MZ');
  bytes.writeUInt32LE(128, 0x3c);
  bytes.write('PE', 128);
  bytes.writeUInt16LE(0x8664, 132);
  return bytes;
}

describe('a package’s files', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'spellwright-contents-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Checks a package of these files, and of what it requires. */
  function check(name: string, more: Readonly<Record<string, Buffer | string>> = {}, without?: string): void {
    const required = contentsOf(name, true).required.filter((file) => file !== without);
    const files = { ...Object.fromEntries(required.map((file) => [file, ''])), ...more };
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), content);
    }
    checkContents(name, true, folder, Object.keys(files));
  }

  it('may be what each package requires', () => {
    for (const name of packageNames) check(name);
  });

  it('are the same in a browser and where a platform has no package of its own', () => {
    assert.deepEqual(contentsOf('web', true), contentsOf('universal', true));
  });

  it('are missed', () => {
    assert.throws(() => check('linux-x64', {}, 'dist/engine.js'), /dist\/engine\.js is missing/);
    assert.throws(
      () =>
        check(
          'darwin-arm64',
          {},
          'dist/node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/libonnxruntime.1.dylib',
        ),
      /libonnxruntime\.1\.dylib is missing/,
    );
    assert.throws(
      () => check('universal', {}, 'dist/web/extension.js'),
      /dist\/web\/extension\.js is missing/,
    );
  });

  it('have the pages that findings lead to, in each language', () => {
    for (const docs of ['docs', 'docs/ja'])
      for (const page of ['bias.md', 'rules/README.md', 'rules/gender-job-title.md'])
        assert.throws(
          () => check('linux-x64', {}, `${docs}/${page}`),
          new RegExp(`  ${docs}/${page} is missing`),
        );
  });

  it('are no others', () => {
    for (const file of [
      'src/cli/main.ts',
      'dist/engine.js.map',
      '.env',
      'training/train.py',
      'docs/cli.md',
      'docs/ja/cli.md',
    ])
      assert.throws(
        () => check('linux-x64', { [file]: '' }),
        new RegExp(`${file.replace('.', '\\.')} should not be`),
      );
    assert.throws(
      () => check('win32-x64', { 'dist/web/engine.js': '' }),
      /dist\/web\/engine\.js should not be there/,
    );
    assert.throws(() => check('npm', { 'dist/extension.js': '' }), /dist\/extension\.js should not be there/);
  });

  it('hold machine code of their platform only, whatever its name', () => {
    const file = 'dist/node_modules/sharp/lib/innocent.json';
    check('win32-x64', { [file]: windowsLibrary() });
    assert.throws(
      () => check('win32-arm64', { [file]: windowsLibrary() }),
      /innocent\.json is for win32-x64/,
    );
    assert.throws(() => check('universal', { [file]: windowsLibrary() }), /innocent\.json is for win32-x64/);
  });
});
