import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { LineStarts } from '../core/lineStarts';
import { finish, paced, type Pause, type Steps } from '../core/steps';
import { readYamlSteps, type YamlLimits } from '../core/yaml/readYaml';
import type { YamlProblemCode } from '../core/yaml/yamlProblemCode';
import { largestTextFile } from './readTextFile';

/** A wildcard file as it was read. */
export interface WildcardFile {
  /** Options by the path of their keys, joined by `/`; those of a text file, or of one that is only a list, by ''. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly problem?: WildcardFileProblem;
}

export type WildcardYamlProblemCode =
  'wildcard-file-broken' | `wildcard-yaml-${Exclude<YamlProblemCode, 'invalid'>}`;

export interface WildcardFileProblem {
  readonly code: WildcardYamlProblemCode;
  /** What the reader of YAML or JSON says, the limit that is passed, or the key that is there twice. */
  readonly detail: string;
  /** 1-based, where it is known. */
  readonly line?: number;
}

/** Endings of wildcard files, without the dot and in small letters. */
export const wildcardExtensions: readonly string[] = ['txt', 'yaml', 'yml', 'json'];

/** Reads a wildcard file by the end of its name; what is neither YAML nor JSON is text. */
export async function parseWildcardFile(path: string, text: string, pause: Pause): Promise<WildcardFile> {
  if (/\.ya?ml$/i.test(path)) return parseWildcardYaml(text, pause);
  if (/\.json$/i.test(path)) return parseWildcardJson(text);
  return { options: new Map([['', parseWildcardText(text)]]) };
}

/** The lines of a wildcard `.txt` file: one option a line, `#` to the end of the line is a comment, blank lines are none. */
export function parseWildcardText(text: string): string[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map(optionOf)
    .filter((line) => line !== '');
  return [...new Set(lines)];
}

/** `50::`, but not where `::` ends the option as well, as in NovelAI's weights. */
const WEIGHT = /^\d+(?:\.\d*)?[ \t]*::(?!.*::\s*$)/s;

/** An option without the weight before it, which matters to no score, and without comments. */
function optionOf(written: string): string {
  return (
    written
      // `\#` is a number sign, as in a prompt; there it loses its backslash.
      .replace(/(\\[\\#])|#[^\r\n]*/g, '$1')
      .trim()
      .replace(WEIGHT, '')
      .trim()
  );
}

/** Several times what the largest collections have: 100,000 options of a list are 200,000 parts. */
const limits: YamlLimits = { length: largestTextFile, parts: 400_000 };

/** Deeper keys are not read: a name has 200 characters at most. */
const deepest = 32;
/** Nor are longer ones, with those around them: under a long key each of a hundred thousand would be as long. */
const longestName = 500;

/**
 * A wildcard YAML file: nested keys lead to lists of options.
 * @param pause awaited between short steps; the signal's reason is thrown from here
 */
export async function parseWildcardYaml(text: string, pause: Pause): Promise<WildcardFile> {
  const { contents, problems } = await paced(readYamlSteps(text, limits), pause);
  const found = new Options();
  await paced(found.collect(await paced(new TreeMaker().make(contents), pause), '', 0), pause);
  const [problem] = problems;
  if (problem === undefined) return found.file;
  const { code, span, parameters } = problem;
  const { line } = new LineStarts(text).positionAt(span.start);
  const detail = String(parameters.detail ?? parameters.limit ?? parameters.key);
  return {
    ...found.file,
    problem: {
      code: code === 'invalid' ? 'wildcard-file-broken' : `wildcard-yaml-${code}`,
      detail,
      line,
    },
  };
}

/** The same as JSON. */
export function parseWildcardJson(text: string): WildcardFile {
  try {
    const found = new Options();
    finish(found.collect(treeOfJson(JSON.parse(text.replace(/^\ufeff/, '')), 0), '', 0));
    return found.file;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    // Not every version of the reader says where.
    const at = /position (\d+)/.exec(detail)?.[1];
    const line =
      at === undefined ? undefined : new LineStarts(text).positionAt(Math.min(Number(at), text.length)).line;
    return {
      options: new Map(),
      problem: {
        code: 'wildcard-file-broken',
        detail: detail.slice(0, 300),
        ...(line !== undefined && { line }),
      },
    };
  }
}

/** What YAML and JSON have in common. */
type Tree =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly Tree[] }
  | { readonly type: 'map'; readonly entries: ReadonlyMap<string, Tree> }
  | undefined;

class Options {
  readonly #options = new Map<string, readonly string[]>();
  /** Of lists: aliases name one from many places. */
  readonly #lines = new Map<Tree, readonly string[]>();
  #visited = 0;
  #isTooMany = false;

  get file(): WildcardFile {
    return {
      options: this.#options,
      ...(this.#isTooMany && {
        problem: { code: 'wildcard-yaml-too-many' as const, detail: String(limits.parts), line: 1 },
      }),
    };
  }

  /** One name a step. */
  *collect(tree: Tree, name: string, depth: number): Steps<void> {
    // Aliases within aliases make any number of names of a short text.
    if (++this.#visited > limits.parts) this.#isTooMany = true;
    if (tree === undefined || this.#isTooMany) return;
    if (tree.type === 'map') {
      if (depth >= deepest) return;
      for (const [key, value] of tree.entries) {
        const below = name === '' ? key : `${name}/${key}`;
        if (below.length <= longestName) yield* this.collect(value, below, depth + 1);
        yield;
      }
      return;
    }
    const lines = this.#linesOf(tree);
    if (lines.length > 0 && (name !== '' || tree.type === 'list')) this.#options.set(name, lines);
  }

  #linesOf(tree: Exclude<Tree, undefined>): readonly string[] {
    let lines = this.#lines.get(tree);
    if (lines === undefined) {
      const texts = (tree.type === 'list' ? tree.items : [tree]).flatMap(textsOf);
      lines = [...new Set(texts.map(optionOf))];
      this.#lines.set(tree, lines);
    }
    return lines;
  }
}

/** A text, or that of `{weight: 2, text: red}`. */
function textsOf(item: Tree): string[] {
  if (item?.type === 'text') return item.text.trim() === '' ? [] : [item.text];
  if (item?.type !== 'map') return [];
  const text = item.entries.get('text') ?? item.entries.get('content');
  return text?.type === 'text' && text.text.trim() !== '' ? [text.text] : [];
}

/** Of YAML's nodes, which are nested to `MAX_YAML_DEPTH` at most. */
class TreeMaker {
  /** What an alias stands for: the last node of that name before it, and nothing within that node itself. */
  readonly #anchors = new Map<string, Tree>();

  /** One entry of a mapping or 500 items of a list a step. */
  *make(node: unknown): Steps<Tree> {
    if (isAlias(node)) return this.#anchors.get(node.source);
    const tree = yield* this.#content(node);
    const { anchor } = (node ?? {}) as Node & { anchor?: string };
    if (anchor !== undefined) this.#anchors.set(anchor, tree);
    return tree;
  }

  *#content(node: unknown): Steps<Tree> {
    if (isScalar(node)) return node.value === null ? undefined : { type: 'text', text: String(node.value) };
    if (isSeq(node)) {
      const items: Tree[] = [];
      for (const item of node.items) {
        items.push(yield* this.make(item));
        if (items.length % 500 === 0) yield;
      }
      return { type: 'list', items };
    }
    if (!isMap(node)) return undefined;
    const entries = new Map<string, Tree>();
    const merged: Tree[] = [];
    for (const { key, value } of node.items) {
      yield;
      const tree = yield* this.make(value);
      if (!isScalar(key)) continue;
      if (key.value === '<<') merged.push(tree);
      else entries.set(String(key.value), tree);
    }
    return { type: 'map', entries: withMerged(entries, merged) };
  }
}

/** Adds what `<<: *other` brings, where a mapping has no such key itself. */
function withMerged(entries: Map<string, Tree>, merged: readonly Tree[]): Map<string, Tree> {
  for (const each of merged.flatMap((tree) => (tree?.type === 'list' ? tree.items : [tree]))) {
    if (each?.type !== 'map') continue;
    for (const [key, value] of each.entries) if (!entries.has(key)) entries.set(key, value);
  }
  return entries;
}

/** A value of `JSON.parse`; what is nested deeper than names are is left out. */
function treeOfJson(value: unknown, depth: number): Tree {
  if (value === null || depth > deepest) return undefined;
  if (Array.isArray(value)) return { type: 'list', items: value.map((item) => treeOfJson(item, depth + 1)) };
  if (typeof value !== 'object') return { type: 'text', text: String(value) };
  const entries = Object.entries(value).map(([key, item]) => [key, treeOfJson(item, depth + 1)] as const);
  return { type: 'map', entries: new Map(entries) };
}
