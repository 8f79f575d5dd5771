import { EngineError } from './engineError';

/** Where a team's towers are. */
export interface ServerAddress {
  /** As the user gave it: `https://towers.example.org`, with a path where the server has one. */
  readonly url: string;
  /** The model's name there; the only one that it has by default. */
  readonly model?: string;
  /** Sent to this origin only, and never shown. */
  readonly token?: string;
}

/**
 * The address that requests go to. Without a scheme it is `http` on this machine and `https` elsewhere.
 * @throws EngineError `server-address-unusable`
 */
export function serverUrl(given: string): URL {
  const text = given.trim();
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `${schemeOf(text)}://${text}`);
  // A password or a key in an address is shown wherever the address is.
  if (!url || text === '' || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search)
    throw new EngineError('server-address-unusable', { server: withoutSecrets(text) });
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/** Whether an address is of this machine itself, which no other hears. */
export function isThisMachine({ hostname }: URL): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(hostname);
}

/** Whether the network between can read along. @throws EngineError `server-address-unusable` */
export function isInTheClear(given: string): boolean {
  const url = serverUrl(given);
  return url.protocol === 'http:' && !isThisMachine(url);
}

function withoutSecrets(text: string): string {
  return text.slice(text.lastIndexOf('@') + 1).replace(/[?#].*$/s, '');
}

function schemeOf(text: string): string {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/i.test(text) ? 'http' : 'https';
}
