import { parsePrompt } from './parsePrompt';
import { walkNodes } from './places';
import type { Dialect, PromptNode, Span } from './spell';

/** Replace `span` by `text` and select `selection` (offsets in the edited text). */
export interface EmphasisEdit {
  readonly span: Span;
  readonly text: string;
  readonly selection: Span;
}

/** How far a bracket around the caret is looked for, in code units. */
const REACH = 2000;
/** What ends a word: the web UI's default delimiters and white space; Japanese punctuation as well. */
const DELIMITER = /[.,\\/!?%^*;:{}=`~()[\]|<>#$"\s、。，．！？；：（）「」]/;
/** Digits of full width are read as others are. */
const EXPLICIT = /:\s*([+-]?(?:[\d０-９]+(?:\.[\d０-９]*)?|\.[\d０-９]+))\s*\)/y;

const OPEN_TAG = /<[a-z]+:[^<>\r\n]*$/i;
/** A weight in a tag: `<lora:name:0.8>`, `<lora:name:te=0.5>`; a name holds neither `:` nor `>`. */
const TAG_WEIGHT = /^<[^:>]*:[^:>]*(?::(?:[a-z_]+=)?([+-]?(?:\d+(?:\.\d*)?|\.\d+)))?/i;

/**
 * What Ctrl+Up and Ctrl+Down do in the A1111 web UI (`javascript/edit-attention.js`): change the weight of the selection, of
 * the brackets around the caret, or of the word under it, by `delta`; at 1.0 the brackets go. In a tag (`<lora:name:0.8>`)
 * the tag's own weight is changed; `__wildcards__` and `embedding:names` are weighed whole.
 * @param text the prompt, with comments
 * @param readable the same with comments blanked
 * @returns undefined where there is nothing to weigh, where brackets would break what is written (a slot's head, a
 * schedule's number, `BREAK`), and in dialects that read no `(word:1.1)`.
 */
export function adjustEmphasis(
  text: string,
  selectionStart: number,
  selectionEnd: number,
  delta: number,
  dialect: Dialect,
  readable = text,
): EmphasisEdit | undefined {
  if (dialect !== 'a1111' && dialect !== 'comfyui') return undefined;
  const nodes = nodesOf(readable, dialect);
  const tag = tagAround(nodes, selectionStart, selectionEnd);
  if (tag !== undefined) return tagEdit(text, tag.span, delta);
  const target =
    selectionStart === selectionEnd
      ? (bracketAround(readable, selectionStart) ?? unitAt(readable, nodes, selectionStart))
      : trimmed(readable, { start: selectionStart, end: selectionEnd });
  if (target === undefined || target.start === target.end || cutsSlot(nodes, target)) return undefined;
  const edit = weighed(text, target, delta);
  const edited = readable.slice(0, edit.span.start) + edit.text + readable.slice(edit.span.end);
  return structureOf(nodes) === structureOf(nodesOf(edited, dialect)) ? edit : undefined;
}

function nodesOf(text: string, dialect: Dialect): readonly PromptNode[] {
  return parsePrompt(text, { start: 0, end: text.length }, { dialect }).prompt.nodes;
}

/** Everything in a prompt that brackets must not change, in its order. */
function structureOf(nodes: readonly PromptNode[]): string {
  const parts: unknown[] = [];
  for (const node of walkNodes(nodes)) {
    if (node.type === 'slot') {
      const { kind, wildcard, options, pick } = node.slot;
      parts.push([kind, wildcard, options.map(({ weight }) => weight), pick]);
    } else if (node.type === 'tag') parts.push([node.kind, node.name, node.weight]);
    else if (node.type !== 'text' && node.type !== 'emphasis') parts.push(node.type);
  }
  // No upper bound of a pick is Infinity, which JSON would not tell from nothing.
  return JSON.stringify(parts, (_, value: unknown) => (value === Infinity ? 'all' : value));
}

/** Whether brackets around a place would open in an option of a slot and close elsewhere. */
function cutsSlot(nodes: readonly PromptNode[], { start, end }: Span): boolean {
  const holds = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;
  for (const node of walkNodes(nodes)) {
    if (node.type !== 'slot' || end <= node.span.start || node.span.end <= start) continue;
    const isInOption = node.slot.options.some(({ span }) => holds(span, { start, end }));
    if (!isInOption && !holds({ start, end }, node.span)) return true;
  }
  return false;
}

/** The `<tag>` that holds the selection between its brackets. */
function tagAround(
  nodes: readonly PromptNode[],
  start: number,
  end: number,
): Extract<PromptNode, { type: 'tag' }> | undefined {
  for (const node of walkNodes(nodes)) {
    const isAround = node.span.start < start && end < node.span.end;
    if (node.type === 'tag' && node.kind !== 'embedding' && isAround) return node;
  }
  return undefined;
}

/** The first weight of a tag, which is written where there is none. */
function tagEdit(text: string, span: Span, delta: number): EmphasisEdit {
  const tag = text.slice(span.start, span.end);
  const match = TAG_WEIGHT.exec(tag);
  const written = match?.[1];
  const end = span.start + (match?.[0].length ?? 0);
  const start = end - (written?.length ?? 0);
  const weight = shown(round(Number(written ?? 1) + delta));
  const colon = written === undefined ? ':' : '';
  return {
    span: { start, end },
    text: colon + weight,
    selection: { start: start + colon.length, end: start + colon.length + weight.length },
  };
}

/** The word under the caret, or what is weighed whole there; undefined among signs that belong to no word. */
function unitAt(text: string, nodes: readonly PromptNode[], caret: number): Span | undefined {
  for (const node of walkNodes(nodes)) {
    const isWhole =
      (node.type === 'tag' && node.kind === 'embedding') ||
      (node.type === 'slot' && node.slot.kind === 'wildcard');
    if (isWhole && node.span.start <= caret && caret <= node.span.end) return node.span;
  }
  const word = wordAt(text, caret);
  // A tag that is being typed is none yet.
  if (OPEN_TAG.test(text.slice(Math.max(0, word.start - REACH), word.start))) return undefined;
  for (const { type, span } of walkNodes(nodes)) {
    if (type === 'text' && span.start <= word.start && word.end <= span.end) return word;
  }
  return undefined;
}

/** The edit that changes the weight of what stands there. */
function weighed(text: string, target: Span, delta: number): EmphasisEdit {
  const content = text.slice(target.start, target.end);
  const existing = weightAround(text, target);
  const weight = round((existing?.weight ?? 1) + delta);
  const span = existing?.span ?? target;
  if (weight === 1) {
    return { span, text: content, selection: { start: span.start, end: span.start + content.length } };
  }
  const start = span.start + 1;
  return {
    span,
    text: `(${content}:${shown(weight)})`,
    selection: { start, end: start + content.length },
  };
}

/** The content of the nearest round brackets around the caret, on its line; without the weight. */
function bracketAround(text: string, caret: number): Span | undefined {
  let depth = 0;
  for (let at = caret - 1; at >= Math.max(0, caret - REACH) && text[at] !== '\n'; at--) {
    if ((text[at] === '(' || text[at] === ')') && isEscaped(text, at)) continue;
    if (text[at] === ')') depth++;
    if (text[at] === '(' && --depth < 0) return contentFrom(text, at + 1, caret);
  }
  return undefined;
}

function contentFrom(text: string, start: number, caret: number): Span | undefined {
  let depth = 0;
  for (let at = start; at < Math.min(text.length, caret + REACH) && text[at] !== '\n'; at++) {
    if ((text[at] === '(' || text[at] === ')') && isEscaped(text, at)) continue;
    if (text[at] === '(') depth++;
    if (text[at] === ')' && depth-- === 0) return at < caret ? undefined : { start, end: at };
    if (text[at] === ':' && depth === 0) {
      EXPLICIT.lastIndex = at;
      if (EXPLICIT.test(text)) return { start, end: at };
    }
  }
  return undefined;
}

/** The brackets directly around `content`, and the weight they give: 1.1 when none is written. */
function weightAround(
  text: string,
  content: Span,
): { readonly span: Span; readonly weight: number } | undefined {
  const open = content.start - 1;
  if (text[open] !== '(' || isEscaped(text, open)) return undefined;
  EXPLICIT.lastIndex = content.end;
  const explicit = EXPLICIT.exec(text);
  if (explicit !== null) {
    return { span: { start: open, end: EXPLICIT.lastIndex }, weight: Number(explicit[1]!.normalize('NFKC')) };
  }
  return text[content.end] === ')' ? { span: { start: open, end: content.end + 1 }, weight: 1.1 } : undefined;
}

function wordAt(text: string, caret: number): Span {
  let start = caret;
  let end = caret;
  while (start > 0 && !DELIMITER.test(text[start - 1]!)) start--;
  while (end < text.length && !DELIMITER.test(text[end]!)) end++;
  return { start, end };
}

function trimmed(text: string, { start, end }: Span): Span {
  const selected = text.slice(start, end);
  const from = start + selected.length - selected.trimStart().length;
  return { start: from, end: Math.max(from, start + selected.trimEnd().length) };
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}

function shown(weight: number): string {
  return Number.isInteger(weight) ? weight.toFixed(1) : String(weight);
}

/** Sums of tenths without the noise of binary fractions. */
function round(weight: number): number {
  return Number(weight.toFixed(6));
}
