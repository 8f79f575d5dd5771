import { positionAt } from '../../position';
import type { SpellFile } from '../../spell/spell';
import type { FileScore, ScoredPrompt } from '../fileScore';

/** One prompt of a report. */
export interface ReportRow {
  readonly prompt: ScoredPrompt;
  /** The spell's name, or `#2` for the second one, which has none. */
  readonly spell: string;
  /** 1-based line of its spell. */
  readonly line: number;
}

/**
 * Prompts best first; in file order when there is nothing to rank by.
 * @param top no more than this many
 */
export function reportRows(file: SpellFile, score: FileScore, top = Infinity): ReportRow[] {
  const order = score.images.length === 0 ? score.prompts.map(({ row }) => row) : score.ranking;
  return order.slice(0, top).map((row) => {
    const prompt = score.prompts[row]!;
    const spell = file.spells[prompt.spell]!;
    return {
      prompt,
      spell: spell.name?.value ?? `#${spell.index + 1}`,
      line: positionAt(file.text, spell.span.start).line,
    };
  });
}
