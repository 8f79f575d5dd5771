import { LineStarts } from '../../lineStarts';
import type { SpellFile } from '../../spell/spell';
import type { ScoredPrompt, ScoredSpell, Standings } from '../fileScore';

/** A spell of a report. */
export interface SpellRow {
  readonly spell: ScoredSpell;
  /** The spell's name, or `#2` for the second one, which has none. */
  readonly name: string;
  /** 1-based line where it begins. */
  readonly line: number;
  /** What it stands with: its best prompt, or its first where nothing is ranked. */
  readonly prompt: ScoredPrompt;
}

/** One prompt of a report. */
export interface PromptRow {
  readonly prompt: ScoredPrompt;
  readonly spell: SpellRow;
}

/** A text of a spell, for all prompts that read the same. */
export interface TextRow {
  readonly prompt: ScoredPrompt;
  /** How many prompts read so. */
  readonly prompts: number;
}

/** The spells that have prompts, best first; in file order when there is nothing to rank by. */
export function spellRows(file: SpellFile, score: Standings): SpellRow[] {
  const lines = new LineStarts(file.text);
  return score.spells
    .filter(({ rows }) => rows.length > 0)
    .sort((a, b) => a.rank - b.rank || a.spell - b.spell)
    .map((scored) => {
      const spell = file.spells[scored.spell]!;
      return {
        spell: scored,
        name: spell.name?.value ?? `#${spell.index + 1}`,
        line: lines.positionAt(spell.span.start).line,
        prompt: score.prompts[scored.best ?? scored.rows[0]!]!,
      };
    });
}

/**
 * Every prompt, spell after spell, best first.
 * @param top no more than this many
 */
export function promptRows(file: SpellFile, score: Standings, top = Infinity): PromptRow[] {
  const rows = new Map(spellRows(file, score).map((row) => [row.spell.spell, row]));
  const order = score.images.length === 0 ? score.prompts.map(({ row }) => row) : score.ranking;
  return order.slice(0, top).map((row) => {
    const prompt = score.prompts[row]!;
    return { prompt, spell: rows.get(prompt.spell)! };
  });
}

/** The different texts of a spell, best first. */
export function textRows(score: Standings, { rows }: ScoredSpell): TextRow[] {
  const prompts = new Map<number, number>();
  for (const row of rows) {
    const { sameAs } = score.prompts[row]!;
    prompts.set(sameAs, (prompts.get(sameAs) ?? 0) + 1);
  }
  return [...prompts]
    .map(([row, count]) => ({ prompt: score.prompts[row]!, prompts: count }))
    .sort((a, b) => a.prompt.rank - b.prompt.rank || a.prompt.row - b.prompt.row);
}
