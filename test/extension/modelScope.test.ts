import assert from 'node:assert/strict';
import { scopeOf, valueOf } from '../../src/extension/features/models/modelScope';

describe('where the choice of a checkpoint is written', () => {
  it('is among the user’s settings, or where the workspace has set one already', () => {
    assert.equal(scopeOf(undefined, true), 'user');
    assert.equal(scopeOf({}, true), 'user');
    assert.equal(scopeOf({ workspaceValue: 'tiny' }, true), 'workspace');
    assert.equal(scopeOf({ workspaceValue: '' }, true), 'workspace');
  });

  it('is never in a workspace that nobody trusts: it would not count there', () => {
    assert.equal(scopeOf({ workspaceValue: 'tiny' }, false), 'user');
  });

  it('removes the user’s setting for the bundled one, but names it in a workspace, to outdo the user’s', () => {
    assert.equal(valueOf('mini', 'user'), undefined);
    assert.equal(valueOf('mini', 'workspace'), 'mini');
    assert.equal(valueOf('clip-vit-b-32', 'user'), 'clip-vit-b-32');
  });
});
