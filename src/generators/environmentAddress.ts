import type { GeneratorAddress } from './address';

/**
 * The generator that a user names for programs of the terminal, with what it asks for: `SPELLWRIGHT_GENERATOR`, `_USER`,
 * `_PASSWORD` and `_HEADER` (`Name: value`).
 * @param named instead of the address there
 */
export function environmentAddress(
  environment: Readonly<Record<string, string | undefined>>,
  named?: string,
): GeneratorAddress | undefined {
  const url = named ?? environment.SPELLWRIGHT_GENERATOR;
  if (!url) return undefined;
  const { SPELLWRIGHT_GENERATOR_USER: user, SPELLWRIGHT_GENERATOR_PASSWORD: password } = environment;
  const [, name, value] = /^([^:]+):\s*(.*)$/s.exec(environment.SPELLWRIGHT_GENERATOR_HEADER ?? '') ?? [];
  return {
    url,
    ...(user && { user }),
    ...(password && { password }),
    ...(name !== undefined && value !== undefined && { header: { name: name.trim(), value } }),
  };
}
