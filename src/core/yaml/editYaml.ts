import { isScalar, isSeq, stringify, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Replacement } from './replacement';

/**
 * Edits of a YAML text at their place: comments, quoting, order and line ends of the rest stay. What they make must be read
 * back, because a text may be shaped in ways that these do not know.
 */

/** A key of a mapping and what stands after it. */
export interface Entry {
  readonly value: Node | null;
  /** Just after the colon. */
  readonly colon: number;
}

/** The first entry with this key. */
export function entryOf(yaml: string, map: YAMLMap, key: string): Entry | undefined {
  const pair = map.items.find((each) => isScalar(each.key) && each.key.value === key);
  if (!pair) return undefined;
  const colon = yaml.indexOf(':', rangeOf(pair.key)[1]) + 1;
  return colon > 0 ? { value: pair.value as Node | null, colon } : undefined;
}

export function isNothing(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

/** The mapping with one more entry, before all others. */
export function prependEntry(
  yaml: string,
  map: YAMLMap,
  written: string,
  eol: string,
): Replacement | undefined {
  const [start] = rangeOf(map);
  if (map.flow) {
    if (map.items.length === 0) return insertion(start + 1, written);
    return insertion(start + 1, yaml[start + 1] === ' ' ? ` ${written},` : `${written}, `);
  }
  const line = lineStart(yaml, start);
  const indent = yaml.slice(line, start);
  if (indent.trim() !== '') return undefined;
  return insertion(line, indent + written + eol);
}

/** The list after a key with more items. A single value becomes a list; where there is no value, a list is made. */
export function appendItems(
  yaml: string,
  { value, colon }: Entry,
  items: readonly string[],
  eol: string,
): Replacement | undefined {
  if (isSeq(value)) return value.flow ? appendFlow(value, items) : appendBlock(yaml, value, items, eol);
  if (isNothing(value)) {
    const [start, end] = rangeOf(value);
    // `~` or `null`, or nothing at all.
    if (end > start) return { start, end, text: `[${flowItems(items)}]` };
    return insertion(colon, ` [${flowItems(items)}]`);
  }
  if (!isScalar(value)) return undefined;
  const [start, after] = rangeOf(value);
  let end = after; // that of a text over several lines (`|`) takes the last line break along
  while (end > start && isSpace(yaml[end - 1])) end--;
  return { start, end, text: `[${flowItems([String(value.value), ...items])}]` };
}

function appendFlow(list: YAMLSeq, items: readonly string[]): Replacement {
  const last = list.items.at(-1);
  if (!last) return insertion(rangeOf(list)[0] + 1, flowItems(items));
  return insertion(rangeOf(last)[1], `, ${flowItems(items)}`);
}

function appendBlock(
  yaml: string,
  list: YAMLSeq,
  items: readonly string[],
  eol: string,
): Replacement | undefined {
  const last = list.items.at(-1);
  if (!last) return undefined;
  const [start, end] = rangeOf(last);
  const line = lineStart(yaml, start);
  const dash =
    /^[ \t]*-[ \t]+/.exec(yaml.slice(line, start))?.[0] ??
    `${' '.repeat(rangeOf(list)[0] - lineStart(yaml, rangeOf(list)[0]))}- `;
  return insertion(lineEnd(yaml, end), items.map((item) => eol + dash + blockItem(item)).join(''));
}

/** The whole value after a key written anew, as a list. */
export function replaceList(
  yaml: string,
  { value, colon }: Entry,
  items: readonly string[],
): Replacement | undefined {
  const written = `[${flowItems(items)}]`;
  if (value === null) return insertion(colon, ` ${written}`);
  const [start, after] = rangeOf(value);
  const last = isSeq(value) && !value.flow ? value.items.at(-1) : undefined;
  let end = last ? rangeOf(last)[1] : after;
  while (end > start && isSpace(yaml[end - 1])) end--;
  // In a block, a flow list must not begin where the key does.
  return { start, end, text: lineStart(yaml, start) === start ? ` ${written}` : written };
}

/** The list after a key without some of its items. */
export function removeItems(
  yaml: string,
  list: YAMLSeq,
  colon: number,
  gone: ReadonlySet<number>,
): Replacement[] | undefined {
  if (list.flow)
    return removeFlow(yaml, { items: list.items.map((each) => rangeOf(each)), end: rangeOf(list)[1] }, gone);
  const lines = [...gone].map((index) => {
    const [start, end] = rangeOf(list.items[index]);
    return { start: lineStart(yaml, start), end: afterLine(yaml, end), text: '' };
  });
  return gone.size === list.items.length ? [insertion(colon, ' []'), ...lines] : lines;
}

/** The mapping without a key and what stands after it: in a block with its lines, and what is remarked on them. */
export function removeKey(yaml: string, map: YAMLMap, key: string): Replacement[] | undefined {
  const index = map.items.findIndex((each) => isScalar(each.key) && each.key.value === key);
  if (index < 0) return [];
  const places = map.items.map((each): readonly [number, number] => {
    const [start, after] = rangeOf(each.key);
    let end = Math.max(after, rangeOf(each.value)[1]);
    while (end > start && isSpace(yaml[end - 1])) end--;
    return [start, end];
  });
  if (map.flow) return removeFlow(yaml, { items: places, end: rangeOf(map)[1] }, new Set([index]));
  const [start, end] = places[index]!;
  return [{ start: lineStart(yaml, start), end: afterLine(yaml, end), text: '' }];
}

/** An item goes with the comma after it; after the last that stays, each goes with the comma before it. */
function removeFlow(
  yaml: string,
  list: { readonly items: readonly (readonly [start: number, end: number])[]; readonly end: number },
  gone: ReadonlySet<number>,
): Replacement[] | undefined {
  const cuts: Replacement[] = [];
  const { items } = list;
  const lastKept = items.findLastIndex((_, index) => !gone.has(index));
  for (const index of gone) {
    const [start, end] = items[index]!;
    if (index < lastKept) {
      const comma = commaAfter(yaml, end, items[index + 1]![0]);
      if (comma === undefined) return undefined;
      cuts.push({ start, end: afterBlanks(yaml, comma + 1), text: '' });
      continue;
    }
    if (index > 0) {
      const comma = commaAfter(yaml, items[index - 1]![1], start);
      if (comma === undefined) return undefined;
      cuts.push({ start: comma, end: comma + 1, text: '' });
      cuts.push({ start: Math.max(comma + 1, beforeBlanks(yaml, start)), end, text: '' });
    } else {
      cuts.push({ start, end, text: '' });
    }
    const trailing = lastKept < 0 && index === items.length - 1 ? commaAfter(yaml, end, list.end) : undefined;
    if (trailing !== undefined) cuts.push({ start: trailing, end: trailing + 1, text: '' });
  }
  return cuts;
}

/** The comma that ends a flow item, past comments and line ends. */
function commaAfter(yaml: string, from: number, before: number): number | undefined {
  for (let at = from; at < before; at++) {
    if (yaml[at] === ',') return at;
    if (yaml[at] === '#' && at > from) at = lineEnd(yaml, at);
    else if (!isSpace(yaml[at])) return undefined;
  }
  return undefined;
}

/** Items as they stand between the brackets of a flow list, quoted where YAML asks for it. */
export function flowItems(items: readonly string[]): string {
  return items
    .map(
      (item) =>
        onOneLine(item) ??
        stringify([item], { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false })
          .trimEnd()
          .slice(1, -1),
    )
    .join(', ');
}

function blockItem(item: string): string {
  return onOneLine(item) ?? stringify(item, { lineWidth: 0 }).trimEnd();
}

/** Names of files may hold line breaks, which would spread an item over lines whose indentation means something. */
function onOneLine(item: string): string | undefined {
  return /[\n\r\u0085\u2028\u2029]/.test(item) ? JSON.stringify(item) : undefined;
}

/** From the first character of a node to after its last; nothing where it has none. */
export function rangeOf(node: unknown): readonly [start: number, end: number] {
  const range = (node as Node | null | undefined)?.range;
  return range ? [range[0], range[1]] : [0, 0];
}

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !isLineBreak(text[at - 1])) at--;
  return at;
}

/** Before the characters that end the line. */
export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !isLineBreak(text[at])) at++;
  return at;
}

function afterLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return Math.min(text.length, end + (text.startsWith('\r\n', end) ? 2 : 1));
}

function afterBlanks(text: string, offset: number): number {
  let at = offset;
  while (isBlank(text[at])) at++;
  return at;
}

function beforeBlanks(text: string, offset: number): number {
  let at = offset;
  while (isBlank(text[at - 1])) at--;
  return at;
}

function isLineBreak(sign: string | undefined): boolean {
  return sign === '\n' || sign === '\r';
}

function isBlank(sign: string | undefined): boolean {
  return sign === ' ' || sign === '\t';
}

function isSpace(sign: string | undefined): boolean {
  return isBlank(sign) || isLineBreak(sign);
}

export function insertion(at: number, text: string): Replacement {
  return { start: at, end: at, text };
}

/** The line end that a text has first. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n/.exec(text)?.[0] ?? '\n';
}
