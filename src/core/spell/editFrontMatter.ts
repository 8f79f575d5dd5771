import { isAlias, isMap, isScalar, isSeq, visit, type Alias, type Node, type YAMLMap } from 'yaml';
import {
  appendItems,
  entryOf,
  flowItems,
  insertion,
  isNothing,
  lineBreakOf,
  lineStart,
  prependEntry,
  rangeOf,
  removeItems,
  removeKey,
  replaceList,
  type Entry,
} from '../yaml/editYaml';
import { readYaml } from '../yaml/readYaml';
import { applyReplacements, type Replacement } from '../yaml/replacement';
import { FRONT_MATTER_LIMITS } from './frontMatter';
import { parseSpellFile } from './parseSpellFile';
import type { Dialect, Span, SpellFile } from './spell';

export type FrontMatterEdit =
  | { readonly ok: true; readonly replacements: readonly Replacement[] }
  | {
      readonly ok: false;
      /**
       * `front-matter-full`: it would be longer than what is read. The others: it can't be read, so an edit might destroy
       * what the user meant.
       */
      readonly code: 'yaml-invalid' | 'front-matter-unclosed' | 'front-matter-full';
    };

/** Has a file read in a dialect: by its key, creating that or the block where there is none. */
export function dialectEdit(file: SpellFile, dialect: Dialect): Replacement {
  return keyEdit(file, 'dialect', dialect);
}

/**
 * Has a second checkpoint judge a file, or none: by its key, creating or taking out that, and creating the block where there is
 * none. An edit that would have anything else of the file read otherwise is not made.
 */
export function judgeEdit(file: SpellFile, judge: string | undefined): FrontMatterEdit {
  const { text, frontMatter } = file;
  const inner = frontMatter.span && yamlSpan(text, frontMatter.span);
  if (frontMatter.span && !inner) return { ok: false, code: 'front-matter-unclosed' };
  const replacements =
    judge !== undefined
      ? [keyEdit(file, 'judge', flowItems([judge]))]
      : inner
        ? withoutKey(text, inner, 'judge')
        : [];
  if (!replacements) return { ok: false, code: 'yaml-invalid' };
  const edited = parseSpellFile(applyReplacements(text, replacements));
  const { span } = edited.frontMatter;
  if (span && span.end - span.start > FRONT_MATTER_LIMITS.length)
    return { ok: false, code: 'front-matter-full' };
  const known = new Set(file.diagnostics.map(({ code }) => code));
  const isAsMeant =
    edited.frontMatter.judge?.value === judge &&
    wordsBesides(edited, 'judge') === wordsBesides(file, 'judge') &&
    edited.diagnostics.every(({ code }) => known.has(code));
  return isAsMeant ? { ok: true, replacements } : { ok: false, code: 'yaml-invalid' };
}

/** A line that goes on with the block: a key, an item, something indented or a comment. */
const OF_BLOCK = /^(?:[\w-]+[ \t]*:(?=[ \t]|$)|-(?:[ \t]|$)|[ \t]+\S|#(?!##))/;

/**
 * Closes a front matter that is not closed, below the last line that belongs to it; one that says nothing gets `images` to
 * be filled in.
 */
export function closingEdit({ text, frontMatter: { span } }: SpellFile): Replacement | undefined {
  if (!span) return undefined;
  const eol = lineBreakOf(text);
  let closed = 0;
  let at = 0;
  const block = text.slice(span.start, span.end);
  for (const { 0: whole, index } of block.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)) {
    if (index > 0 && OF_BLOCK.test(whole)) closed = index + whole.length;
    else if (index === 0) at = whole.length;
  }
  const start = span.start + Math.max(at, closed);
  const isOnOwnLine = /[\r\n]$/.test(text.slice(span.start, start));
  return insertion(
    start,
    `${isOnOwnLine ? '' : eol}${closed === 0 ? `images: []${eol}` : ''}---${start < text.length || closed === 0 ? eol : ''}`,
  );
}

/** What the front matter says without one key, wherever it stands. */
function wordsBesides({ frontMatter }: SpellFile, key: 'judge'): string {
  const { [key]: _, span: __, keys, ...rest } = frontMatter;
  const others = keys.filter(({ value }) => value !== key);
  return JSON.stringify([rest, others], (_name, value: unknown) => (isSpan(value) ? undefined : value));
}

function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
}

function withoutKey(text: string, { start, end }: Span, key: string): Replacement[] | undefined {
  const yaml = text.slice(start, end);
  const { contents } = readYaml(yaml, FRONT_MATTER_LIMITS);
  if (isNothing(contents)) return [];
  if (!isMap(contents)) return undefined;
  return removeKey(yaml, contents, key)?.map((each) => shifted(each, start));
}

function keyEdit({ text, frontMatter: { span } }: SpellFile, key: string, value: string): Replacement {
  const eol = lineBreakOf(text);
  const written = `${key}: ${value}`;
  if (!span) return insertion(text.startsWith('\ufeff') ? 1 : 0, `---${eol}${written}${eol}---${eol}`);
  const opening = text.indexOf('---', span.start);
  const below = /\r\n|\n|\r|$/.exec(text.slice(opening))!;
  const start = opening + below.index + below[0].length;
  const yaml = text.slice(start, yamlSpan(text, span)?.end ?? span.end);
  const { contents } = readYaml(yaml, FRONT_MATTER_LIMITS);
  const edit = isMap(contents) ? entryEdit(yaml, contents, { key, value, written, eol }) : undefined;
  return edit ? shifted(edit, start) : insertion(start, written + eol);
}

/** One value after a key: in place of what stands there, or with the key before all others. */
function entryEdit(
  yaml: string,
  root: YAMLMap,
  { key, value, written, eol }: Record<'key' | 'value' | 'written' | 'eol', string>,
): Replacement | undefined {
  const entry = entryOf(yaml, root, key);
  if (!entry) return prepended(yaml, root, written, eol);
  const [start, end] = rangeOf(entry.value);
  if (isNothing(entry.value) && start === end) return insertion(entry.colon, ` ${value}`);
  return isScalar(entry.value) || isAlias(entry.value) ? { start, end, text: value } : undefined;
}

function shifted({ start, end, text }: Replacement, by: number): Replacement {
  return { start: start + by, end: end + by, text };
}

/**
 * Adds entries to the `images` of a spell file's front matter, creating the key or the block where there is none.
 * The block keeps its comments, quoting, order and line ends; only a list of a shape that leaves no other way (an alias)
 * is written anew.
 * @param text the whole file
 * @param block `FrontMatter.span`: the block with its two `---` lines, undefined when the file has none
 * @param paths entries to add, as they shall be read; those that are there already are left out
 */
export function addImages(text: string, block: Span | undefined, paths: readonly string[]): FrontMatterEdit {
  const eol = lineBreakOf(text);
  if (!block) {
    const start = text.startsWith('\uFEFF') ? 1 : 0;
    const yaml = `images: [${flowItems(paths)}]${eol}`;
    return checked('', paths.length > 0 ? [insertion(0, yaml)] : [], paths, (edits) =>
      edits.map((each) => insertion(start, `---${eol}${each.text}---${eol}`)),
    );
  }
  return editBlock(text, block, (yaml, images) => {
    const there = new Set(images.values);
    const added = paths.filter((path) => !there.has(path));
    return {
      wanted: [...images.values, ...added],
      inPlace: () => append(yaml, images, added, eol),
    };
  });
}

/**
 * Removes the entries of `images` that read exactly as one of `paths`; nothing is to do when there is none.
 * @param text the whole file
 * @param block `FrontMatter.span`
 */
export function removeImages(
  text: string,
  block: Span | undefined,
  paths: readonly string[],
): FrontMatterEdit {
  if (!block) return { ok: true, replacements: [] };
  const gone = new Set(paths);
  return editBlock(text, block, (yaml, images) => ({
    wanted: images.values.filter((image) => !gone.has(image)),
    inPlace: () => remove(yaml, images, gone),
  }));
}

/** The `images` of a front matter. */
interface Images {
  /** Undefined for a block without any key. */
  readonly root: YAMLMap | undefined;
  /** Undefined where the key is missing. */
  readonly entry: Entry | undefined;
  readonly values: readonly string[];
  /** They can be written anew: none stands for another node. */
  readonly isPlain: boolean;
}

interface Change {
  readonly wanted: readonly string[];
  /** Edits within the YAML text between the two lines; undefined for a shape that it does not know. */
  readonly inPlace: () => readonly Replacement[] | undefined;
}

function editBlock(
  text: string,
  block: Span,
  change: (yaml: string, images: Images) => Change,
): FrontMatterEdit {
  const inner = yamlSpan(text, block);
  if (!inner) return { ok: false, code: 'front-matter-unclosed' };
  const yaml = text.slice(inner.start, inner.end);
  const images = imagesIn(yaml);
  if (!images) return { ok: false, code: 'yaml-invalid' };
  const { wanted, inPlace } = change(yaml, images);
  if (sameList(images.values, wanted)) return { ok: true, replacements: [] };
  const shift = (edits: readonly Replacement[]): Replacement[] =>
    edits.map((each) => shifted(each, inner.start));
  const edited = checked(yaml, inPlace(), wanted, shift);
  if (edited.ok || !images.entry || !images.isPlain) return edited;
  const anew = replaceList(yaml, images.entry, wanted);
  return checked(yaml, anew && [anew], wanted, shift);
}

/** The proof is in reading it back: an edit that says anything but what is wanted is not made. */
function checked(
  yaml: string,
  edits: readonly Replacement[] | undefined,
  wanted: readonly string[],
  shift: (edits: readonly Replacement[]) => readonly Replacement[],
): FrontMatterEdit {
  if (!edits) return { ok: false, code: 'yaml-invalid' };
  const edited = applyReplacements(yaml, edits);
  // Else the closing `---` would no longer have a line of its own.
  if (/[\r\n]$/.test(yaml) && !/[\r\n]$/.test(edited)) return { ok: false, code: 'yaml-invalid' };
  if (edited.length > FRONT_MATTER_LIMITS.length) return { ok: false, code: 'front-matter-full' };
  const read = imagesIn(edited);
  if (!read || !sameList(read.values, wanted)) return { ok: false, code: 'yaml-invalid' };
  return { ok: true, replacements: shift(edits) };
}

/** What lies between the two `---` lines; undefined when the second is missing. */
function yamlSpan(text: string, block: Span): Span | undefined {
  const lines = text.slice(block.start, block.end);
  const opening = /^\uFEFF?---[^\S\r\n]*(?:\r\n|\n|\r)/.exec(lines);
  const closing = lineStart(lines, lines.replace(/(?:\r\n|\n|\r)$/, '').length);
  if (!opening || closing < opening[0].length || !/^---[^\S\r\n]*$/.test(lines.slice(closing).trimEnd()))
    return undefined;
  return { start: block.start + opening[0].length, end: block.start + closing };
}

/** Undefined when the block is not a readable mapping, or its `images` no list of pictures. */
function imagesIn(yaml: string): Images | undefined {
  const { contents, problems } = readYaml(yaml, FRONT_MATTER_LIMITS);
  if (problems.length > 0) return undefined;
  const none = { values: [], isPlain: true };
  if (isNothing(contents)) return { root: undefined, entry: undefined, ...none };
  if (!isMap(contents)) return undefined;
  const entry = entryOf(yaml, contents, 'images');
  const value = entry && isAlias(entry.value) ? aliased(contents, entry.value) : (entry?.value ?? null);
  if (isNothing(value)) return { root: contents, entry, ...none };
  const items = isSeq(value) ? value.items : [value];
  if (!items.every((item) => isScalar(item) || isAlias(item))) return undefined;
  return {
    root: contents,
    entry,
    values: items.map((item) => valueOf(yaml, item)),
    isPlain: items.every((item) => isScalar(item)),
  };
}

/** What an entry says; an alias in the list stands for itself. */
function valueOf(yaml: string, item: unknown): string {
  if (isScalar(item)) return String(item.value ?? '');
  return yaml.slice(...rangeOf(item));
}

/** The node that an alias stands for: the last before it that has its anchor. */
function aliased(root: Node, alias: Alias): Node | null {
  let found: Node | null = null;
  visit(root, {
    Alias: (_, node) => (node === alias ? visit.BREAK : undefined),
    Value: (_, node) => {
      if (node.anchor === alias.source) found = node;
    },
  });
  return found;
}

function append(
  yaml: string,
  { root, entry }: Images,
  added: readonly string[],
  eol: string,
): Replacement[] | undefined {
  const written = `images: [${flowItems(added)}]`;
  if (!root) return [insertion(0, written + eol)];
  const edit = entry ? appendItems(yaml, entry, added, eol) : prepended(yaml, root, written, eol);
  return edit && [edit];
}

/** The mapping with one more entry before all others, above a comment that stands before the first key. */
function prepended(yaml: string, root: YAMLMap, written: string, eol: string): Replacement | undefined {
  const edit = prependEntry(yaml, root, written, eol);
  const isFirst = edit && !root.flow && lineStart(yaml, edit.start) === rangeOf(root)[0];
  return isFirst ? insertion(0, edit.text) : edit;
}

function remove(
  yaml: string,
  { entry }: Images,
  paths: ReadonlySet<string>,
): readonly Replacement[] | undefined {
  if (!entry || !isSeq(entry.value)) return undefined;
  const { items } = entry.value;
  const gone = items.flatMap((item, index) => (paths.has(valueOf(yaml, item)) ? [index] : []));
  return removeItems(yaml, entry.value, entry.colon, new Set(gone));
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
