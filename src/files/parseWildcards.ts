import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';

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
  readonly problem?: { readonly detail: string; readonly line: number };
}

/** Deeper keys are not read: a name has 200 characters at most. */
const deepest = 32;

/** A wildcard YAML file: nested keys lead to lists of options. */
export function parseWildcardYaml(text: string): WildcardYaml {
  const options = new Map<string, readonly string[]>();
  const lines = new LineCounter();
  let document;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  } catch (error) {
    return { options, problem: { detail: String(error), line: 1 } }; // nested beyond the parser's stack
  }
  collect(document.contents, [], options);
  const [error] = document.errors;
  if (error === undefined) return { options };
  return { options, problem: { detail: error.message, line: lines.linePos(error.pos[0]).line } };
}

function collect(node: Node | null, path: readonly string[], options: Map<string, readonly string[]>): void {
  if (isMap(node) && path.length < deepest) {
    for (const { key, value } of node.items) {
      if (isScalar(key)) collect(value as Node | null, [...path, String(key.value)], options);
    }
    return;
  }
  const items = isSeq(node) ? node.items : [node];
  const written = items.flatMap((item) =>
    isScalar(item) && item.value !== null ? [String(item.value).trim()] : [],
  );
  if (path.length > 0 && written.length > 0) options.set(path.join('/'), written);
}
