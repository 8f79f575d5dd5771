/** Any number of characters, and any one. */
const STAR = 'star';
const ANY = 'any';

/** One character of several: `[a-z]`, `[!a-z]`. */
interface CharacterClass {
  readonly isNegated: boolean;
  /** Pairs of code points, both included. */
  readonly ranges: readonly (readonly [number, number])[];
}

/** A code point stands for itself. */
type Element = typeof STAR | typeof ANY | CharacterClass | number;

/** Counts what matching takes, so that it can be ended. */
export interface StepCount {
  steps: number;
}

/** For comparing: no case, and composed, because some disks keep `é` in two parts. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/**
 * A pattern for one name without `/`: `*`, `?`, `[a-z]`, `[!a]`; everything else means itself, in either case. A name that
 * starts with a dot needs a dot at the start of its pattern. Matching goes back to the last star only, so it takes at most
 * as many steps as the name has characters times those of the pattern.
 */
export class NamePattern {
  readonly #elements: readonly Element[];
  /** No shorter name matches. */
  readonly #shortest: number;
  readonly #isDotted: boolean;
  /** Whether it may match more than one name, but for their case. */
  readonly isDynamic: boolean;

  constructor(source: string) {
    this.#elements = elementsOf(Array.from(fold(source), (character) => character.codePointAt(0)!));
    this.#shortest = this.#elements.filter((element) => element !== STAR).length;
    this.#isDotted = source.startsWith('.');
    this.isDynamic = this.#elements.some((element) => typeof element !== 'number');
  }

  matches(name: string, count: StepCount): boolean {
    count.steps += 1 + name.length;
    if (name.startsWith('.') && !this.#isDotted) return false;
    const elements = this.#elements;
    const text = fold(name);
    if (text.length < this.#shortest) return false;
    let element = 0;
    /** The last star that was met, and how far it reaches. */
    let star = -1;
    let reach = 0;
    for (let at = 0; at < text.length;) {
      const wanted = elements[element];
      count.steps += stepsOf(wanted);
      const character = text.codePointAt(at)!;
      if (wanted === STAR) {
        star = element++;
        reach = at;
      } else if (wanted !== undefined && isOne(wanted, character)) {
        element++;
        at += unitsOf(character);
      } else if (star >= 0) {
        element = star + 1;
        at = reach += unitsOf(text.codePointAt(reach)!);
      } else return false;
    }
    while (elements[element] === STAR) element++;
    return element === elements.length;
  }
}

function unitsOf(codePoint: number): number {
  return codePoint > 0xffff ? 2 : 1;
}

/** A class may have as many ranges as a pattern has characters. */
function stepsOf(element: Element | undefined): number {
  return typeof element === 'object' ? 1 + element.ranges.length : 1;
}

function isOne(element: Exclude<Element, typeof STAR>, character: number): boolean {
  if (element === ANY) return true;
  if (typeof element === 'number') return element === character;
  const isIn = element.ranges.some(([first, last]) => first <= character && character <= last);
  return isIn !== element.isNegated;
}

const [star, any, open, close, dash, bang, caret] = Array.from('*?[]-!^', (sign) => sign.charCodeAt(0));

function elementsOf(pattern: readonly number[]): Element[] {
  const elements: Element[] = [];
  // Looked for once: a pattern of nothing but `[` would be read to its end for each.
  const lastClose = pattern.lastIndexOf(close!);
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === star) {
      if (elements.at(-1) !== STAR) elements.push(STAR);
    } else if (character === any) elements.push(ANY);
    else if (character === open && at < lastClose) {
      const read = classAt(pattern, at);
      elements.push(read?.element ?? character);
      at = read?.end ?? at;
    } else elements.push(character);
  }
  return elements;
}

/** The class that opens at a place; undefined when it does not close. A `]` that comes first in it is one of its characters. */
function classAt(
  pattern: readonly number[],
  start: number,
): { readonly element: CharacterClass; readonly end: number } | undefined {
  let at = start + 1;
  const isNegated = pattern[at] === bang || pattern[at] === caret;
  if (isNegated) at++;
  const end = pattern.indexOf(close!, at + 1);
  if (end < 0) return undefined;
  const ranges: (readonly [number, number])[] = [];
  while (at < end) {
    const first = pattern[at]!;
    const isRange = pattern[at + 1] === dash && at + 2 < end;
    ranges.push([first, isRange ? pattern[at + 2]! : first]);
    at += isRange ? 3 : 1;
  }
  return { element: { isNegated, ranges }, end };
}
