import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/editor/repository';
import { absentCommands, inBrowserKey } from '../../../src/extension/web/absentCommands';

interface Manifest {
  readonly browser: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: {
      readonly commandPalette: readonly { readonly command: string; readonly when: string }[];
    };
  };
}

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const bundle = readFileSync(path.join(root, manifest.browser), 'utf8');

/** Of the program as it ships, in bytes: it is read over a network. */
const largestBundle = 1_500_000;

describe('the extension in a browser', () => {
  it('asks for no module but the editor’s', () => {
    const asked = new Set([...bundle.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name));
    assert.deepEqual([...asked], ['vscode']);
    assert.doesNotMatch(bundle, /["']node:[a-z/]+["']/);
  });

  it('is small enough to be fetched', () => {
    assert.ok(bundle.length < largestBundle, `${bundle.length} bytes`);
  });

  it('hides from the palette what needs a machine, and nothing else', () => {
    const { commandPalette } = manifest.contributes.menus;
    const hidden = commandPalette.filter(({ when }) => when.includes(`!${inBrowserKey}`));
    assert.deepEqual(hidden.map(({ command }) => command).sort(), [...absentCommands].sort());
  });

  it('answers to every command of the manifest', () => {
    const commands = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      commands.filter((command) => !bundle.includes(`"${command}"`)),
      [],
    );
  });
});
