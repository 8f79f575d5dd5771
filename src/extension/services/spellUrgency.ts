import type { Priority } from '../../core/ports';
import type { Span, SpellFile } from '../../core/spell/spell';

/** What somebody looks at in a document, in offsets of its text. */
export interface Gaze {
  readonly carets: readonly number[];
  readonly visible: readonly Span[];
}

/** How soon each spell is wanted: the one that is being written first, then what is seen, then the rest. */
export function spellUrgency({ spells }: SpellFile, { carets, visible }: Gaze): (spell: number) => Priority {
  return (spell) => {
    const { start, end } = spells[spell]!.span;
    if (carets.some((caret) => start <= caret && caret <= end)) return 'caret';
    return visible.some((range) => range.start <= end && start <= range.end) ? 'visible' : 'background';
  };
}
