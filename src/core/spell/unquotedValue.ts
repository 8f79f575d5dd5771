import { isAlias, isCollection, isScalar, type Node } from 'yaml';
import type { Span } from './spell';

/** Signs that YAML keeps for itself at the beginning of a text. */
const RESERVED = /^[@`%]/;

/**
 * Where a value stands that was meant as text, but has signs of YAML's own (`*.png` is an alias, `!x.png` a tag,
 * `{a,b}.png` and `a photo: {}` are mappings): the whole of it as somebody would read it. Undefined for what YAML reads as it was meant.
 * @param yaml the text of the block
 * @param wrong where YAML is not valid; brackets are text only where it is not
 * @param inList whether the value is one of a list in brackets, where a comma ends it
 */
export function unquotedValue(
  yaml: string,
  node: Node,
  wrong: readonly Span[],
  inList: boolean,
): Span | undefined {
  const from = node.range?.[0] ?? 0;
  const isTagged = node.tag?.startsWith('!') === true;
  if (!isTagged && isScalar(node) && !RESERVED.test(yaml.slice(from, from + 1))) return undefined;
  if (isAlias(node) && node.source !== '' && yaml.includes(`&${node.source}`)) return undefined;
  const start = isTagged ? yaml.lastIndexOf('!', from) : from;
  const span = { start, end: endOf(yaml, start, inList) };
  if (!isCollection(node)) return span;
  const isBroken = wrong.some((place) => span.start <= place.start && place.start <= span.end);
  // A list that is not closed has nothing behind it; a name that begins like one has.
  const goesOn = inList || /^\s*[^\s\]}]/.test(yaml.slice(node.range?.[1] ?? span.end, span.end));
  // A text with a colon and a space in it, which makes a mapping of it.
  const isColon = !node.flow && wrong.some((place) => place.start === from);
  return isColon || (node.flow && isBroken && goesOn) ? span : undefined;
}

/** Where a value ends that has no quotes: at the end of the line, at a comment, or in a list at its comma or bracket. */
function endOf(yaml: string, start: number, inList: boolean): number {
  let depth = 0;
  let at = start;
  for (; at < yaml.length && yaml[at] !== '\n' && yaml[at] !== '\r'; at++) {
    const sign = yaml[at]!;
    if (sign === '#' && /\s/.test(yaml[at - 1] ?? '')) break;
    if (!inList) continue;
    if (depth === 0 && (sign === ',' || sign === ']')) break;
    if (sign === '[' || sign === '{') depth++;
    else if (sign === ']' || sign === '}') depth--;
  }
  return start + yaml.slice(start, at).trimEnd().length;
}
