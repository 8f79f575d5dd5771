import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** An object literal with a property for a language: `{ en: …, ja: … }`. */
export interface WrittenWording {
  /** `file:line` and the property that it stands under. */
  readonly place: string;
  /** As written; undefined where the language is missing or is no text that stands there. */
  readonly en: string | undefined;
  readonly ja: string | undefined;
}

/** Every wording in the sources of a folder, exported or not. */
export function wordingsIn(folder: string): WrittenWording[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => wordingsOf(file, readFileSync(path.join(folder, file), 'utf8')));
}

/** Every wording of one source. Lists by language, whose values are no texts at all, are none. */
export function wordingsOf(name: string, source: string): WrittenWording[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const found: WrittenWording[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const [en, ja] = ['en', 'ja'].map((language) => property(node, language));
      const isWording = [en, ja].some((each) => each !== undefined && textOf(each) !== undefined);
      if (isWording) {
        const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
        const key = ts.isPropertyAssignment(node.parent) ? ` ${node.parent.name.getText(file)}` : '';
        found.push({ place: `${name}:${line}${key}`, en: textOf(en), ja: textOf(ja) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function property(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const found = node.properties.find((each) => each.name?.getText() === name);
  return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

function textOf(node: ts.Expression | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}

/** Names of the parameters of a sentence, each once, in the order of the alphabet. */
export function parametersOf(sentence: string): string[] {
  const names = [...sentence.matchAll(/\{(\w+)(?::[^|{}]*\|[^|{}]*)?\}/g)].map(([, name]) => name!);
  return [...new Set(names)].sort();
}

/** A sentence of a table that is named: `const TABLE = { key: { en: …, ja: … } }`. */
export interface TableKey {
  readonly table: string;
  readonly key: string;
  /** Of the file that holds the table. */
  readonly file: string;
}

/** Sentences that nothing in the sources asks for, in tables at the top of a file. */
export function unusedKeys(sources: ReadonlyMap<string, string>): TableKey[] {
  const keys = [...sources].flatMap(([file, source]) => tableKeysOf(file, source));
  const text = [...sources.values()].map((each) => each.replace(/^import [\s\S]*?;$/gm, '')).join('\n');
  const asked = new Set(
    [...text.matchAll(/\b(\w+)\s*\.\s*(\w+)/g)].map(([, table, key]) => `${table}.${key}`),
  );
  // Tables that are asked by a variable, or handed on.
  const handedOn = new Set(
    [
      ...text.matchAll(
        /(?<!\bconst )\b([A-Za-z]\w*(?:_WORDING|Words|WORDING|REASONS)\w*|[A-Z][A-Z_]+)\b(?!\s*\.)/g,
      ),
    ].map(([, table]) => table!),
  );
  // Their keys then stand somewhere else, as a code or a name.
  const times = new Map<string, number>();
  for (const [word] of text.matchAll(/(?<=['"`.])\w+\b|\b\w+(?=['"`]|\s*[,:})?])/g))
    times.set(word, (times.get(word) ?? 0) + 1);
  const declared = new Map<string, number>();
  for (const { key } of keys) declared.set(key, (declared.get(key) ?? 0) + 1);
  return keys.filter(({ table, key }) => {
    if (asked.has(`${table}.${key}`)) return false;
    return !handedOn.has(table) || (times.get(key) ?? 0) <= declared.get(key)!;
  });
}

function tableKeysOf(name: string, source: string): TableKey[] {
  if (!/\ben: /.test(source)) return [];
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  return file.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
    declarationList.declarations.flatMap((declaration) => {
      const table = declaration.name.getText(file);
      return wordingKeys(declaration.initializer).map((key) => ({ table, key, file: name }));
    }),
  );
}

function wordingKeys(node: ts.Expression | undefined): string[] {
  if (node === undefined) return [];
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return wordingKeys(node.expression);
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties.filter(ts.isPropertyAssignment).flatMap(({ name, initializer }) => {
    const isWording =
      ts.isObjectLiteralExpression(initializer) && textOf(property(initializer, 'en')) !== undefined;
    return isWording && ts.isIdentifier(name) ? [name.text] : [];
  });
}
