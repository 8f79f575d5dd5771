import type { Span } from '../../../core/spell/spell';
import type { Ledger, LedgerEntry } from '../../../core/why/ledger';
import { unitText, writtenSpan } from '../../../tasks/explainFile';
import type { LedgerResult } from '../../services/ledgers';

/** A unit that was weighed, where it is written. */
export interface ShownUnit {
  readonly span: Span;
  readonly text: string;
  readonly entry: LedgerEntry;
}

/**
 * The units that the editor tells of: the words of a phrase whose words were weighed one by one, and all other phrases. A
 * phrase that says nothing, or hurts, as a whole is told of as one.
 */
export function shownUnits({ explained, score }: LedgerResult): ShownUnit[] {
  const best = explained && score.spells[explained.spell]?.best;
  if (!explained || best === undefined) return [];
  const { text, slots, ledger, words } = explained;
  const { expansion } = score.prompts[best]!;
  const shown = (entry: LedgerEntry): ShownUnit => ({
    span: writtenSpan(expansion, entry.unit, slots),
    text: unitText(text, entry.unit),
    entry,
  });
  return ledger.entries.flatMap((entry, phrase) => {
    const own: Ledger | undefined = words.find((each) => each.phrase === phrase)?.ledger;
    return !own || entry.idle || entry.hurts ? [shown(entry)] : own.entries.map(shown);
  });
}
