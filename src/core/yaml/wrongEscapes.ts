const ESCAPES = /\\(?:x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|([\s\S]?))/gi;
const ESCAPED = '0abefnrtvN_LP "/\\\t\n\r';

/** How many escapes of a double-quoted scalar mean nothing: each is an error. */
export function wrongEscapes(lexeme: string): number {
  let wrong = 0;
  if (lexeme[0] !== '"') return wrong;
  for (const [, letter] of lexeme.matchAll(ESCAPES)) {
    if (letter !== undefined && !ESCAPED.includes(letter)) wrong++;
  }
  return wrong;
}
