import assert from 'node:assert/strict';
import path from 'node:path';
import { hubAccess } from '../../src/models/hubAccess';
import { hubCacheFolder } from '../../src/models/hubCache';
import { temporaryFolder } from '../files/temporaryFolder';

describe('the settings of the hub', () => {
  it('put the cache where huggingface_hub has it', () => {
    const of = (environment: NodeJS.ProcessEnv): string => hubCacheFolder(environment, '/home/me');
    assert.equal(of({}), '/home/me/.cache/huggingface/hub');
    assert.equal(of({ XDG_CACHE_HOME: '/caches' }), '/caches/huggingface/hub');
    assert.equal(of({ XDG_CACHE_HOME: '/caches', HF_HOME: '~/hf' }), '/home/me/hf/hub');
    assert.equal(of({ HF_HOME: '/hf', HUGGINGFACE_HUB_CACHE: '/old' }), '/old');
    assert.equal(of({ HF_HOME: '/hf', HF_HUB_CACHE: '/new', HUGGINGFACE_HUB_CACHE: '/old' }), '/new');
    assert.equal(of({ HF_HUB_CACHE: '', HF_HOME: '' }), '/home/me/.cache/huggingface/hub', 'empty is unset');
  });

  it('find the token where a login left it, unless told not to', async () => {
    const home = temporaryFolder({ '.cache/huggingface/token': 'hf_file\n', elsewhere: 'hf_elsewhere' });
    const tokenOf = async (environment: NodeJS.ProcessEnv): Promise<string | undefined> =>
      (await hubAccess(environment, { home: home.path })).token;
    try {
      assert.equal(await tokenOf({}), 'hf_file');
      assert.equal(
        await tokenOf({ HF_TOKEN: 'hf_given\n' }),
        'hf_given',
        'a line break would end the header',
      );
      assert.equal(await tokenOf({ HF_TOKEN_PATH: path.join(home.path, 'elsewhere') }), 'hf_elsewhere');
      assert.equal(await tokenOf({ HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' }), undefined);
      assert.equal(await tokenOf({ HF_HOME: '/nowhere' }), undefined);
    } finally {
      home.remove();
    }
  });

  it('know the hub, a mirror, and when to stay at home', async () => {
    const of = (environment: NodeJS.ProcessEnv) => hubAccess(environment, { home: '/nowhere' });
    assert.equal((await of({})).endpoint, 'https://huggingface.co');
    assert.equal(
      (await of({ HF_ENDPOINT: 'https://mirror.example/hub//' })).endpoint,
      'https://mirror.example/hub',
    );
    assert.equal((await of({})).offline, false);
    for (const value of ['1', 'ON', 'yes', 'True']) assert.ok((await of({ HF_HUB_OFFLINE: value })).offline);
    assert.ok((await of({ TRANSFORMERS_OFFLINE: '1' })).offline);
    assert.equal((await of({ HF_HUB_OFFLINE: '0' })).offline, false);
  });
});
