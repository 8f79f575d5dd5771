import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/editor/repository';
import { extensionManifest, readManifest, terminalManifest } from '../../../scripts/package/manifest';
import { universal } from '../../../scripts/package/targets';

interface SettingOfManifest {
  readonly scope: string;
}

const manifest = readManifest(root);

describe('the manifest', () => {
  it('shows an icon of 256 pixels', () => {
    const icon = readFileSync(path.join(root, manifest.icon as string));
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [256, 256]);
  });

  it('keeps what names a place of this machine from being carried to others', () => {
    const { configuration } = manifest.contributes as {
      configuration: { properties: Readonly<Record<string, SettingOfManifest>> };
    };
    const scopes = (scope: string): string[] =>
      Object.entries(configuration.properties)
        .filter(([, setting]) => setting.scope === scope)
        .map(([name]) => name.replace('spellwright.', ''))
        .sort();
    assert.deepEqual(scopes('machine-overridable'), [
      'generate.folder',
      'judge',
      'model',
      'phraseLists',
      'stylesFile',
      'wildcardFolders',
    ]);
    // What a workspace must not say.
    assert.deepEqual(scopes('machine'), ['device', 'generate.watchedFolders', 'stepLimit', 'threads']);
    assert.deepEqual(scopes('application'), ['generator.address', 'server.model', 'server.url']);
  });

  it('asks for nothing to be installed in the editor, and has a browser’s entry where that ships', () => {
    const withBrowser = { ...manifest, browser: './dist/web/extension.js' };
    const native = extensionManifest(withBrowser, 'linux-x64');
    assert.deepEqual(
      ['dependencies', 'devDependencies', 'scripts', 'browser'].filter((key) => key in native),
      [],
    );
    assert.equal(native.main, './dist/extension.js');
    assert.equal(extensionManifest(withBrowser, universal).browser, './dist/web/extension.js');
  });

  it('of the terminal program may be published, with the versions that were tested', () => {
    const made = terminalManifest(manifest, 'what it is', (name) => `${name}'s`);
    assert.deepEqual(made.dependencies, { sharp: "sharp's" });
    assert.deepEqual(made.optionalDependencies, { 'onnxruntime-node': "onnxruntime-node's" });
    assert.deepEqual(made.bin, { spellwright: 'dist/cli.js' });
    assert.deepEqual(
      ['private', 'contributes', 'main', 'devDependencies'].filter((key) => key in made),
      [],
    );
  });
});
