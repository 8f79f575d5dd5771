import type { ServerToAsk } from '../client/engineClient';
import { serverUrl } from '../core/serverAddress';

/**
 * The server that a command names, or else the environment; undefined where nobody does. Whoever writes either has
 * confirmed it; the token is never an option, as others on the machine can read those. An address with a password in it is
 * refused before it becomes an argument of the engine's process.
 * @throws EngineError `server-address-unusable`
 */
export function serverOf(
  named: { readonly server?: string; readonly serverModel?: string },
  environment: Readonly<Record<string, string | undefined>>,
): ServerToAsk | undefined {
  // `--server ''` keeps everything on this machine.
  const url = named.server ?? environment.SPELLWRIGHT_SERVER;
  if (!url) return undefined;
  serverUrl(url);
  const model = named.serverModel ?? (environment.SPELLWRIGHT_SERVER_MODEL || undefined);
  const token = environment.SPELLWRIGHT_SERVER_TOKEN || undefined;
  return { url, ...(model && { model }), ...(token && { token }) };
}
