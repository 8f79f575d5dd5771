import { isList, isObject, parseLooseJson, type Json } from '../core/infotext/looseJson';
import { tellsOfMemory } from '../core/outOfMemory';
import type { Answer } from './answer';
import { GeneratorError } from './generatorError';

/** How PyTorch says it where it does not say "out of memory". */
const MEMORY_ERROR = /OutOfMemoryError|not enough memory/;
/** What a server says at length is for its own log. */
const LONGEST_DETAIL = 300;

/**
 * The error of an answer that says no; undefined for one that says yes.
 * @param discreet takes secrets out of what the server says
 */
export function refusalOf(
  answer: Answer,
  url: string,
  discreet: (text: string) => string,
): GeneratorError | undefined {
  const { status, path } = answer;
  if (status === 401 || status === 403 || status === 407)
    return new GeneratorError('generator-unauthorized', { url, status });
  if (looksLikeHtml(String(answer.headers['content-type'] ?? ''), answer.bytes))
    return new GeneratorError('generator-html', { url, path, status });
  if (status >= 200 && status < 300) return undefined;
  const text = answer.bytes.toString('utf8');
  const detail = discreet(shortened(detailOf(parseLooseJson(text)) || text.trim()));
  if (tellsOfMemory(text) || MEMORY_ERROR.test(text)) return outOfMemory(url, detail);
  return new GeneratorError('generator-refused', { url, path, status, detail: detail || `HTTP ${status}` });
}

export function outOfMemory(url: string, detail: string): GeneratorError {
  return new GeneratorError('generator-out-of-memory', { url, detail: shortened(detail) });
}

export function looksLikeHtml(contentType: string, bytes: Uint8Array): boolean {
  if (/^\s*text\/html\b/i.test(contentType)) return true;
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1').trimStart();
  return /^<(?:!doctype html|html)\b/i.test(start);
}

/** The sentences of an error in JSON, in whatever of its fields they stand; empty where there are none. */
export function detailOf(json: Json | undefined): string {
  if (typeof json === 'string') return json;
  if (isList(json)) return joined(json.map(detailOf));
  if (!isObject(json)) return '';
  const place = isList(json.loc) ? `${json.loc.slice(1).join('.')}: ` : '';
  const said = ['error', 'errors', 'detail', 'details', 'msg', 'message'].map((name) => detailOf(json[name]));
  return place + joined(said);
}

function joined(texts: readonly string[]): string {
  return [...new Set(texts.filter((text) => text !== ''))].join(': ');
}

/** One line, short enough for a sentence. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_DETAIL ? `${line.slice(0, LONGEST_DETAIL)}…` : line;
}
