import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../../scripts/editor/repository';
import { lockedPackage, lockedPackages, readLock } from '../../../scripts/package/lockedPackages';
import { machineOf } from '../../../scripts/package/machineCode';
import { checkIntegrity } from '../../../scripts/package/packageFolder';
import { shippedFiles } from '../../../scripts/package/shippedFiles';
import { type NativeTarget, nativeTargets } from '../../../scripts/package/targets';

const lock = readLock(root);

function besideBundles({ platform, arch }: Pick<NativeTarget, 'platform' | 'arch'>): string[] {
  return lockedPackages(lock, ['onnxruntime-node', 'sharp'], platform, arch).map(({ place }) => place);
}

describe('packages beside the bundles', () => {
  it('are those of one platform, whichever this one is', () => {
    for (const target of nativeTargets) {
      const libvips = target.platform === 'win32' ? [] : [`@img/sharp-libvips-${target.name}`];
      assert.deepEqual(
        besideBundles(target),
        [
          '@img/colour',
          ...libvips,
          `@img/sharp-${target.name}`,
          'detect-libc',
          'onnxruntime-common',
          'onnxruntime-node',
          'semver',
          'sharp',
        ].sort(),
        target.name,
      );
    }
  });

  it('bring no build of sharp where no platform is named, and all that WebAssembly needs', () => {
    const places = lockedPackages(lock, ['sharp', '@img/sharp-wasm32'], '', '').map(({ place }) => place);
    assert.deepEqual(places, [
      '@emnapi/runtime',
      '@img/colour',
      '@img/sharp-wasm32',
      'detect-libc',
      'semver',
      'sharp',
      'tslib',
    ]);
  });

  it('are refused where the archive is not the one that is pinned', () => {
    const archive = Buffer.from('an archive');
    const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
    const locked = { ...lockedPackage(lock, 'sharp'), integrity };
    checkIntegrity(locked, archive);
    assert.throws(() => checkIntegrity(locked, Buffer.from('another')), /package-lock\.json pins sha512-/);
  });
});

describe('files that ship of them', () => {
  const here = nativeTargets.find(
    ({ platform, arch }) => platform === process.platform && arch === process.arch,
  );
  const onnx = path.join(root, 'node_modules/onnxruntime-node');

  it('are libraries of one platform, without what nothing asks for', () => {
    for (const target of nativeTargets) {
      const libraries = shippedFiles(onnx, target).filter((file) => file.startsWith('bin/'));
      assert.ok(libraries.length >= 2, target.name);
      for (const file of libraries)
        assert.equal(machineOf(readFileSync(path.join(onnx, file)).subarray(0, 4096)), target.name, file);
      assert.doesNotMatch(libraries.join(), /dxcompiler|dxil|1\.\d+\.\d+\.dylib/);
    }
    assert.deepEqual(
      shippedFiles(onnx).filter((file) => file.startsWith('bin/')),
      [],
    );
  });

  it('have no types, source maps or sources', () => {
    const files = besideBundles(process).flatMap((place) =>
      shippedFiles(path.join(root, 'node_modules', place), here),
    );
    assert.deepEqual(
      files.filter(
        (file) => !/\.(?:c?js|json|node|wasm|dll|dylib|so[.\d]*)$|(?:^|\/)licen[cs]e[^/]*$/i.test(file),
      ),
      [],
    );
  });

  it('are enough to load them', function () {
    if (!here) return this.skip();
    const folder = mkdtempSync(path.join(tmpdir(), 'spellwright-native-'));
    try {
      const decoders = here.platform === 'linux' ? ['sharp', '@img/sharp-wasm32'] : ['sharp'];
      for (const { place } of lockedPackages(
        lock,
        ['onnxruntime-node', ...decoders],
        here.platform,
        here.arch,
      ))
        for (const file of shippedFiles(path.join(root, 'node_modules', place), here)) {
          const copy = path.join(folder, 'node_modules', place, file);
          mkdirSync(path.dirname(copy), { recursive: true });
          try {
            linkSync(path.join(root, 'node_modules', place, file), copy);
          } catch {
            cpSync(path.join(root, 'node_modules', place, file), copy); // another file system
          }
        }
      const program = path.join(folder, 'load.js');
      const asked = here.platform === 'linux' ? ['sharp', '@img/sharp-wasm32/sharp.node'] : ['sharp'];
      writeFileSync(
        program,
        [
          `const { Tensor } = require('onnxruntime-node');`,
          `console.log(new Tensor('float32', [1]).size);`,
          ...asked.map((name) => `console.log(typeof require('${name}'));`),
        ].join('\n'),
      );
      const output = execFileSync(process.execPath, [program], {
        encoding: 'utf8',
        env: { ...process.env, ORT_DISABLE_TELEMETRY: '1', NODE_PATH: '' },
      });
      assert.equal(output, here.platform === 'linux' ? '1\nfunction\nobject\n' : '1\nfunction\n');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
