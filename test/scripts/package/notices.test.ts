import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../../scripts/editor/repository';
import { lockedPackage, lockedPackages, readLock } from '../../../scripts/package/lockedPackages';
import { thirdPartyNotices, type ShippedPackage } from '../../../scripts/package/notices';

const licences = path.join(root, 'licences');
const lock = readLock(root);

function installed(...places: readonly string[]): ShippedPackage[] {
  return places.map((place) => ({
    ...lockedPackage(lock, place),
    folder: path.join(root, 'node_modules', place),
  }));
}

describe('third-party notices', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'spellwright-notices-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('print each package with its version, and each text once', () => {
    const notices = thirdPartyNotices(
      licences,
      installed('yaml', 'undici', 'commander', 'string-width', 'strip-ansi', 'ansi-regex'),
    );
    assert.match(notices, /^ {2}yaml \d+\.\d+\.\d+ \(ISC\)$/m);
    assert.match(notices, /^ {2}undici \d+\.\d+\.\d+ \(MIT\)$/m);
    assert.match(notices, /Copyright Eemeli Aro/);
    assert.match(notices, /^ansi-regex \S+, string-width \S+, strip-ansi \S+$/m);
  });

  it('name a version that lies in two places once', () => {
    const made = ['a', 'b', 'c/node_modules/b'].map((place): ShippedPackage => {
      const at = path.join(folder, place);
      mkdirSync(at, { recursive: true });
      const name = path.basename(place);
      writeFileSync(path.join(at, 'package.json'), JSON.stringify({ license: 'MIT' }));
      writeFileSync(path.join(at, 'LICENSE'), `text of ${name}`);
      return { name, version: '1.0.0', folder: at };
    });
    const notices = thirdPartyNotices(licences, made);
    assert.deepEqual(notices.match(/^ {2}\w .*$/gm), ['  a 1.0.0 (MIT)', '  b 1.0.0 (MIT)']);
    assert.equal(notices.split('text of b').length, 2);
  });

  it('hold the texts that the packages’ archives lack', () => {
    const beside = lockedPackages(lock, ['onnxruntime-node', 'sharp'], process.platform, process.arch);
    const notices = thirdPartyNotices(licences, installed(...beside.map(({ place }) => place)));
    assert.match(notices, /Copyright \(c\) 2018 - present Microsoft Corporation/);
    assert.match(notices, /^Intel Math Kernel Library/m, 'what is inside ONNX Runtime');
    assert.match(notices, /GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3/);
    assert.match(notices, /GNU GENERAL PUBLIC LICENSE\s+Version 3/);
    assert.match(notices, /\| mozjpeg +\|/, 'what is inside libvips');
  });

  it('are not written for a package without a text', () => {
    writeFileSync(path.join(folder, 'package.json'), '{}');
    assert.throws(
      () => thirdPartyNotices(licences, [{ name: 'bare', version: '1.0.0', folder }]),
      /bare has no licence text/,
    );
  });
});
