import type * as vscode from 'vscode';
import type { GeneratorAddress } from '../../generators/address';

/** What an address asks for besides itself. */
export type GeneratorSecrets = Omit<GeneratorAddress, 'url'>;

/** In the secret storage of the editor: one entry for each address. */
const PREFIX = 'spellwright.generator:';

/** Passwords and headers of generators, by their addresses: in the editor's secret storage and nowhere else. */
export class GeneratorSecretStore {
  constructor(private readonly storage: vscode.SecretStorage) {}

  /** @param url without any secret, as `shownUrl` gives it */
  async of(url: string): Promise<GeneratorSecrets> {
    const kept = await this.storage.get(PREFIX + url);
    return kept === undefined ? {} : readSecrets(kept);
  }

  /** Replaces what is kept; nothing is kept of an address that asks for nothing. */
  async keep(url: string, secrets: GeneratorSecrets): Promise<void> {
    if (secrets.user || secrets.password || secrets.header)
      await this.storage.store(PREFIX + url, JSON.stringify(secrets));
    else await this.forget(url);
  }

  async forget(url: string): Promise<void> {
    await this.storage.delete(PREFIX + url);
  }
}

/** What an older version kept may look otherwise. */
function readSecrets(kept: string): GeneratorSecrets {
  try {
    const { user, password, header } = JSON.parse(kept) as Record<string, unknown>;
    const { name, value } = (header ?? {}) as Record<string, unknown>;
    return {
      ...(typeof user === 'string' && { user }),
      ...(typeof password === 'string' && { password }),
      ...(typeof name === 'string' && typeof value === 'string' && { header: { name, value } }),
    };
  } catch {
    return {};
  }
}
