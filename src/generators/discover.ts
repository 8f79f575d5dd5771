import { GeneratorConnection } from './connection';
import type { GeneratorIdentity } from './generator';
import { GeneratorError } from './generatorError';
import { identify } from './identify';

/** Where generators listen when nobody said otherwise, all on this machine. */
export const WELL_KNOWN_ADDRESSES: readonly string[] = [
  'http://127.0.0.1:7801', // SwarmUI
  'http://127.0.0.1:8188', // ComfyUI
  'http://127.0.0.1:8000', // its desktop program
  'http://127.0.0.1:9090', // InvokeAI
  'http://127.0.0.1:9000', // Easy Diffusion
  'http://127.0.0.1:7860', // SD.Next, Forge, A1111, Draw Things
  'http://127.0.0.1:7861', // A1111 without its page
];

/** What was found at one of the addresses: a generator, or why there is none to use. */
export type Discovered =
  | { readonly url: string; readonly identity: GeneratorIdentity }
  | { readonly url: string; readonly error: GeneratorError };

const DISCOVERY_MS = 2_000;

/**
 * Asks each address what it is, all at once, and tells of those where somebody is, in the order of the addresses. Called
 * when the user asks for it and never else.
 * @throws the signal's reason
 */
export async function discover(
  addresses: readonly string[] = WELL_KNOWN_ADDRESSES,
  signal?: AbortSignal,
): Promise<Discovered[]> {
  const asked = await Promise.all(addresses.map((url) => discoverAt(url, signal)));
  return asked.filter((found) => found !== undefined);
}

/** Undefined where nobody is, or somebody who is no generator: other programs use these ports, too. */
async function discoverAt(url: string, signal: AbortSignal | undefined): Promise<Discovered | undefined> {
  try {
    const identity = await identify(new GeneratorConnection({ url }), { signal, timeoutMs: DISCOVERY_MS });
    return { url, identity };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof GeneratorError)) throw error;
    const isUseful =
      error.code === 'generator-api-off' ||
      error.code === 'generator-unsupported' ||
      error.code === 'generator-unauthorized';
    return isUseful ? { url, error } : undefined;
  }
}
