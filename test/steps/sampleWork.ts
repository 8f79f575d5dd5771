/** Work of known growth, for the meter's own tests. */

export function linear(length: number): number {
  let words = 0;
  for (const match of 'a word '.repeat(length).matchAll(/\w+/g)) words += match[0].length;
  return words;
}

export function loops(length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) for (let j = 0; j < length; j++) sum += i ^ j;
  return sum;
}

export function searches(length: number): number {
  const text = 'a'.repeat(length);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += text.lastIndexOf('b', i);
  return sum;
}

export function looksUp(length: number): number {
  const list = Array.from({ length }, (_, i) => i);
  return list.filter((_, i) => list.includes(-i - 1)).length;
}

export function tries(length: number): boolean {
  return /\s+$/.test(`${' '.repeat(length)}a`);
}

export function spreads(length: number): number {
  let list: number[] = [];
  for (let i = 0; i < length; i++) list = [...list, i];
  return list.length;
}

export function copies(length: number): number {
  const text = 'a'.repeat(length);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += Array.from(text).length;
  return sum;
}

export function collects(length: number): number {
  const list = Array.from({ length }, (_, i) => i);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += new Set(list).size;
  return sum;
}

export function merges(length: number): number {
  const map = new Map(Array.from({ length }, (_, i) => [i, i]));
  let sum = 0;
  for (let i = 0; i < length; i++) sum += new Map(map).size;
  return sum;
}
