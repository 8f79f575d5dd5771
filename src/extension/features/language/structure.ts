import * as vscode from 'vscode';
import type { Span, SpellFile } from '../../../core/spell/spell';
import { LANGUAGE_WORDING } from '../../../words/language';
import { say, type Language } from '../../../words/words';

/** Characters of a prompt that the outline shows beside its name. */
const mostDetail = 80;

/** The outline: the front matter and every spell. */
export function symbolsOf(
  document: vscode.TextDocument,
  { frontMatter, spells }: SpellFile,
  language: Language,
): vscode.DocumentSymbol[] {
  const front = frontMatter.span && frontMatterRange(document, frontMatter.span);
  const symbols = spells.map(({ index, name, span, positive }) => {
    const range = rangeOf(document, span);
    return new vscode.DocumentSymbol(
      name?.value ?? say(LANGUAGE_WORDING.unnamed, language, { number: index + 1 }),
      positive.source.trim().replace(/\s+/g, ' ').slice(0, mostDetail),
      vscode.SymbolKind.String,
      range,
      name ? rangeOf(document, name.span) : document.lineAt(range.start.line).range.intersection(range)!,
    );
  });
  if (front === undefined) return symbols;
  const title = say(LANGUAGE_WORDING.frontMatter, language);
  return [new vscode.DocumentSymbol(title, '', vscode.SymbolKind.Object, front, front), ...symbols];
}

/** Folds the front matter, every spell, and comments of several lines. */
export function foldingOf(
  document: vscode.TextDocument,
  { frontMatter, spells, comments }: SpellFile,
): vscode.FoldingRange[] {
  const lines = ({ start, end }: Span): readonly [number, number] => [
    document.positionAt(start).line,
    document.positionAt(end).line,
  ];
  const ranges = spells.map(({ span }) => new vscode.FoldingRange(...lines(span)));
  if (frontMatter.span) {
    const { start, end } = frontMatterRange(document, frontMatter.span);
    ranges.push(new vscode.FoldingRange(start.line, end.line, vscode.FoldingRangeKind.Imports));
  }
  const runs: { first: number; last: number }[] = [];
  for (const comment of comments) {
    const [first, last] = lines(comment);
    const run = runs.at(-1);
    if (
      document.lineAt(first).firstNonWhitespaceCharacterIndex < document.positionAt(comment.start).character
    ) {
      continue; // after a prompt on its line
    }
    if (run?.last === first - 1) run.last = last;
    else runs.push({ first, last });
  }
  ranges.push(
    ...runs.map(({ first, last }) => new vscode.FoldingRange(first, last, vscode.FoldingRangeKind.Comment)),
  );
  return ranges.filter(({ start, end }) => start < end);
}

/** Without the line break that ends it. */
function frontMatterRange(document: vscode.TextDocument, span: Span): vscode.Range {
  const { start, end } = rangeOf(document, span);
  return end.character > 0 || end.line === start.line
    ? new vscode.Range(start, end)
    : new vscode.Range(start, document.lineAt(end.line - 1).range.end);
}

function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
