import { isRecord, type Guard } from '../rpc';

/** Guards of fields: every message is checked on arrival, since a restored panel may be older than its host. */

const maxItems = 100_000;
const maxText = 1_000_000;

export const isText: Guard<string> = (value): value is string =>
  typeof value === 'string' && value.length <= maxText;
/** Messages travel as JSON, which makes null of Infinity and NaN. */
export const isNumber: Guard<number> = (value): value is number => Number.isFinite(value);
export const isBoolean: Guard<boolean> = (value): value is boolean => typeof value === 'boolean';
export const isIndex: Guard<number> = (value): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

export function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

export function list<T>(guard: Guard<T>, max = maxItems): Guard<readonly T[]> {
  return (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= max && Array.from<unknown>(value).every(guard);
}

export function oneOf<T extends string>(...values: readonly T[]): Guard<T> {
  return (value): value is T => values.includes(value as T);
}

/** A guard per field; a forgotten field is an error of compilation. */
export function record<T extends object>(fields: {
  readonly [K in keyof Required<T>]: Guard<T[K]>;
}): Guard<T> {
  const entries = Object.entries(fields) as [string, Guard<unknown>][];
  return (value): value is T => isRecord(value) && entries.every(([key, guard]) => guard(value[key]));
}

export const isKind = <K extends string>(kind: K): Guard<K> => oneOf(kind);

/** A guard for each kind of message; a forgotten kind is an error of compilation. */
export type GuardsOf<M extends { readonly kind: string }> = {
  readonly [K in M['kind']]: Guard<Extract<M, { kind: K }>>;
};
