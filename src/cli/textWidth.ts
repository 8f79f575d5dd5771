import stringWidth from 'string-width';

/** Latin letters, dashes, quotes and signs of arithmetic: one column each, whatever stands beside. */
const narrow = String.raw` -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2212`;
/** Kana and Chinese characters with their comma and full stop: two. */
const wide = String.raw`\u3001\u3002\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff`;
const isPlain = new RegExp(`^[${narrow}${wide}]*$`);
const eachWide = new RegExp(`[${wide}]`, 'g');

/**
 * Columns of a terminal that a text takes. What no accent, emoji or other script is in is counted here: the package
 * compiles a pattern of all emoji for its first text, and most runs of the program have none.
 */
export function textWidth(text: string): number {
  return isPlain.test(text) ? text.length + (text.match(eachWide)?.length ?? 0) : stringWidth(text);
}
