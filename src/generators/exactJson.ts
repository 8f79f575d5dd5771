import { parseLooseJson } from '../core/infotext/looseJson';

/** JSON whose whole numbers beyond 2^53 are exact. */
export type ExactJson = string | number | bigint | boolean | null | readonly ExactJson[] | ExactJsonObject;
export interface ExactJsonObject {
  readonly [name: string]: ExactJson | undefined;
}

/**
 * Parses JSON as generators and their users write it, `NaN` as null; numbers that JavaScript would round are bigints.
 * @returns undefined where it is no JSON, or nested too deeply
 */
export function parseExactJson(text: string): ExactJson | undefined {
  // A sign that the text does not hold, so that no string is taken for a number.
  let mark = '#';
  while (text.includes(mark)) mark += '#';
  const parsed = parseLooseJson(text, (digits) => `"${mark}${digits}"`) as ExactJson | undefined;
  return parsed === undefined ? undefined : exact(parsed, mark);
}

function exact(value: ExactJson, mark: string): ExactJson {
  if (typeof value === 'string') return numberOf(value, mark) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: ExactJson) => exact(item, mark));
  // Not by assignment: `__proto__` is a name like any other.
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, exact(item as ExactJson, mark)]),
  );
}

function numberOf(text: string, mark: string): bigint | undefined {
  const digits = text.startsWith(mark) ? text.slice(mark.length) : '';
  return /^-?\d{16,}$/.test(digits) ? BigInt(digits) : undefined;
}

/** Writes JSON; a bigint as its digits. What is undefined is left out. */
export function writeExactJson(value: ExactJson): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: ExactJson) => writeExactJson(item)).join(',')}]`;
  const members = Object.entries(value as ExactJsonObject).flatMap(([name, item]) =>
    item === undefined ? [] : [`${JSON.stringify(name)}:${writeExactJson(item)}`],
  );
  return `{${members.join(',')}}`;
}
