import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { LineStarts } from '../core/lineStarts';
import { paced, type Pause } from '../core/steps';
import { readYamlSteps, type YamlLimits } from '../core/yaml/readYaml';
import type { YamlProblemCode } from '../core/yaml/yamlProblemCode';
import { largestTextFile } from './readTextFile';

/** The lines of a wildcard `.txt` file: one option a line, `#` to the end of the line is a comment, blank lines are none. */
export function parseWildcardText(text: string): string[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
}

export interface WildcardYaml {
  /** Options by the path of their keys, joined by `/`. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly problem?: WildcardYamlProblem;
}

export type WildcardYamlProblemCode =
  'wildcard-file-broken' | `wildcard-yaml-${Exclude<YamlProblemCode, 'invalid'>}`;

export interface WildcardYamlProblem {
  readonly code: WildcardYamlProblemCode;
  /** What the YAML library says, the limit that is passed, or the key that is there twice. */
  readonly detail: string;
  /** 1-based. */
  readonly line: number;
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
export async function parseWildcardYaml(text: string, pause: Pause): Promise<WildcardYaml> {
  const options = new Map<string, readonly string[]>();
  const { contents, problems } = await paced(readYamlSteps(text, limits), pause);
  collect(contents, [], options);
  const [problem] = problems;
  if (problem === undefined) return { options };
  const { code, span, parameters } = problem;
  const { line } = new LineStarts(text).positionAt(span.start);
  const detail = String(parameters.detail ?? parameters.limit ?? parameters.key);
  return {
    options,
    problem: {
      code: code === 'invalid' ? 'wildcard-file-broken' : `wildcard-yaml-${code}`,
      detail,
      line,
    },
  };
}

function collect(node: Node | null, path: readonly string[], options: Map<string, readonly string[]>): void {
  if (isMap(node) && path.length < deepest) {
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      const isLong = path.reduce((length, each) => length + each.length + 1, name.length) > longestName;
      if (!isLong) collect(value as Node | null, [...path, name], options);
    }
    return;
  }
  const items = isSeq(node) ? node.items : [node];
  const written = items.flatMap((item) =>
    isScalar(item) && item.value !== null ? [String(item.value).trim()] : [],
  );
  if (path.length > 0 && written.length > 0) options.set(path.join('/'), written);
}
