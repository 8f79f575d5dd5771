/** Numbers as people read them: the same digits and signs wherever they stand. */

/** 0.3127 → "31.3 %"; below 1 % with one more digit, as among hundreds of prompts every share is small. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.005) return '<0.01 %';
  return `${value.toFixed(value < 0.995 && value > 0 ? 2 : 1)} %`;
}

/** An interval of shares, in whole percents, as few pictures allow no more: `57 … 100 %`. */
export function shareInterval({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${Math.round(low * 100)} … ${Math.round(high * 100)} %`;
}

/** A share among few, in whole percents. */
export function roundPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A change of a share in percentage points, with its sign: 0.031 → "+3.1". */
export function signedPercent(change: number): string {
  const text = (change * 100).toFixed(1);
  if (Number(text) === 0) return '±0.0';
  return change > 0 ? `+${text}` : withMinus(text);
}

/** How many times as much: 2.314 → "2.3". */
export function times(ratio: number): string {
  return ratio.toFixed(1);
}

/** Four digits: neighbouring prompts differ in the third. */
export function cosine(value: number): string {
  return withMinus(value.toFixed(4));
}

/** A difference of cosines, always with its sign. */
export function difference(value: number): string {
  const text = value.toFixed(4);
  if (Number(text) === 0) return '±0.0000';
  return value > 0 ? `+${text}` : withMinus(text);
}

/** A difference of cosines in hundredths, with its sign: 0.0699 → "+6.99". */
export function hundredths(value: number): string {
  const text = (value * 100).toFixed(2);
  if (Number(text) === 0) return '±0.00';
  return value > 0 ? `+${text}` : withMinus(text);
}

/** A cosine in hundredths, without a sign above 0. */
export function plainHundredths(value: number): string {
  return withMinus((value * 100).toFixed(2));
}

/** An interval of differences: `−0.0312 … −0.0040`. */
export function differenceInterval({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${difference(low)} … ${difference(high)}`;
}

/** How far something is behind the first, with its interval where there is one; nothing for the first itself. */
export function behindText(
  behind: { readonly difference: number; readonly interval?: { low: number; high: number } } | undefined,
): string {
  if (behind === undefined) return '';
  const { interval } = behind;
  return difference(behind.difference) + (interval ? ` (${differenceInterval(interval)})` : '');
}

/** The rank that something has beyond doubt, or those that it may have: `2`, `1–3`. */
export function rankText(
  rank: number,
  ranks: { readonly first: number; readonly last: number } | undefined,
): string {
  if (ranks === undefined || ranks.first === ranks.last) return String(rank);
  return `${ranks.first}–${ranks.last}`;
}

/** A number of logits beside others, with its sign: 3.42 → "+3.4". */
export function logits(value: number): string {
  const text = value.toFixed(1);
  if (Number(text) === 0) return '±0.0';
  return value > 0 ? `+${text}` : withMinus(text);
}

/** A lean, as in a sentence. */
export function leanText(value: number): string {
  const text = value.toFixed(2);
  return Number(text) === 0 ? '0.00' : withMinus(text);
}

/** A lean beside others, with its sign, as 0 is in the middle of them. */
export function signedLeanText(value: number): string {
  const text = leanText(value);
  return Number(text) > 0 ? `+${text}` : text;
}

/** A count that may be too large to have been counted. */
export function count(value: number, endless: string): string {
  return Number.isFinite(value) ? value.toLocaleString('en-US') : endless;
}

/** A true minus: a hyphen is too short beside digits. */
function withMinus(text: string): string {
  return text.replace('-', '\u2212');
}
