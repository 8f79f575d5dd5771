/**
 * Whether a lexeme is a quoted scalar without its closing quote: the text ends in it, or a line that stands too far left
 * cuts it off.
 */
export function isCutOff(lexeme: string): boolean {
  const [quote] = lexeme;
  if (quote !== '"' && quote !== "'") return false;
  // A quote that is part of the text is written twice in single quotes, and after a backslash in double quotes.
  const end = quote === "'" ? lexeme.length : lexeme.length - 1;
  if (quote === '"' && (end < 1 || lexeme[end] !== '"')) return true;
  const sign = quote === "'" ? "'" : '\\';
  let run = 0;
  while (end - 1 - run > 0 && lexeme[end - 1 - run] === sign) run++;
  return quote === "'" ? run % 2 === 0 : run % 2 === 1;
}

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
