import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RuleSet } from '../core/bias/rule';
import { NO_SETTINGS, readSettingsSteps, SETTINGS_FILE, type BiasSettings } from '../core/bias/settings';
import type { ConfigProblem } from '../core/bias/yamlData';
import { paced } from '../core/steps';
import { FileError } from './fileError';
import { pauses } from './pauses';
import { readTextFile } from './readTextFile';
import type { Reach } from './reach';

export interface FoundSettings {
  /** The file that was read; undefined when there is none up to the root. */
  readonly path?: string;
  readonly settings: BiasSettings;
  readonly problems: readonly ConfigProblem[];
}

/**
 * The nearest `.spellwright.yml` at or above a folder, as other tools look for theirs.
 * @param read for whoever holds changes of a file that are not on disk; throws as `readTextFile` does
 * @throws FileError when it is there but can't be read
 */
export async function findBiasSettings(
  folder: string,
  rules: RuleSet,
  read: (path: string) => Promise<string> = (path) => readTextFile(path),
): Promise<FoundSettings> {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, SETTINGS_FILE);
    try {
      return { path, ...(await paced(readSettingsSteps(await read(path), rules), pauses())) };
    } catch (error) {
      if (!(error instanceof FileError) || error.code !== 'file-missing') throw error;
    }
    if (dirname(at) === at) return { settings: NO_SETTINGS, problems: [] };
  }
}

/**
 * Reads a settings file. One that is a link may lead to its own folder and to what may be reached only.
 * @throws FileError
 */
export async function readSettingsFile(path: string, reach: Reach): Promise<string> {
  if (reach.linksOutside) return readTextFile(path);
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  return readTextFile(path, { within: [folder, ...reach.folders] });
}
