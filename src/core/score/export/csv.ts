import { csvCell } from '../../csvRows';
import type { ExportedFile } from './exportedFile';
import { checkpointLabel, shortHash } from './exportedFile';
import { promptRows } from './reportRows';

const facts = [
  'file',
  'checkpoint',
  'checkpoint_hash',
  'pictures',
  'different_pictures',
  'spell_rank',
  'spell_rank_first',
  'spell_rank_last',
  'spell_texts',
  'spell',
  'line',
  'rank',
  'rank_first',
  'rank_last',
  'expansion',
  'prompt',
  'same_as',
] as const;
const scores = [
  'spell_mean_cosine',
  'spell_chosen_cosine',
  'spell_behind',
  'spell_behind_low',
  'spell_behind_high',
  'spell_mean_probability',
  'spell_fits_best',
  'mean_cosine',
  'mean_probability',
  'fits_best',
] as const;
const lengths = ['tokens', 'lost_from'] as const;

type Field = string | number | boolean | undefined;

/**
 * One line per prompt, best first, files one after the other under one header: CSV of RFC 4180 (CRLF, UTF-8). Text that a
 * spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection"). Files that were scored by
 * different checkpoints have score columns of their own, which name the checkpoint: such numbers cannot be compared.
 */
export function toCsv(files: readonly ExportedFile[], options: { readonly top?: number } = {}): string {
  const checkpoints = new Map<string, string>();
  for (const { score } of files) {
    if (score) checkpoints.set(score.checkpoint.hash, checkpointLabel(score.checkpoint));
  }
  const hashes = [...checkpoints.keys()];
  const titles =
    hashes.length > 1
      ? [...checkpoints.values()].flatMap((label) => scores.map((title) => `${title} ${label}`))
      : scores;
  const lines: (readonly Field[])[] = [[...facts, ...titles, ...lengths]];
  for (const { path, file, score } of files) {
    if (file === undefined || score === undefined) continue;
    for (const { prompt, spell: row } of promptRows(file, score, options.top)) {
      const { spell } = row;
      const ranked = <T>(value: T): T | undefined => (prompt.rank > 0 ? value : undefined);
      const numbers: Record<(typeof scores)[number], Field> = {
        spell_mean_cosine: ranked(spell.meanCosine),
        spell_chosen_cosine: ranked(spell.chosenCosine),
        spell_behind: spell.behind?.difference,
        spell_behind_low: spell.behind?.interval?.low,
        spell_behind_high: spell.behind?.interval?.high,
        spell_mean_probability: ranked(spell.meanProbability),
        spell_fits_best: ranked(spell.fitsBest),
        mean_cosine: ranked(prompt.meanCosine),
        mean_probability: ranked(prompt.meanProbability),
        fits_best: ranked(prompt.fitsBest),
      };
      lines.push([
        path,
        score.checkpoint.id,
        shortHash(score.checkpoint.hash),
        score.images.length,
        score.differentImages,
        ranked(spell.rank),
        spell.ranks?.first,
        spell.ranks?.last,
        spell.texts,
        row.name,
        row.line,
        ranked(prompt.rank),
        prompt.ranks?.first,
        prompt.ranks?.last,
        prompt.expansion.id,
        prompt.expansion.text,
        prompt.sameAs === prompt.row ? undefined : score.prompts[prompt.sameAs]!.expansion.id,
        ...hashes.flatMap((hash) =>
          scores.map((title) => (hash === score.checkpoint.hash ? numbers[title] : undefined)),
        ),
        prompt.tokenCount,
        prompt.lostFrom,
      ]);
    }
  }
  return lines.map((line) => line.map(field).join(',') + '\r\n').join('');
}

function field(value: Field): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return csvCell(safe);
}
