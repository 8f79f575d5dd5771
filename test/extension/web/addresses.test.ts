import assert from 'node:assert/strict';
import path from 'node:path';
import { addressOfPath, pathOfAddress, type Address } from '../../../src/extension/web/addresses';

const home: Address = { scheme: 'vscode-vfs', authority: 'github+7b2276223a317d', path: '/owner/spells' };

describe('addresses in a browser', () => {
  for (const address of [
    home,
    { ...home, path: '/owner/spells/refs/red apple#1.png' },
    { ...home, authority: 'gitlab' },
    { scheme: 'https', authority: 'host:8080', path: '/extension/models/mini' },
    { scheme: 'vscode-userdata', authority: '', path: '/User/globalStorage/x' },
    { scheme: 'vscode-remote', authority: 'ssh-remote+[::1]', path: '/home/a' },
  ])
    it(`have a path and come back from it: ${address.scheme} ${address.authority}`, () => {
      const written = pathOfAddress(home, address);
      assert.ok(path.posix.isAbsolute(written));
      assert.equal(path.posix.normalize(written), written);
      assert.deepEqual(addressOfPath(home, written), { ...address });
      assert.deepEqual(addressOfPath(undefined, pathOfAddress(undefined, address)), { ...address });
    });

  it('of the workspace have the path that people write', () => {
    assert.equal(pathOfAddress(home, { ...home, path: '/owner/spells/a.spell' }), '/owner/spells/a.spell');
  });

  it('go on beside each other, whatever file system they lie in', () => {
    const model = pathOfAddress(home, { scheme: 'https', authority: 'host', path: '/models/mini' });
    assert.deepEqual(addressOfPath(home, path.posix.join(model, '..', 'registry.json')), {
      scheme: 'https',
      authority: 'host',
      path: '/models/registry.json',
    });
  });
});
