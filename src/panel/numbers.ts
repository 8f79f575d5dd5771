/** Numbers as the panel writes them: the same digits everywhere, so that columns align and tables can be compared. */

/** 0.3127 → "31.3 %"; very small shares keep a digit that tells them from none. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.05) return '<0.1\u202f%';
  return `${value.toFixed(1)}\u202f%`;
}

/** Four digits: neighbouring prompts differ in the third. */
export function cosine(value: number): string {
  return signed(value.toFixed(4));
}

/** A difference, always with its sign. */
export function difference(value: number): string {
  const text = value.toFixed(4);
  if (Number(text) === 0) return '±0.0000';
  return value > 0 ? `+${text}` : signed(text);
}

/** A true minus: a hyphen is too short beside digits. */
function signed(text: string): string {
  return text.replace('-', '\u2212');
}

/** Enough of a hash to tell checkpoints apart by eye. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}

/** A count that may be too large to have been counted. */
export function count(value: number, endless: string): string {
  return Number.isFinite(value) ? value.toLocaleString('en-US') : endless;
}

/** A difference of shares, always with its sign. */
export function percentDifference(value: number): string {
  const text = (100 * value).toFixed(1);
  if (Number(text) === 0) return '±0.0\u202f%';
  return `${value > 0 ? '+' : ''}${signed(text)}\u202f%`;
}
