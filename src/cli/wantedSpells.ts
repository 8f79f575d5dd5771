import type { ExportedFile } from '../core/score/export/exportedFile';
import { spellRows, type SpellRow } from '../core/score/export/reportRows';
import { WHY_WORDING } from '../words/why';
import { say } from '../words/words';
import type { ScoredOne } from './scoreOne';
import { printable } from './table';
import type { Terminal } from './terminal';

/** A file with what is known of its texts, ranked or not: without reference pictures a prompt can be drawn all the same. */
export function withTexts({ exported, further }: ScoredOne): ExportedFile {
  const score = further?.scored.score;
  return score ? { ...exported, score } : exported;
}

/** The spells that were asked for, best first; undefined when none is called so. */
export function wantedSpells(
  { file, score }: ExportedFile,
  named: string | undefined,
): SpellRow[] | undefined {
  if (file === undefined || score === undefined) return [];
  const rows = spellRows(file, score);
  if (named === undefined) return rows;
  const found = rows.filter(({ name }) => name === named);
  return found.length > 0 ? found : undefined;
}

export function noSuchSpell(
  { path, file, score }: ExportedFile,
  spell: string,
  { language }: Terminal,
): string {
  const names = spellRows(file!, score!)
    .map(({ name }) => name)
    .join(', ');
  return `${printable(say(WHY_WORDING.noSuchSpell, language, { path, spell, names }))}\n`;
}
