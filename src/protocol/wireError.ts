import { EngineError, type EngineErrorCode } from '../core/engineError';
import { tellsOfMemory } from '../core/outOfMemory';
import type { WireError } from './rpc';

/** Every code; the type makes a forgotten one an error of compilation. */
const codes: Record<EngineErrorCode, true> = {
  'model-unknown': true,
  'model-not-pulled': true,
  'model-folder-missing': true,
  'model-file-missing': true,
  'model-file-empty': true,
  'model-file-pointer': true,
  'model-file-broken': true,
  'model-unsupported': true,
  'places-unsupported': true,
  'attention-unsupported': true,
  'model-key-unknown': true,
  'model-pattern-unbounded': true,
  'out-of-memory': true,
  'nowhere-writable': true,
  'model-changed': true,
  'model-changing': true,
  'engine-crashed': true,
  'engine-start-failed': true,
  'engine-stuck': true,
  'engine-stopped': true,
  'cache-unwritable': true,
  'server-address-unusable': true,
  'server-unreachable': true,
  'server-certificate': true,
  'server-unauthorized': true,
  'server-redirects': true,
  'server-busy': true,
  'server-slow': true,
  'server-token-unusable': true,
  'server-failed': true,
  'server-answer': true,
  'server-model-unknown': true,
  'server-other-checkpoint': true,
  'server-changing': true,
  'server-only-embeds': true,
  internal: true,
};

/** The code of a call that its caller cancelled. Callers see their own signal's reason, never this. */
export const cancelledCode = 'cancelled';

/** An expected failure keeps its code; anything else is `internal`, with its message for the log. */
export function toWire(error: unknown): WireError {
  if (error instanceof EngineError) return { code: error.code, parameters: error.parameters };
  const detail = error instanceof Error ? error.message : String(error);
  if (tellsOfMemory(error)) return { code: 'out-of-memory', parameters: { detail } };
  return { code: 'internal', parameters: { detail } };
}

export function fromWire(error: WireError): EngineError {
  return Object.hasOwn(codes, error.code)
    ? new EngineError(error.code as EngineErrorCode, error.parameters)
    : new EngineError('internal', { detail: error.code });
}
