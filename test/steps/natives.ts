import { runInContext, type Context } from 'node:vm';
import { backtracks } from './backtracks';

export interface NativeMeter {
  /** Units since the last call. */
  take(): number;
}

type Native = (this: never, ...given: unknown[]) => unknown;
/** What a call went through. */
type Cost<Self> = (self: Self, result: never, given: readonly unknown[]) => number;

const lengthOf = (self: { readonly length: number }): number => self.length;
const resultLength = (_: unknown, result: { readonly length: number }): number => result.length;
const toResult = (
  self: { readonly length: number },
  result: number,
  [, from = 0]: readonly unknown[],
): number => (result < 0 ? self.length : result) - Number(from);
const cutOff = (self: string, result: string): number => self.length - result.length;

const strings: Readonly<Record<string, Cost<string>>> = {
  indexOf: toResult,
  lastIndexOf: (self, result: number, [, from = Infinity]) =>
    Math.min(Number(from), self.length) - Math.max(result, 0),
  includes: (self, result: boolean, [what]) => (result ? self.indexOf(String(what)) : self.length),
  toLowerCase: lengthOf,
  toUpperCase: lengthOf,
  normalize: lengthOf,
  repeat: lengthOf,
  trim: cutOff,
  trimStart: cutOff,
  trimEnd: cutOff,
  split: (self, _, [by]) => (typeof by === 'string' ? self.length : 0),
};

const arrays: Readonly<Record<string, Cost<readonly unknown[]>>> = {
  indexOf: toResult,
  includes: lengthOf,
  slice: resultLength,
  concat: resultLength,
  join: lengthOf,
  splice: lengthOf,
  unshift: lengthOf,
  sort: lengthOf,
  reverse: lengthOf,
  fill: lengthOf,
};

/** Of arrays, sets, maps and strings. */
const iteratorPrototypes =
  '[[].values(), new Set().values(), new Map().entries(), ""[Symbol.iterator]()].map(Object.getPrototypeOf)';

/** Makes the built-in functions of a context count what they go through. */
export function meterNatives(context: Context): NativeMeter {
  let units = 0;
  const meter = <Self>(
    prototype: Record<string, Native>,
    costs: Readonly<Record<string, Cost<Self>>>,
  ): void => {
    for (const [name, cost] of Object.entries(costs)) {
      const native = prototype[name]!;
      prototype[name] = function (this: never, ...given) {
        const result = native.apply(this, given);
        units += 1 + Math.max(0, cost(this, result as never, given));
        return result;
      };
    }
  };
  const prototypes = runInContext('({ String, Array, RegExp })', context) as Record<
    'String' | 'Array' | 'RegExp',
    { readonly prototype: Record<string, Native> }
  >;
  meter(prototypes.String.prototype, strings);
  meter(prototypes.Array.prototype, arrays);
  // Spreading, `Array.from` and `new Set` go through these, once they are not the built-in ones.
  const iterators = runInContext(iteratorPrototypes, context) as Record<'next', Native>[];
  for (const iterator of iterators) {
    const { next } = iterator;
    iterator.next = function (this: never) {
      units++;
      return next.call(this);
    };
  }
  // All that regular expressions do goes through `exec`, once it is not the built-in one.
  const exec = prototypes.RegExp.prototype.exec!;
  prototypes.RegExp.prototype.exec = function (this: RegExp, text: string) {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    const result = exec.call(this as never, text as never) as RegExpExecArray | null;
    const end = result ? result.index + result[0].length : this.sticky ? from : String(text).length;
    units += 1 + Math.max(0, end - from) + backtracks(this, String(text), from, end);
    return result;
  } as Native;
  return {
    take: () => {
      const taken = units;
      units = 0;
      return taken;
    },
  };
}
