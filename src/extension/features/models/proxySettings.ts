import type { ProxySettings } from '../../../models/hubAccess';

/**
 * VS Code's settings for the network, which its own requests obey and a plain connection would not. Where they say
 * nothing, the variables `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` decide.
 * @param setting reads a setting of the section `http`
 */
export function proxySettings(setting: (key: string) => unknown): ProxySettings {
  const proxy = setting('proxy');
  const noProxy = setting('noProxy');
  const isOn = setting('proxySupport') !== 'off';
  return {
    ...(isOn && typeof proxy === 'string' && proxy.trim() !== '' && { proxy: proxy.trim() }),
    ...(isOn && Array.isArray(noProxy) && noProxy.length > 0 && { noProxy: noProxy.join(',') }),
    ...(!isOn && { noProxy: '*' }),
    strictTls: setting('proxyStrictSSL') !== false,
  };
}
