/** What stands before a caret below `expect:`, read by lines: what is being typed is seldom whole YAML. */
export type ExpectPlace =
  /** Where a key of an expectation goes; `present` are those that its item has besides. */
  | {
      readonly kind: 'expect-key';
      readonly typed: string;
      readonly tail: RegExp;
      readonly present: readonly string[];
    }
  /** The value of a key; `spell` is the one that the item names, if any. */
  | {
      readonly kind: 'expect-value';
      readonly key: string;
      readonly typed: string;
      readonly quoted: boolean;
      readonly tail: RegExp;
      readonly spell?: string;
    };

/** An item has few lines; keeps a hostile block from costing time. */
const mostLines = 20;

/**
 * @param before the caret's line up to it
 * @param above the lines above it, of the block
 * @param below the lines below it, of the block
 */
export function expectPlace(
  before: string,
  above: readonly string[],
  below: readonly string[],
): ExpectPlace | undefined {
  // `expect:` itself, or what belongs to it: indented, or a list item.
  const own = before.replace(/^expect:\s*/, '');
  const item = /^\s*(?:-\s+|-$)?/.exec(own)![0];
  // Within `{ … }` only what is after the last comma or brace is being written.
  const inBraces = own.lastIndexOf('{') > own.lastIndexOf('}');
  const from = inBraces ? Math.max(own.lastIndexOf('{'), lastCommaOf(own)) + 1 : item.length;
  const part = own.slice(from).trimStart();
  const around = inBraces ? own.slice(own.lastIndexOf('{') + 1, from) : '';
  const others = inBraces ? keysIn(around) : keysAround(item, above, below);
  const value = /^([\w-]+):(?:\s+|$)(.*)$/.exec(part);
  if (!value) {
    if (!/^[\w-]*$/.test(part)) return undefined;
    return { kind: 'expect-key', typed: part, tail: /^[\w-]*/, present: [...others.keys()] };
  }
  const [, key, written] = value;
  if (!/:\s/.test(part)) return undefined; // no blank after the colon yet: YAML would take all of it for one word
  const spell = key === 'spell' ? undefined : others.get('spell');
  return { kind: 'expect-value', key: key!, ...valueIn(written!), ...(spell && { spell }) };
}

/** The last comma that is in no list. */
function lastCommaOf(text: string): number {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ']') depth++;
    else if (text[at] === '[') depth--;
    else if (text[at] === ',' && depth === 0) return at;
  }
  return -1;
}

function valueIn(written: string): {
  readonly typed: string;
  readonly quoted: boolean;
  readonly tail: RegExp;
} {
  for (const quote of ['"', "'"]) {
    const parts = written.split(quote);
    if (parts.length % 2 === 0) {
      return { typed: parts.at(-1)!, quoted: true, tail: quote === '"' ? /^[^"]*/ : /^[^']*/ };
    }
  }
  const start = written.startsWith('[')
    ? Math.max(written.lastIndexOf('['), written.lastIndexOf(',')) + 1
    : 0;
  return { typed: written.slice(start).trimStart(), quoted: false, tail: /^[^\s,[\]{}]*/ };
}

/** The keys of the other lines of an item in block style, with their values. */
function keysAround(
  item: string,
  above: readonly string[],
  below: readonly string[],
): ReadonlyMap<string, string> {
  const begins = item.includes('-');
  const lines: string[] = [];
  if (!begins) {
    for (const line of above.slice(-mostLines).reverse()) {
      if (!/^\s/.test(line) && !line.startsWith('-')) break;
      lines.push(line);
      if (/^\s*-/.test(line)) break;
    }
  }
  for (const line of below.slice(0, mostLines)) {
    if (!/^\s+\S/.test(line) || /^\s*-/.test(line)) break;
    lines.push(line);
  }
  return keysIn(lines.map((line) => line.replace(/^\s*(?:-\s+)?/, '')).join('\n'));
}

function keysIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of text.split(/[\n,]/)) {
    const [, key, value] = /^\s*([\w-]+):\s+(.*)$/.exec(part) ?? [];
    if (key !== undefined) found.set(key, value!.trim().replace(/^(["'])(.*)\1$/, '$2'));
  }
  return found;
}
