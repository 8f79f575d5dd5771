import ts from 'typescript';

/** One small change to a source that a test should notice. */
export interface Mutant {
  /** Half-open range of the source, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** From 1. */
  readonly line: number;
}

/** What an operator is changed to; each is tried. */
const operators: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '+=': ['-='],
  '-=': ['+='],
};

/** What a member is changed to, by name. */
const members: Readonly<Record<string, string>> = {
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  every: 'some',
  some: 'every',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  trimStart: 'trimEnd',
  trimEnd: 'trimStart',
  findLastIndex: 'findIndex',
  lastIndexOf: 'indexOf',
};

/** All mutants of a TypeScript source, in the order of the text. Types and imports are left alone. */
export function mutantsOf(source: string): Mutant[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const found: Mutant[] = [];

  const add = (node: ts.Node, replacement: string): void => {
    const start = node.getStart(file);
    const { line } = file.getLineAndCharacterOfPosition(start);
    found.push({ start, end: node.getEnd(), replacement, line: line + 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isTypeAliasDeclaration(node)) return;
    mutate(node, add, file);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.sort((a, b) => a.start - b.start);
}

function mutate(node: ts.Node, add: (node: ts.Node, replacement: string) => void, file: ts.SourceFile): void {
  if (ts.isBinaryExpression(node)) {
    const isText = [node.left, node.right].some(
      (side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side),
    );
    for (const other of operators[node.operatorToken.getText(file)] ?? []) {
      if (!isText || !['-', '-='].includes(other)) add(node.operatorToken, other);
    }
  }
  if (ts.isNumericLiteral(node)) add(node, `(${node.text} + 1)`);
  if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, 'false');
  if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, 'true');
  if (ts.isPrefixUnaryExpression(node)) {
    const { operator, operand } = node;
    if (operator === ts.SyntaxKind.ExclamationToken || operator === ts.SyntaxKind.MinusToken)
      add(node, `(${operand.getText(file)})`);
  }
  if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent)) {
    const other = members[node.name.text];
    if (other !== undefined && node.parent.expression === node) add(node.name, other);
  }
  if (ts.isIfStatement(node)) {
    add(node.expression, 'true');
    add(node.expression, 'false');
  }
  // A call for its effect only.
  if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) add(node, ';');
}
