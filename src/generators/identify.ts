import { isObject, parseLooseJson, textOf, type JsonObject } from '../core/infotext/looseJson';
import type { Answer } from './answer';
import type { GeneratorConnection } from './connection';
import type { GeneratorFamily, GeneratorIdentity } from './generator';
import { GeneratorError } from './generatorError';

/** A question whose answer tells a family, and how. */
interface Probe {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Undefined where the answer is not the family's. */
  readonly tells: (answer: Answer) => { readonly version?: string } | undefined;
}

type Known = GeneratorFamily | 'InvokeAI' | 'Easy Diffusion';

const SAMPLERS = '/sdapi/v1/samplers';

/** In this order: later questions are answered by earlier families too. */
const PROBES: readonly (Probe & { readonly family: Known })[] = [
  probe('swarmui', 'POST', '/API/GetNewSession', ({ session_id, version }) =>
    typeof session_id === 'string' ? { version: textOf(version) } : undefined,
  ),
  probe('comfyui', 'GET', '/system_stats', ({ system, devices }) =>
    isObject(system) && Array.isArray(devices) ? { version: textOf(system.comfyui_version) } : undefined,
  ),
  probe('InvokeAI', 'GET', '/api/v1/app/version', ({ version }) => textVersion(version)),
  probe('Easy Diffusion', 'GET', '/ping', ({ status, devices }) =>
    typeof status === 'string' && devices !== undefined ? {} : undefined,
  ),
  probe('sdnext', 'GET', '/sdapi/v1/version', ({ app, version, commit }) =>
    app === 'sd.next' ? { version: textOf(version) ?? textOf(commit) } : undefined,
  ),
  { family: 'forge', method: 'GET', path: '/sdapi/v1/sd-modules', tells: isListAnswer },
  { family: 'a1111', method: 'GET', path: '/sdapi/v1/sd-vae', tells: isListAnswer },
  probe('drawthings', 'GET', '/sdapi/v1/options', (options) =>
    'guidance_scale' in options ? {} : undefined,
  ),
  // Builds from before that list of VAEs.
  { family: 'a1111', method: 'GET', path: SAMPLERS, tells: isListAnswer },
];

/** What a web UI without its API still answers. */
const PING = '/internal/ping';

/** Milliseconds for each question: a generator that computes answers late. */
export const PROBE_MS = 5_000;

/**
 * What answers at an address.
 * @throws GeneratorError `generator-unreachable` and the like, `-unauthorized`, `-api-off`, `-unsupported`, `-html`,
 * `-unknown`; the signal's reason
 */
export async function identify(
  connection: GeneratorConnection,
  { signal, timeoutMs = PROBE_MS }: { readonly signal?: AbortSignal; readonly timeoutMs?: number } = {},
): Promise<GeneratorIdentity> {
  const { url } = connection;
  const ask = (method: 'GET' | 'POST', path: string): Promise<Answer> =>
    connection.ask(method, path, method === 'POST' ? {} : undefined, {
      signal,
      timeoutMs,
      mostBytes: MOST_PROBE_BYTES,
    });
  let refusal: GeneratorError | undefined;
  let hasApi = true;
  for (const { family, method, path, tells } of PROBES) {
    const answer = await passingOver(ask(method, path));
    const told = answer && tells(answer);
    if (path === SAMPLERS) hasApi = answer?.status !== 404;
    if (answer && told) {
      if (family === 'InvokeAI' || family === 'Easy Diffusion')
        throw new GeneratorError('generator-unsupported', { url, name: family });
      return { family, url, ...(told.version !== undefined && { version: told.version }) };
    }
    const error = answer && connection.refusalOf(answer);
    // A login is the better reason than a page that stands for everything.
    if (error?.code === 'generator-unauthorized' || (error?.code === 'generator-html' && !refusal))
      refusal = error;
  }
  if (refusal?.code === 'generator-unauthorized') throw refusal;
  const ping = hasApi ? undefined : await passingOver(ask('GET', PING));
  if (ping?.status === 200 && !connection.refusalOf(ping))
    throw new GeneratorError('generator-api-off', { url });
  throw refusal ?? new GeneratorError('generator-unknown', { url });
}

/** `/sd-models` of a full collection fits ten times. */
const MOST_PROBE_BYTES = 8 * 1024 * 1024;

/** Undefined where this one answer cannot be read: another question may be answered better. */
async function passingOver(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    const code = error instanceof GeneratorError ? error.code : undefined;
    if (code === 'generator-answer-unreadable' || code === 'generator-answer-too-large') return undefined;
    if (code === 'generator-cut') return undefined;
    throw error;
  }
}

function probe(
  family: Known,
  method: 'GET' | 'POST',
  path: string,
  tells: (json: JsonObject) => { readonly version?: string } | undefined,
): Probe & { readonly family: Known } {
  return {
    family,
    method,
    path,
    tells: ({ status, bytes }) => {
      const json = status === 200 ? parseLooseJson(bytes.toString('utf8')) : undefined;
      return isObject(json) ? tells(json) : undefined;
    },
  };
}

function isListAnswer({ status, bytes }: Answer): { readonly version?: string } | undefined {
  return status === 200 && Array.isArray(parseLooseJson(bytes.toString('utf8'))) ? {} : undefined;
}

function textVersion(version: unknown): { readonly version: string } | undefined {
  return typeof version === 'string' ? { version } : undefined;
}
