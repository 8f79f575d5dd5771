import { setFlagsFromString } from 'node:v8';
import { countedLoops } from './countedLoops';

type Limited = (source: string, flags: string, limit: number) => RegExp;

let make: Limited | undefined;
const limited = new Map<string, RegExp>();

/** More than this is endless. */
const mostBacktracks = 2 ** 30;

/**
 * How often a regular expression goes back to try otherwise, to within a factor of 4; what a linear one needs counts
 * as nothing. The JavaScript engine counts it: it can be told at which count to give up.
 * @param from where the search began
 * @param end where it ended: at the match's end, or at the text's
 */
export function backtracks(pattern: RegExp, text: string, from: number, end: number): number {
  // A search tries each place in turn; in the end something matches, so that nothing found means given up.
  const counted = countedLoops(pattern.source);
  const source = pattern.sticky ? `(?:${counted})|` : `[^]*?(?:(?:${counted})|$(?![^]))`;
  const flags = `${pattern.flags.replace(/[gy]/g, '')}y`;
  const linear = Math.max(64, 4 ** Math.ceil(Math.log(16 * (end - from + 1)) / Math.log(4)));
  for (let limit = linear; limit <= mostBacktracks; limit *= 4) {
    const attempt = withLimit(source, flags, limit);
    attempt.lastIndex = from;
    if (attempt.exec(text)) return limit === linear ? 0 : limit;
  }
  return mostBacktracks;
}

function withLimit(source: string, flags: string, limit: number): RegExp {
  const key = `${limit} ${flags} ${source}`;
  let regExp = limited.get(key);
  if (!regExp) limited.set(key, (regExp = (make ??= maker())(source, flags, limit)));
  return regExp;
}

/** A function of V8's own tests; it exists since V8 8.6. */
function maker(): Limited {
  setFlagsFromString('--allow-natives-syntax');
  try {
    // A syntax that TypeScript does not know.
    return new Function('s', 'f', 'l', 'return %NewRegExpWithBacktrackLimit(s, f, l)') as Limited;
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}
