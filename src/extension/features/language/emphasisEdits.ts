import { adjustEmphasis, type EmphasisEdit } from '../../../core/spell/adjustEmphasis';
import { promptAt } from '../../../core/spell/places';
import type { Span, SpellFile } from '../../../core/spell/spell';

export interface EmphasisEdits {
  /** In the order of their places, none touching another. */
  readonly replacements: readonly (Span & { readonly text: string })[];
  /** One for each selection given, in the edited text. */
  readonly selections: readonly Span[];
}

/** `adjustEmphasis` for several selections at once, as one edit. Selections outside of prompts stay as they are. */
export function emphasisEdits(file: SpellFile, selections: readonly Span[], delta: number): EmphasisEdits {
  const edits = selections.map((selection) => inPrompt(file, selection, delta));
  const taken: {
    readonly from: number;
    readonly start: number;
    readonly end: number;
    readonly text: string;
  }[] = [];
  const places = edits
    .flatMap((edit, from) => (edit ? { from, ...edit.span, text: edit.text } : []))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  // Two carets in one word change it once.
  for (const place of places) if (place.start >= (taken.at(-1)?.end ?? 0)) taken.push(place);

  const shiftBefore = (offset: number): number =>
    taken.reduce((sum, { start, end, text }) => (end <= offset ? sum + text.length - (end - start) : sum), 0);
  const moved = selections.map((selection, i): Span => {
    const edit = edits[i];
    // A caret whose edit was another's: it goes where that one goes.
    const mine = edit && taken.find(({ start, end }) => start < edit.span.end && edit.span.start < end);
    const target = mine ? edits[mine.from]! : undefined;
    const within = target ? target.selection : selection;
    const shift = shiftBefore(target ? target.span.start : selection.start);
    return { start: within.start + shift, end: within.end + shift };
  });
  return { replacements: taken.map(({ start, end, text }) => ({ start, end, text })), selections: moved };
}

/** Of a selection that lies in one prompt. */
function inPrompt(file: SpellFile, { start, end }: Span, delta: number): EmphasisEdit | undefined {
  const prompt = promptAt(file, start)?.prompt;
  if (prompt === undefined || promptAt(file, end)?.prompt !== prompt) return undefined;
  const { span, source } = prompt;
  const text = file.text.slice(span.start, span.end);
  const edit = adjustEmphasis(text, start - span.start, end - span.start, delta, file.dialect, source);
  if (edit === undefined) return undefined;
  const moved = (place: Span): Span => ({ start: place.start + span.start, end: place.end + span.start });
  return { ...edit, span: moved(edit.span), selection: moved(edit.selection) };
}
