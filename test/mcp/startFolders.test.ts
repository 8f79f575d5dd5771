import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { startFolders } from '../../src/mcp/startFolders';

describe('the folder that a server is started in', () => {
  const home = resolve('/homes/me');

  it('may be read', () => {
    for (const current of ['/homes/me/art', '/homes/men', '/srv', '/homes/me2'])
      assert.deepEqual(startFolders(resolve(current), [home]), [resolve(current)]);
  });

  it('is not meant where it is a home, holds homes or is a whole disk', () => {
    const really = resolve('/disks/2/me');
    for (const current of ['/homes/me', '/homes', '/', '/disks', '/disks/2/me'])
      assert.deepEqual(startFolders(resolve(current), [home, really]), [], current);
  });
});
