import type * as vscode from 'vscode';
import type { Expansion } from '../../../core/spell/spell';
import { promptAt } from '../../../core/spell/places';
import { phraseAt } from '../../../core/why/phraseAt';
import { ownScore, type DocumentScore } from '../../services/scores';

/** The selected words as CLIP reads them, or the phrase at the caret; undefined where there is none. */
export function phraseAtCaret(
  editor: vscode.TextEditor,
  current: DocumentScore | undefined,
): string | undefined {
  const { document, selection } = editor;
  const [from, to] = [document.offsetAt(selection.start), document.offsetAt(selection.end)];
  const found = phraseAt(expansionsAt(document, current, from), from, to);
  if (found !== undefined || selection.isEmpty) return found;
  // Of a comment, or a text that has no scores yet, the words as they stand there.
  return document.getText(selection).replace(/\s+/g, ' ').trim() || undefined;
}

/** Of the spell at an offset, the best first. */
function expansionsAt(
  document: vscode.TextDocument,
  current: DocumentScore | undefined,
  offset: number,
): Expansion[] {
  const score = ownScore(current, document);
  const place = current && promptAt(current.file, offset);
  if (!score || !place || place.polarity === 'negative') return [];
  const { best, rows } = score.spells[place.spell.index]!;
  const ordered = best === undefined ? rows : [best, ...rows.filter((row) => row !== best)];
  return ordered.map((row) => score.prompts[row]!.expansion);
}
