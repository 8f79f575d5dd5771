/**
 * Levels that JSON of any origin may be nested: `tokenizer.json` has about 10. `JSON.parse` takes millions, but what goes
 * through its result recurses; and where V8 has to compile a regular expression near the end of the stack, as in a
 * tokeniser's nested steps, it ends the process.
 */
export const MAX_JSON_DEPTH = 128;

export class DeepJsonError extends Error {
  constructor() {
    super(`nested deeper than ${MAX_JSON_DEPTH} levels`);
    this.name = 'DeepJsonError';
  }
}

/**
 * `JSON.parse` for text of any origin.
 * @throws SyntaxError where it is no JSON, DeepJsonError where it is nested too deeply
 */
export function parseJson(text: string): unknown {
  refuseDeep(text);
  return JSON.parse(text);
}

/** Why a text was not parsed, for a sentence that names the file. */
export function jsonFault(error: unknown): string {
  return error instanceof DeepJsonError ? error.message : 'not valid JSON';
}

const [quote, backslash] = ['"'.charCodeAt(0), '\\'.charCodeAt(0)];
const opening = new Set(['[', '{'].map((sign) => sign.charCodeAt(0)));
const closing = new Set([']', '}'].map((sign) => sign.charCodeAt(0)));

/** One pass over the text, before anything is made of it. */
function refuseDeep(text: string): void {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (closing.has(code)) depth--;
    else if (opening.has(code) && ++depth > MAX_JSON_DEPTH) throw new DeepJsonError();
  }
}

/** Offset of the quote that closes the string which opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}
