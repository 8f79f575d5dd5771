import type { GeneratorAddress } from '../generators/address';

/**
 * Where the user's generator is and what it asks for, of the command line and the environment; undefined where neither says.
 * @param url of the command line
 */
export function generatorAddress(
  url: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): GeneratorAddress | undefined {
  const named = url ?? environment.SPELLWRIGHT_GENERATOR;
  if (!named) return undefined;
  const { SPELLWRIGHT_GENERATOR_USER: user, SPELLWRIGHT_GENERATOR_PASSWORD: password } = environment;
  const [, name, value] = /^([^:]+):\s*(.*)$/s.exec(environment.SPELLWRIGHT_GENERATOR_HEADER ?? '') ?? [];
  return {
    url: named,
    ...(user && { user }),
    ...(password && { password }),
    ...(name !== undefined && value !== undefined && { header: { name: name.trim(), value } }),
  };
}
