import type { GeneratorAddress } from './address';
import { AutomaticGenerator } from './automatic/automaticGenerator';
import { ComfyGenerator, type ComfyOptions } from './comfyui/comfyGenerator';
import { GeneratorConnection } from './connection';
import { DrawThingsGenerator } from './automatic/drawThingsGenerator';
import type { Generator, GeneratorFamily, GeneratorIdentity } from './generator';
import { GeneratorError } from './generatorError';
import { identify } from './identify';
import { SwarmGenerator } from './swarm/swarmGenerator';

/** What a family takes besides an address. */
export interface ConnectOptions {
  readonly comfyui?: ComfyOptions;
}

type MakeGenerator = (
  connection: GeneratorConnection,
  identity: GeneratorIdentity,
  options: ConnectOptions,
) => Generator;

const CLIENTS: Readonly<Partial<Record<GeneratorFamily, MakeGenerator>>> = {
  comfyui: (connection, identity, options) => new ComfyGenerator(connection, identity, options.comfyui),
  a1111: (connection, identity) => new AutomaticGenerator(connection, identity),
  forge: (connection, identity) => new AutomaticGenerator(connection, identity),
  sdnext: (connection, identity) => new AutomaticGenerator(connection, identity),
  drawthings: (connection, identity) => new DrawThingsGenerator(connection, identity),
  swarmui: (connection, identity) => new SwarmGenerator(connection, identity),
};

/**
 * The generator at an address.
 * @throws GeneratorError of `identify`; the signal's reason
 */
export async function connect(
  address: GeneratorAddress,
  signal?: AbortSignal,
  options: ConnectOptions = {},
): Promise<Generator> {
  const connection = new GeneratorConnection(address);
  const identity = await identify(connection, { signal });
  const make = CLIENTS[identity.family];
  if (!make) throw new GeneratorError('generator-unsupported', { url: identity.url, name: identity.family });
  return make(connection, identity, options);
}
