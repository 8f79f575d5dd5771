import type { IncomingHttpHeaders } from 'node:http';
import { GeneratorError } from './generatorError';

/** What a generator answered, with whatever status. */
export interface Answer {
  /** The route, for a sentence about it. */
  readonly path: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** A list, or whether something is there: answered by a generator that computes, too, but slowly. */
export const SHORT_ANSWER_MS = 30_000;

/** Of what the system or Node's parser says. @param connected whether somebody was there at all */
export function connectionError(
  error: unknown,
  connected: boolean,
  { url, path }: { readonly url: string; readonly path: string },
): GeneratorError {
  const code = codeOf(error);
  // Names of the parser's complaints, and an encoding that nobody asked for.
  if (code.startsWith('HPE_') || (error as Error).message?.endsWith('was not asked for'))
    return new GeneratorError('generator-answer-unreadable', { url, path }, { cause: error });
  if (connected && /^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE)$/.test(code))
    return new GeneratorError('generator-cut', { url, path }, { cause: error });
  return new GeneratorError('generator-unreachable', { url, reason: code }, { cause: error });
}

/** `localhost` is tried at two addresses, and both failures come as one. */
function codeOf(error: unknown): string {
  const { code, errors, message } = error as {
    readonly code?: unknown;
    readonly errors?: readonly unknown[];
    readonly message?: string;
  };
  if (typeof code === 'string') return code;
  return errors?.length ? codeOf(errors[0]) : (message ?? 'unknown');
}

export function silence(url: string, ms: number): GeneratorError {
  return new GeneratorError('generator-silent', { url, seconds: Math.max(1, Math.round(ms / 1000)) });
}
