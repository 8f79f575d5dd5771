import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolders } from '../../src/files/makeFolders';
import { temporaryFolder } from './temporaryFolder';

describe('makeFolders', () => {
  const folder = temporaryFolder({ 'a-file': '' });
  after(folder.remove);

  it('makes all that are missing, also for many at once, and leaves those that are there', async () => {
    const deep = join(folder.path, 'a/b/c/d');
    await Promise.all(Array.from({ length: 8 }, () => makeFolders(deep)));
    assert.ok(existsSync(deep));
    await makeFolders(deep);
  });

  it('says so where a file is in the way', async () => {
    await assert.rejects(makeFolders(join(folder.path, 'a-file')), { code: 'EEXIST' });
    await assert.rejects(makeFolders(join(folder.path, 'a-file/b/c')), { code: 'ENOTDIR' });
  });

  (process.platform === 'linux' ? it : it.skip)('ends where nothing can be made', async () => {
    await assert.rejects(makeFolders('/proc/nope/spellwright/graphs'), { code: 'ENOENT' });
  });
});
