import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this system keeps what can be made again: graphs and image embeddings. */
export function defaultCacheFolder(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  switch (platform) {
    case 'win32':
      return join(environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'spellwright', 'Cache');
    case 'darwin':
      return join(home, 'Library', 'Caches', 'spellwright');
    default:
      // The XDG Base Directory Specification: an empty value counts as unset.
      return join(environment.XDG_CACHE_HOME || join(home, '.cache'), 'spellwright');
  }
}
