/** Longer than any tokeniser's, and short enough for what rewrites it. */
const longestPattern = 2000;
/** Ways to match what stands before a repetition; each is tried at every place of a text. */
const mostPaths = 64;
const mostRepeats = 32;
const deepestGroup = 8;

/** Escapes that are one character of a text; `\p{…}`, `\x…` and `\u…` are read by themselves. */
const characterEscapes = new Set('sSdDwWhHnrtfvae');
/** Escapes that are a place between two characters. */
const placeEscapes = new Set('AbB');

/** What a part of a pattern can match. */
interface Part {
  /** Any number of characters. */
  readonly isOpen: boolean;
  /** Nothing, too. */
  readonly isOptional: boolean;
  /** One character, always. */
  readonly isCharacter: boolean;
  /** In how many ways it may have to be tried. */
  readonly paths: number;
}

class NotLinear extends Error {}

/**
 * Whether a tokeniser's regular expression takes a time in proportion to the text, whatever the text: patterns come with
 * checkpoints, and the engine that runs them tries all ways to match, of which there may be exponentially many. Held to
 * the form of those that tokenisers have: alternatives that take a few characters, then any number of one kind, and then
 * nothing that could fail; so there is never a way back to try. What has another form may be linear all the same, and
 * is refused.
 * @param pattern in the syntax of Oniguruma, as `tokenizer.json` holds it
 */
export function isLinearPattern(pattern: string): boolean {
  if (pattern.length > longestPattern) return false;
  try {
    const reader = new Reader(pattern);
    reader.alternatives(0);
    return reader.isAtEnd;
  } catch (error) {
    if (error instanceof NotLinear) return false;
    throw error;
  }
}

class Reader {
  #at = 0;

  constructor(private readonly pattern: string) {}

  get isAtEnd(): boolean {
    return this.#at === this.pattern.length;
  }

  alternatives(depth: number): Part {
    if (depth > deepestGroup) throw new NotLinear();
    const parts = [this.#sequence(depth)];
    while (this.#take('|')) parts.push(this.#sequence(depth));
    return {
      isOpen: parts.some(({ isOpen }) => isOpen),
      isOptional: parts.some(({ isOptional }) => isOptional),
      isCharacter: parts.every(({ isCharacter }) => isCharacter) && parts.length === 1,
      paths: bounded(parts.reduce((sum, { paths }) => sum + paths, 0)),
    };
  }

  #sequence(depth: number): Part {
    const items: Part[] = [];
    let isOpen = false;
    let paths = 1;
    while (!this.isAtEnd && !/[|)]/.test(this.#next)) {
      const start = this.#at;
      const item = this.#item(depth);
      // Once any number is taken, what may fail would send it back to take fewer.
      if (isOpen && !item.isOptional) throw new NotLinear();
      items.push(item);
      paths = bounded(paths * item.paths);
      isOpen ||= item.isOpen;
      // Blanks up to the last before a word: one step back at most.
      if (this.pattern.startsWith('\\s+(?!\\S)', start)) this.#at = start + '\\s+(?!\\S)'.length;
    }
    return {
      isOpen,
      isOptional: items.every(({ isOptional }) => isOptional),
      isCharacter: items.length === 1 && items[0]!.isCharacter,
      paths,
    };
  }

  #item(depth: number): Part {
    const atom = this.#atom(depth);
    const repeats = this.#repeats();
    if (!repeats) return atom;
    const [least, most] = repeats;
    if (least === 0 && most === 1 && !atom.isOpen)
      return { ...atom, isOptional: true, isCharacter: false, paths: bounded(atom.paths + 1) };
    if (!atom.isCharacter || least > mostRepeats) throw new NotLinear();
    return { isOpen: most !== least, isOptional: least === 0, isCharacter: false, paths: 1 };
  }

  #atom(depth: number): Part {
    const character = this.#next;
    this.#at += character.length;
    if (character === '[') this.#class();
    else if (character === '\\') return this.#escape();
    else if (character === '(') return this.#group(depth);
    else if (character === '^') return place;
    else if (/[$*+?{}\])]/.test(character)) throw new NotLinear();
    return oneCharacter;
  }

  #group(depth: number): Part {
    // A look ahead or behind, a name, a condition or a call begins with a question mark too.
    if (this.#next === '?' && !this.#take('?:') && !this.#take('?i:')) throw new NotLinear();
    const inner = this.alternatives(depth + 1);
    if (!this.#take(')')) throw new NotLinear();
    return inner;
  }

  #escape(): Part {
    const rest = this.pattern.slice(this.#at, this.#at + 40);
    const long = /^(?:[pP]\{\^?[\w=:-]+\}|x\{[0-9A-Fa-f]{1,6}\}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})/.exec(rest);
    const [escaped] = long ?? [this.#next];
    this.#at += escaped.length;
    if (long || characterEscapes.has(escaped) || /^[^\p{L}\p{N}]$/u.test(escaped)) return oneCharacter;
    if (placeEscapes.has(escaped)) return place;
    throw new NotLinear();
  }

  /** One of a set, which may hold others. */
  #class(): void {
    let depth = 1;
    this.#take('^');
    this.#take(']'); // the first one is a member
    while (depth > 0) {
      if (this.isAtEnd) throw new NotLinear();
      const character = this.#next;
      this.#at += character.length;
      if (character === '\\') this.#at += this.#next.length;
      else if (character === '[') depth++;
      else if (character === ']') depth--;
    }
  }

  #repeats(): readonly [least: number, most: number] | undefined {
    const found = /^(?:[*+?]|\{(\d{1,4})?(,)?(\d{1,4})?\})/.exec(this.pattern.slice(this.#at, this.#at + 16));
    if (!found) return undefined;
    const [text, least, comma, most] = found;
    this.#at += text.length;
    // Lazy and possessive ones, and repeated repeats.
    if (/[*+?{]/.test(this.#next)) throw new NotLinear();
    if (text === '*') return [0, Infinity];
    if (text === '+') return [1, Infinity];
    if (text === '?') return [0, 1];
    if (least === undefined && most === undefined) throw new NotLinear();
    const from = Number(least ?? 0);
    return [from, comma === undefined ? from : Number(most ?? Infinity)];
  }

  /** The next character; empty at the end. */
  get #next(): string {
    const code = this.pattern.codePointAt(this.#at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  #take(text: string): boolean {
    if (!this.pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}

const oneCharacter: Part = { isOpen: false, isOptional: false, isCharacter: true, paths: 1 };
const place: Part = { isOpen: false, isOptional: false, isCharacter: false, paths: 1 };

function bounded(paths: number): number {
  if (paths > mostPaths) throw new NotLinear();
  return paths;
}
