/** Numbers as the panel writes them: the same digits everywhere, so that columns align and tables can be compared. */

/** 0.3127 → "31.3 %". Below 1 % with one more digit: among hundreds of prompts every share is small. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.005) return '<0.01\u202f%';
  return `${value.toFixed(value < 0.995 && value > 0 ? 2 : 1)}\u202f%`;
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
