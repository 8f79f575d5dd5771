import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('finds the extension installed', () => {
    const found = vscode.extensions.all.find((extension) => extension.packageJSON.name === 'spellwright');
    assert.ok(found, 'the extension under development is listed');
  });
});
