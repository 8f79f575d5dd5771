import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import ts from 'typescript';
import { root } from '../../scripts/editor/repository';

/** Values that a source exports: functions and constants. Custom elements are used by their tags. */
function exportedValues(text: string): string[] {
  return ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest).statements.flatMap((statement) => {
    if (!ts.isFunctionDeclaration(statement) && !ts.isVariableStatement(statement)) return [];
    if (!statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    const declared = ts.isFunctionDeclaration(statement)
      ? [statement.name]
      : statement.declarationList.declarations.map(({ name }) => name);
    return declared.flatMap((name) => (name && ts.isIdentifier(name) ? [name.text] : []));
  });
}

/** How often each word stands in the texts. */
function wordCounts(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const [word] of text.matchAll(/[\w$]+/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Exported values that are named nowhere else. */
function unused(sources: readonly string[], others: readonly string[]): string[] {
  const counts = wordCounts([...sources, ...others]);
  return sources.flatMap(exportedValues).filter((name) => counts.get(name) === 1);
}

describe('exported values', () => {
  const read = (patterns: string[]): string[] =>
    globSync(patterns, { cwd: root }).map((file) => readFileSync(path.join(root, file), 'utf8'));

  it('are used by somebody', () => {
    const others = read(['{scripts,bench,test}/**/*.ts', '!test/architecture/exports.test.ts']);
    // By the editor, which calls them by their names.
    others.push('activate deactivate');
    assert.deepEqual(unused(read(['src/**/*.ts']), others), []);
  });

  it('would be noticed if they were not', () => {
    const sources = ['export function a() { b(); }\nexport const c = 1, d = 2;', 'export const b = c;'];
    assert.deepEqual(unused(sources, []), ['a', 'd']);
  });
});
