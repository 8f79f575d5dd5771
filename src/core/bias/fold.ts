/** What folding leaves as it is: most of what is asked about. */
const FOLDED = /^[\0-@[-^`-~]*$/;

/**
 * Folds a text so that a literal is found however it is written, one UTF-16 unit to one: letter case, full-width Latin
 * letters and digits, curly apostrophes, typographic hyphens and dashes as long as one, and `_` between letters as tag lists
 * write a space. Units whose lower case has another length stay, so that every offset stays.
 */
export function fold(text: string): string {
  if (FOLDED.test(text)) return text;
  const plain = text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u2010-\u2013\u2212\ufe63]/g, '-')
    .replace(/(?<=\p{L})_(?=\p{L})/gu, ' ');
  const lower = plain.toLowerCase();
  return lower.length === plain.length
    ? lower
    : plain.replace(/./gsu, (char) =>
        char.toLowerCase().length === char.length ? char.toLowerCase() : char,
      );
}
