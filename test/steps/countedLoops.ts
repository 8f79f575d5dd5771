/** An escape, a class, what opens a group, a quantifier, or one character. */
const TOKEN =
  /\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\k<[^>]*>|\\u[\da-f]{4}|\\x[\da-f]{2}|\\c[a-z]|\\.|\[(?:\\.|[^\]\\])*\]|\(\?<?[=!]|\(\?:|\(\?<\w+>|[*+?]\??|\{\d+(?:,\d*)?\}\??|./gisu;

const isQuantifier = (token = ''): boolean => /^(?:[*+?]|\{\d)/.test(token);

/**
 * The same regular expression, written so that V8 counts each step back in a loop: it does not in loops over plain
 * text. Each loop gets an alternative that never matches.
 */
export function countedLoops(source: string): string {
  const tokens = source.match(TOKEN) ?? [];
  return tokens
    .map((token, i) => {
      if (!isQuantifier(tokens[i + 1]) || isQuantifier(token)) return token;
      return token === ')' ? '|(?!))' : `(?:${token}|(?!))`;
    })
    .join('');
}
