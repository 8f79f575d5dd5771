import { homedir } from 'node:os';
import path from 'node:path';
import { hubCacheFolder } from './hubCache';
import { registryFile, type RegistrySource } from './registry';

/** Where this installation and this user keep what says which models there are, and the models themselves. */
export interface ModelPlaces {
  readonly registries: readonly RegistrySource[];
  /** `hub` of the Hugging Face cache. */
  readonly cacheFolder: string;
}

/** @param modelsFolder the folder `models` of the installation, absolute */
export function modelPlaces(
  modelsFolder: string,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): ModelPlaces {
  return {
    registries: [
      { path: path.join(modelsFolder, registryFile) },
      { path: path.join(configurationFolder(environment, platform, home), 'models.json'), optional: true },
    ],
    cacheFolder: hubCacheFolder(environment, home),
  };
}

function configurationFolder(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  home: string,
): string {
  switch (platform) {
    case 'win32':
      return path.join(environment.APPDATA || path.join(home, 'AppData', 'Roaming'), 'spellwright');
    case 'darwin':
      return path.join(home, 'Library', 'Application Support', 'spellwright');
    default:
      return path.join(environment.XDG_CONFIG_HOME || path.join(home, '.config'), 'spellwright');
  }
}
