import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { LineStarts } from '../lineStarts';
import { finish, type Steps } from '../steps';
import { readYamlSteps, type YamlLimits } from '../yaml/readYaml';
import type { YamlProblemCode } from '../yaml/yamlProblemCode';

/** What is wrong with a rule file or `.spellwright.yml`. The words are in `words/bias`. */
export interface ConfigProblem {
  readonly code: ConfigProblemCode;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** UTF-16 offset. */
  readonly offset: number;
}

export type ConfigProblemCode =
  | `config-yaml-${YamlProblemCode}`
  | 'config-wrong-type'
  | 'config-unknown-key'
  | 'config-missing-key'
  | 'config-unknown-value'
  | 'config-too-many'
  | 'config-too-many-words'
  | 'config-text-too-long'
  | 'config-term-without-letter'
  | 'config-name-invalid'
  | 'config-unknown-rule';

/** More tell nobody anything. */
const MAX_PROBLEMS = 1000;

/** The places where a YAML text goes wrong, gathered while it is read: the first 1000. */
export class YamlProblems {
  readonly list: ConfigProblem[] = [];
  private readonly lines: LineStarts;

  constructor(text: string) {
    this.lines = new LineStarts(text);
  }

  add(code: ConfigProblemCode, offset: number, parameters: ConfigProblem['parameters'] = {}): undefined {
    if (this.list.length < MAX_PROBLEMS) {
      this.list.push({ code, parameters, offset, ...this.lines.positionAt(offset) });
    }
    return undefined;
  }
}

/**
 * A node of a YAML document that is asked for what it should be. A wrong node is a problem with a place and reads as
 * undefined; nothing throws.
 */
export class YamlData {
  constructor(
    private readonly node: Node | null | undefined,
    /** Dotted keys from the root, for messages. */
    readonly path: string,
    readonly problems: YamlProblems,
    private readonly fallbackOffset: number,
  ) {}

  get offset(): number {
    return this.node?.range?.[0] ?? this.fallbackOffset;
  }

  get isEmpty(): boolean {
    return this.node === null || this.node === undefined || (isScalar(this.node) && this.node.value === null);
  }

  get isMap(): boolean {
    return isMap(this.node);
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  text(): string | undefined {
    if (isScalar(this.node) && typeof this.node.value === 'string') return this.node.value;
    return this.wrong('text');
  }

  flag(): boolean | undefined {
    return isScalar(this.node) && typeof this.node.value === 'boolean'
      ? this.node.value
      : this.wrong('true or false');
  }

  number(): number | undefined {
    return isScalar(this.node) && typeof this.node.value === 'number'
      ? this.node.value
      : this.wrong('a number');
  }

  list(): YamlData[] {
    if (!isSeq(this.node)) return this.wrong('a list') ?? [];
    return this.node.items.map((item, index) => this.child(item, `${this.path}[${index}]`));
  }

  /** A list of texts; a single text counts as a list of one. */
  texts(): string[] {
    if (isScalar(this.node)) return [this.text()].filter((text) => text !== undefined);
    return this.list()
      .map((item) => item.text())
      .filter((text) => text !== undefined);
  }

  /** Keys in file order. A mapping with `known` keys has no others. */
  entries(known?: readonly string[]): [string, YamlData][] {
    if (!isMap(this.node)) return this.wrong('a mapping') ?? [];
    const entries: [string, YamlData][] = [];
    for (const pair of this.node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const offset = (pair.key as Node | null)?.range?.[0] ?? this.offset;
      if (known && !known.includes(key)) {
        this.problems.add('config-unknown-key', offset, {
          key,
          path: this.path,
          known: known.join(', '),
        });
      } else {
        entries.push([key, this.child(pair.value, this.path === '' ? key : `${this.path}.${key}`, offset)]);
      }
    }
    return entries;
  }

  private child(node: unknown, path: string, offset = this.offset): YamlData {
    return new YamlData(node as Node | null, path, this.problems, offset);
  }

  private wrong(wanted: string): undefined {
    return this.problems.add('config-wrong-type', this.offset, { path: this.path || 'the file', wanted });
  }
}

/** Far more than anyone writes by hand; keeps a hostile file from holding the editor. */
export const CONFIG_LIMITS: YamlLimits = { length: 262_144, parts: 60_000 };

/** For files that come with Spellwright. */
export const NO_LIMITS: YamlLimits = { length: Infinity, parts: Infinity };

/** The root of a YAML 1.2 text without aliases. Its problems are in `problems`, also while it is read further. */
export interface YamlRoot {
  readonly root: YamlData;
  readonly problems: YamlProblems;
}

export function readYamlData(text: string, limits = CONFIG_LIMITS): YamlRoot {
  return finish(readYamlDataSteps(text, limits));
}

export function* readYamlDataSteps(text: string, limits = CONFIG_LIMITS): Steps<YamlRoot> {
  const { contents, problems: found } = yield* readYamlSteps(text, limits);
  const problems = new YamlProblems(text);
  for (const { code, span, parameters } of found) problems.add(`config-yaml-${code}`, span.start, parameters);
  // Aliases are never followed: a node that is one is simply not of the wanted kind.
  return { root: new YamlData(contents, '', problems, 0), problems };
}
