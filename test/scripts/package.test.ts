import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../scripts/editor/repository';
import { nativeFiles, nativePackages } from '../../scripts/package/nativeFiles';
import { thirdPartyNotices } from '../../scripts/package/notices';

const { platform, arch } = process;

describe('what is packaged beside the bundles', () => {
  const files = nativeFiles(root, platform, arch);
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'spellwright-native-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('has no types, source maps or sources', () => {
    assert.deepEqual(
      files.filter((file) => !/\.(?:c?js|json|node|wasm|dll|dylib|so[.\d]*)$|\/licen[cs]e[^/]*$/i.test(file)),
      [],
    );
  });

  it('has the libraries of one platform', () => {
    assert.equal(files.filter((file) => file.endsWith('onnxruntime_binding.node')).length, 1);
    assert.ok(files.some((file) => file.includes(`/napi-v6/${platform}/${arch}/`)));
  });

  it('is enough to load them', () => {
    for (const file of files) {
      const copy = path.join(folder, file);
      mkdirSync(path.dirname(copy), { recursive: true });
      try {
        linkSync(path.join(root, file), copy);
      } catch {
        cpSync(path.join(root, file), copy); // another file system
      }
    }
    const program = path.join(folder, 'load.js');
    const decoders = platform === 'linux' ? ['sharp', '@img/sharp-wasm32/sharp.node'] : ['sharp'];
    writeFileSync(
      program,
      [
        `const { Tensor } = require('onnxruntime-node');`,
        `console.log(new Tensor('float32', [1]).size);`,
        ...decoders.map((name) => `console.log(typeof require('${name}'));`),
      ].join('\n'),
    );
    const output = execFileSync(process.execPath, [program], {
      encoding: 'utf8',
      env: { ...process.env, ORT_DISABLE_TELEMETRY: '1', NODE_PATH: '' },
    });
    assert.equal(output, platform === 'linux' ? '1\nfunction\nobject\n' : '1\nfunction\n');
  });
});

describe('third-party notices', () => {
  it('print each package with its version, and each text once', () => {
    const notices = thirdPartyNotices(root, [
      'yaml',
      'undici',
      'commander',
      'string-width',
      'strip-ansi',
      'ansi-regex',
    ]);
    assert.match(notices, /^ {2}yaml \d+\.\d+\.\d+ \(ISC\)$/m);
    assert.match(notices, /^ {2}undici \d+\.\d+\.\d+ \(MIT\)$/m);
    assert.match(notices, /Copyright Eemeli Aro/);
    assert.match(notices, /^ansi-regex \S+, string-width \S+, strip-ansi \S+$/m);
  });

  it('name a package within another, and a version that lies in two places once', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'spellwright-notices-'));
    try {
      for (const place of ['a', 'a/node_modules/b', 'c/node_modules/b']) {
        const at = path.join(folder, 'node_modules', place);
        mkdirSync(at, { recursive: true });
        const name = path.basename(place);
        writeFileSync(
          path.join(at, 'package.json'),
          JSON.stringify({ name, version: '1.0.0', license: 'MIT' }),
        );
        writeFileSync(path.join(at, 'LICENSE'), `text of ${name}`);
      }
      const notices = thirdPartyNotices(folder, ['a', 'a/node_modules/b', 'c/node_modules/b']);
      assert.deepEqual(notices.match(/^ {2}\w .*$/gm), ['  a 1.0.0 (MIT)', '  b 1.0.0 (MIT)']);
      assert.equal(notices.split('text of b').length, 2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('hold the texts that the packages’ archives lack', () => {
    const notices = thirdPartyNotices(root, nativePackages(root, platform, arch));
    assert.match(notices, /Copyright \(c\) 2018 - present Microsoft Corporation/);
    assert.match(notices, /GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3/);
    assert.match(notices, /GNU GENERAL PUBLIC LICENSE\s+Version 3/);
    assert.match(notices, /\| mozjpeg +\|/, 'what is inside libvips');
  });

  it('are not written for a package without a text', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'spellwright-notices-'));
    try {
      mkdirSync(path.join(folder, 'node_modules/bare'), { recursive: true });
      writeFileSync(path.join(folder, 'node_modules/bare/package.json'), '{"version":"1.0.0"}');
      assert.throws(() => thirdPartyNotices(folder, ['bare']), /bare has no licence text/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
