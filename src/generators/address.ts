import { validateHeaderName, validateHeaderValue } from 'node:http';
import { GeneratorError } from './generatorError';

/** Where a generator is, and what it wants to see before it answers. The secrets are the caller's to keep. */
export interface GeneratorAddress {
  /** `http://127.0.0.1:7860`, with a path before all routes if there is one. Without a scheme, `http`. */
  readonly url: string;
  /** Any header that a proxy asks for, such as `Authorization` or `Cookie`. */
  readonly header?: { readonly name: string; readonly value: string };
  /** Basic authentication. */
  readonly user?: string;
  readonly password?: string;
}

/** An address that can be asked. */
export interface Place {
  /** No user, password, query or fragment; its path ends without a slash. */
  readonly url: URL;
  /** Of Basic authentication, wherever they were written. */
  readonly user?: string;
  readonly password?: string;
  /** Headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** What must not be shown, whoever repeats it. */
  readonly secrets: readonly string[];
}

/** @throws GeneratorError `generator-address-unusable`, `generator-header-unusable` */
export function readAddress(address: GeneratorAddress): Place {
  const url = urlOf(address.url);
  const user = address.user ?? decoded(url.username);
  const password = address.password ?? decoded(url.password);
  const authorization = user || password ? `Basic ${base64(`${user}:${password}`)}` : undefined;
  Object.assign(url, { username: '', password: '', search: '', hash: '' });
  url.pathname = url.pathname.replace(/\/+$/, '');
  return {
    url,
    ...(user && { user }),
    ...(password && { password }),
    headers: { ...(authorization && { authorization }), ...headerOf(address) },
    secrets: [address.header?.value, password, authorization?.slice('Basic '.length)].filter(
      (secret): secret is string => secret !== undefined && secret !== '',
    ),
  };
}

/** For people: what `readAddress` leaves of it, without the slash that `URL` puts behind a host. */
export function shownUrl(url: URL): string {
  return url.href.replace(/\/$/, '');
}

/**
 * Whether what is sent to an address stays on this machine. By the address alone, nothing is looked up, so a name of this
 * machine in its own network counts as outside: whoever asks the user first asks once too often rather than once too seldom.
 */
export function isThisMachine(address: string): boolean {
  const { hostname } = urlOf(address);
  return (
    hostname === 'localhost' ||
    hostname === '[::1]' ||
    // What a generator prints that listens everywhere. Asked at that address, this machine answers.
    hostname === '0.0.0.0' ||
    hostname === '[::]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname) ||
    /^\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]$/.test(hostname)
  );
}

function urlOf(given: string): URL {
  const text = given.trim();
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (text !== '' && url && /^https?:$/.test(url.protocol)) return url;
  throw new GeneratorError('generator-address-unusable', { url: withoutSecrets(text) });
}

/** What is no URL may hold a password all the same. */
function withoutSecrets(text: string): string {
  return text.slice(text.lastIndexOf('@') + 1);
}

function headerOf({ header }: GeneratorAddress): Record<string, string> {
  if (!header) return {};
  const name = header.name.trim().toLowerCase();
  try {
    validateHeaderName(name);
    validateHeaderValue(name, header.value);
  } catch (cause) {
    // A whole header may have been written in place of its name.
    throw new GeneratorError(
      'generator-header-unusable',
      { name: header.name.split(/[:\s]/)[0]! },
      { cause },
    );
  }
  return { [name]: header.value };
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
