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
