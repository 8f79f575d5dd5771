import assert from 'node:assert/strict';
import { proxySettings } from '../../src/extension/features/models/proxySettings';

describe('the editor’s settings for the network', () => {
  const read = (settings: Readonly<Record<string, unknown>>) => proxySettings((key) => settings[key]);

  it('leave the decision to the environment where they say nothing', () => {
    assert.deepEqual(read({}), { strictTls: true });
    assert.deepEqual(read({ proxy: ' ', noProxy: [], proxyStrictSSL: true, proxySupport: 'override' }), {
      strictTls: true,
    });
  });

  it('name a proxy and the hosts that are asked directly', () => {
    assert.deepEqual(read({ proxy: ' http://proxy:8080 ', noProxy: ['localhost', '.corp'] }), {
      proxy: 'http://proxy:8080',
      noProxy: 'localhost,.corp',
      strictTls: true,
    });
  });

  it('may allow certificates that nobody vouches for', () => {
    assert.equal(read({ proxyStrictSSL: false }).strictTls, false);
    assert.equal(read({ proxyStrictSSL: 'no' }).strictTls, true);
  });

  it('may turn proxies off altogether', () => {
    assert.deepEqual(read({ proxySupport: 'off', proxy: 'http://proxy:8080', noProxy: ['a'] }), {
      noProxy: '*',
      strictTls: true,
    });
  });

  it('count for nothing where they are of the wrong kind', () => {
    assert.deepEqual(read({ proxy: 8080, noProxy: 'localhost' }), { strictTls: true });
  });
});
