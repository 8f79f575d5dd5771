import * as vscode from 'vscode';
import { each, type Steps } from '../../../core/steps';
import type { Slot, Span, Spell, SpellFile } from '../../../core/spell/spell';
import { LANGUAGE_WORDING } from '../../../words/language';
import { say, type Language } from '../../../words/words';
import { slotSummary } from './slotSummary';

/** Characters of a prompt that the outline shows beside its name. */
const mostDetail = 80;
/** Spells and slots of a file that the outline shows: nobody looks for more there, and each costs the editor time. */
const mostSpells = 500;
const mostSlots = 200;

/** The outline: the front matter, and every spell with its slots below it. One spell a step. */
export function* symbolSteps(
  document: vscode.TextDocument,
  file: SpellFile,
  language: Language,
): Steps<vscode.DocumentSymbol[]> {
  const { frontMatter, spells } = file;
  const front = frontMatter.span && frontMatterRange(document, frontMatter.span);
  let slotsLeft = mostSlots;
  const symbols = yield* each(spells.slice(0, mostSpells), (spell) => {
    const { index, name, span, positive } = spell;
    const range = rangeOf(document, span);
    const symbol = new vscode.DocumentSymbol(
      name?.value ?? say(LANGUAGE_WORDING.unnamed, language, { number: index + 1 }),
      positive.source.trim().replace(/\s+/g, ' ').slice(0, mostDetail),
      vscode.SymbolKind.String,
      range,
      name ? rangeOf(document, name.span) : document.lineAt(range.start.line).range.intersection(range)!,
    );
    const slots = outermostSlots(spell).slice(0, slotsLeft);
    slotsLeft -= slots.length;
    symbol.children = slots.map((slot) => slotSymbol(document, file, slot, language));
    return symbol;
  });
  if (front === undefined) return symbols;
  const title = say(LANGUAGE_WORDING.frontMatter, language);
  return [new vscode.DocumentSymbol(title, '', vscode.SymbolKind.Object, front, front), ...symbols];
}

function slotSymbol(
  document: vscode.TextDocument,
  file: SpellFile,
  slot: Slot,
  language: Language,
): vscode.DocumentSymbol {
  const { written, count } = slotSummary(file, slot);
  const range = rangeOf(document, slot.span);
  const variant = slot.kind === 'variant';
  return new vscode.DocumentSymbol(
    written,
    variant ? say(LANGUAGE_WORDING.options, language, { count }) : '',
    variant ? vscode.SymbolKind.Enum : vscode.SymbolKind.Variable,
    range,
    range,
  );
}

/** The slots of both prompts that lie in no other slot. */
function outermostSlots({ positive, negative }: Spell): Slot[] {
  let end = 0;
  return [...positive.slots, ...(negative?.slots ?? [])].filter(({ span }) => {
    if (span.start < end) return false;
    end = span.end;
    return true;
  });
}

/** Folds the front matter, every spell, and comments of several lines. One spell or comment a step. */
export function* foldingSteps(
  document: vscode.TextDocument,
  { frontMatter, spells, comments }: SpellFile,
): Steps<vscode.FoldingRange[]> {
  const lines = ({ start, end }: Span): readonly [number, number] => [
    document.positionAt(start).line,
    document.positionAt(end).line,
  ];
  const ranges = yield* each(spells, ({ span }) => new vscode.FoldingRange(...lines(span)));
  if (frontMatter.span) {
    const { start, end } = frontMatterRange(document, frontMatter.span);
    ranges.push(new vscode.FoldingRange(start.line, end.line, vscode.FoldingRangeKind.Imports));
  }
  const runs: { first: number; last: number }[] = [];
  for (const comment of comments) {
    yield;
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
