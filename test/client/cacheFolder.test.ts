import assert from 'node:assert/strict';
import { join } from 'node:path';
import { defaultCacheFolder } from '../../src/client/cacheFolder';

describe('default cache folder', () => {
  const cases: [NodeJS.Platform, NodeJS.ProcessEnv, string][] = [
    ['linux', {}, '/home/me/.cache/spellwright'],
    ['linux', { XDG_CACHE_HOME: '' }, '/home/me/.cache/spellwright'],
    ['linux', { XDG_CACHE_HOME: '/caches' }, '/caches/spellwright'],
    ['darwin', { XDG_CACHE_HOME: '/caches' }, '/home/me/Library/Caches/spellwright'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/spellwright/Cache'],
    ['win32', {}, '/home/me/AppData/Local/spellwright/Cache'],
  ];
  for (const [platform, environment, expected] of cases)
    it(`${platform} ${JSON.stringify(environment)}`, () =>
      assert.equal(defaultCacheFolder(platform, environment, '/home/me'), join(expected)));
});
