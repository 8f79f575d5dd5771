import { isMap, isScalar, isSeq, parseDocument, stringify, type Document, type YAMLSeq } from 'yaml';
import type { Span } from './spell';

/** Replaces a half-open range of UTF-16 offsets of the whole file's text. */
export interface Replacement extends Span {
  readonly text: string;
}

export type FrontMatterEdit =
  | { readonly ok: true; readonly replacements: readonly Replacement[] }
  /** The block can't be read, so an edit might destroy what the user meant. */
  | { readonly ok: false; readonly code: 'yaml-invalid' | 'front-matter-unclosed' };

/**
 * Adds entries to the `images` of a spell file's front matter, creating the key or the block where there is none.
 * The block keeps its comments, quoting, order and line ends; only where its shape leaves no other way (aliases, a
 * flow mapping at the root) is it written anew.
 * @param text the whole file
 * @param block `FrontMatter.span`: the block with its two `---` lines, undefined when the file has none
 * @param paths entries to add, as they shall be read; those that are there already are left out
 */
export function addImages(text: string, block: Span | undefined, paths: readonly string[]): FrontMatterEdit {
  if (!block) return { ok: true, replacements: paths.length > 0 ? [newBlock(text, paths)] : [] };
  return editBlock(text, block, (images) => [...images, ...paths.filter((path) => !images.includes(path))], {
    inPlace: (yaml, document, wanted) => append(yaml, document, wanted, lineEnd(text)),
  });
}

/**
 * Removes every entry of `images` that reads exactly `path`; nothing is to do when there is none.
 * @param text the whole file
 * @param block `FrontMatter.span`
 */
export function removeImage(text: string, block: Span | undefined, path: string): FrontMatterEdit {
  if (!block) return { ok: true, replacements: [] };
  return editBlock(text, block, (images) => images.filter((image) => image !== path), {
    inPlace: (yaml, document) => remove(yaml, document, path),
  });
}

/** Edits within the YAML text between the two lines; undefined for a shape that it does not know. */
type InPlace = (
  yaml: string,
  document: Document.Parsed,
  wanted: readonly string[],
) => Replacement[] | undefined;

function editBlock(
  text: string,
  block: Span,
  change: (images: readonly string[]) => readonly string[],
  { inPlace }: { inPlace: InPlace },
): FrontMatterEdit {
  const inner = yamlSpan(text, block);
  if (!inner) return { ok: false, code: 'front-matter-unclosed' };
  const yaml = text.slice(inner.start, inner.end);
  const document = parseDocument(yaml);
  const before = imagesOf(document);
  if (!before) return { ok: false, code: 'yaml-invalid' };
  const wanted = change(before);
  if (sameList(before, wanted)) return { ok: true, replacements: [] };

  const edits = inPlace(yaml, document, wanted);
  // The proof is in reading it back: an edit in place that says anything but what is wanted is not made.
  const replacements =
    edits && says(applyReplacements(yaml, edits), wanted) ? edits : [rewritten(yaml, wanted)];
  return {
    ok: true,
    replacements: replacements.map((each) => ({
      start: each.start + inner.start,
      end: each.end + inner.start,
      text: each.text,
    })),
  };
}

/** Applies replacements that do not overlap. */
export function applyReplacements(text: string, replacements: readonly Replacement[]): string {
  return [...replacements]
    .sort((a, b) => b.start - a.start)
    .reduce((result, each) => result.slice(0, each.start) + each.text + result.slice(each.end), text);
}

function newBlock(text: string, paths: readonly string[]): Replacement {
  const eol = lineEnd(text);
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  return { start, end: start, text: `---${eol}images: [${flowItems(paths)}]${eol}---${eol}` };
}

/** What lies between the two `---` lines; undefined when the second is missing. */
function yamlSpan(text: string, block: Span): Span | undefined {
  const lines = text.slice(block.start, block.end);
  const opening = /^\uFEFF?---[^\S\r\n]*(?:\r\n|\n|\r)/.exec(lines);
  const closing = /(?<=^|\n|\r)---[^\S\r\n]*(?:\r\n|\n|\r)?$/.exec(lines);
  if (!opening || !closing || closing.index < opening[0].length) return undefined;
  return { start: block.start + opening[0].length, end: block.start + closing.index };
}

/** The `images` entries; undefined when the block is not a readable mapping. */
function imagesOf(document: Document.Parsed): string[] | undefined {
  if (document.errors.length > 0) return undefined;
  let value: unknown;
  try {
    value = document.toJS();
  } catch {
    return undefined; // Aliases beyond the limit of the YAML library.
  }
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object' || Array.isArray(value)) return undefined;
  const images = (value as Record<string, unknown>).images ?? [];
  const list: unknown[] = Array.isArray(images) ? images : [images];
  return list.map((each) => (typeof each === 'string' ? each : String(each ?? '')));
}

function append(
  yaml: string,
  document: Document.Parsed,
  wanted: readonly string[],
  eol: string,
): Replacement[] | undefined {
  const root = document.contents;
  const added = wanted.slice(imagesOf(document)?.length ?? 0);
  if (root === null || (isMap(root) && !root.flow && !root.has('images'))) {
    return [insertion(0, `images: [${flowItems(added)}]${eol}`)];
  }
  const pair = imagesPair(yaml, document);
  if (!pair) return undefined;
  const { value, colon } = pair;
  if (isSeq(value)) {
    const last = value.items.at(-1);
    if (value.flow) {
      if (!last) return [insertion(value.range![0] + 1, flowItems(added))];
      return [insertion(rangeOf(last)[1], `, ${flowItems(added)}`)];
    }
    if (!last) return undefined;
    const line = lineAround(yaml, rangeOf(last)[1]);
    const dash = /^\s*-\s+/.exec(yaml.slice(lineAround(yaml, rangeOf(last)[0]).start))?.[0];
    if (!dash) return undefined;
    return [
      insertion(
        line.textEnd,
        added.map((path) => eol + dash + stringify(path, { lineWidth: 0 }).trimEnd()).join(''),
      ),
    ];
  }
  if (value === null || (isScalar(value) && value.value === null)) {
    return [insertion(colon, ` [${flowItems(added)}]`)];
  }
  if (!isScalar(value)) return undefined;
  const [start, end] = rangeOf(value);
  return [{ start, end, text: `[${flowItems(wanted)}]` }];
}

function remove(yaml: string, document: Document.Parsed, path: string): Replacement[] | undefined {
  const pair = imagesPair(yaml, document);
  if (!pair) return undefined;
  const { value, colon } = pair;
  if (!isSeq(value)) {
    const [start, end] = rangeOf(value);
    return [{ start, end, text: '[]' }];
  }
  const gone = value.items.findIndex((item) => isScalar(item) && item.value === path);
  if (gone < 0 || value.items.filter((item) => isScalar(item) && item.value === path).length > 1) {
    return undefined;
  }
  return value.flow ? removeFlowItem(yaml, value, gone) : removeBlockItem(yaml, value, gone, colon);
}

function removeFlowItem(yaml: string, list: YAMLSeq, index: number): Replacement[] | undefined {
  const [start, end] = rangeOf(list.items[index]);
  if (list.items.length === 1) {
    const comma = commaAfter(yaml, end, list.range![1]);
    return [{ start, end: comma === undefined ? end : comma + 1, text: '' }];
  }
  if (index < list.items.length - 1) {
    const comma = commaAfter(yaml, end, list.range![1]);
    if (comma === undefined) return undefined;
    const space = /^[^\S\r\n]*/.exec(yaml.slice(comma + 1))![0].length;
    return [{ start, end: comma + 1 + space, text: '' }];
  }
  const comma = commaAfter(yaml, rangeOf(list.items[index - 1])[1], start);
  if (comma === undefined) return undefined;
  const space = /[^\S\r\n]*$/.exec(yaml.slice(comma + 1, start))![0].length;
  return [
    { start: comma, end: comma + 1, text: '' },
    { start: start - space, end, text: '' },
  ];
}

function removeBlockItem(yaml: string, list: YAMLSeq, index: number, colon: number): Replacement[] {
  const [start, end] = rangeOf(list.items[index]);
  const lines = {
    start: lineAround(yaml, start).start,
    end: lineAround(yaml, end).end,
    text: '',
  };
  return list.items.length === 1 ? [insertion(colon, ' []'), lines] : [lines];
}

/** The comma that ends a flow item, past comments and line ends. */
function commaAfter(yaml: string, from: number, before: number): number | undefined {
  const gap = /^(?:\s|(?<=\s)#[^\r\n]*)*,/.exec(yaml.slice(from, before));
  return gap ? from + gap[0].length - 1 : undefined;
}

/** The last resort: the whole block through the YAML library, which keeps comments but not every blank. */
function rewritten(yaml: string, wanted: readonly string[]): Replacement {
  const document = parseDocument(yaml);
  document.set('images', document.createNode(wanted, { flow: true }));
  return { start: 0, end: yaml.length, text: document.toString({ lineWidth: 0 }) };
}

/** The value of `images`, and the offset just after its colon. */
function imagesPair(yaml: string, document: Document.Parsed): { value: unknown; colon: number } | undefined {
  if (!isMap(document.contents)) return undefined;
  const pair = document.contents.items.find((each) => isScalar(each.key) && each.key.value === 'images');
  if (!pair || !isScalar(pair.key)) return undefined;
  const colon = yaml.indexOf(':', rangeOf(pair.key)[1]) + 1;
  return colon > 0 ? { value: pair.value, colon } : undefined;
}

function rangeOf(node: unknown): readonly [number, number] {
  const range = (node as { range?: readonly [number, number, number] | null } | null)?.range;
  return range ? [range[0], range[1]] : [0, 0];
}

/** `textEnd` is before the line's end characters, `end` after them. */
function lineAround(text: string, offset: number): { start: number; textEnd: number; end: number } {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const rest = /\r\n|\n|\r/.exec(text.slice(offset));
  if (!rest) return { start, textEnd: text.length, end: text.length };
  const textEnd = offset + rest.index;
  return { start, textEnd, end: textEnd + rest[0].length };
}

function insertion(at: number, text: string): Replacement {
  return { start: at, end: at, text };
}

/** Entries as they stand between the brackets of a flow sequence, quoted where YAML asks for it. */
function flowItems(paths: readonly string[]): string {
  const list = stringify(paths, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false });
  return list.trimEnd().slice(1, -1);
}

function lineEnd(text: string): string {
  return /\r\n|\n/.exec(text)?.[0] ?? '\n';
}

function says(yaml: string, wanted: readonly string[]): boolean {
  const images = imagesOf(parseDocument(yaml));
  return images !== undefined && sameList(images, wanted);
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
