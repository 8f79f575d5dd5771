import type { GeneratorAddress } from './address';
import { GeneratorConnection } from './connection';
import type { Generator, GeneratorFamily, GeneratorIdentity } from './generator';
import { GeneratorError } from './generatorError';
import { identify } from './identify';

type MakeGenerator = (connection: GeneratorConnection, identity: GeneratorIdentity) => Generator;

const CLIENTS: Readonly<Partial<Record<GeneratorFamily, MakeGenerator>>> = {};

/**
 * The generator at an address.
 * @throws GeneratorError of `identify`; the signal's reason
 */
export async function connect(address: GeneratorAddress, signal?: AbortSignal): Promise<Generator> {
  const connection = new GeneratorConnection(address);
  const identity = await identify(connection, { signal });
  const make = CLIENTS[identity.family];
  if (!make) throw new GeneratorError('generator-unsupported', { url: identity.url, name: identity.family });
  return make(connection, identity);
}
