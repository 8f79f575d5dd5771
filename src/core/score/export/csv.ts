import type { ExportedFile } from './exportedFile';
import { checkpointLabel, shortHash } from './exportedFile';
import { reportRows } from './reportRows';

const facts = [
  'file',
  'checkpoint',
  'checkpoint_hash',
  'pictures',
  'rank',
  'tied_with_previous',
  'spell',
  'line',
  'expansion',
  'prompt',
] as const;
const scores = ['mean_probability', 'interval_low', 'interval_high', 'mean_cosine'] as const;
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
    for (const { prompt, spell, line } of reportRows(file, score, options.top)) {
      const ranked = prompt.rank > 0;
      const numbers: Record<(typeof scores)[number], Field> = {
        mean_probability: ranked ? prompt.meanProbability : undefined,
        interval_low: prompt.interval?.low,
        interval_high: prompt.interval?.high,
        mean_cosine: ranked ? prompt.meanCosine : undefined,
      };
      lines.push([
        path,
        score.checkpoint.id,
        shortHash(score.checkpoint.hash),
        score.images.length,
        ranked ? prompt.rank : undefined,
        ranked ? prompt.tiedWithPrevious : undefined,
        spell,
        line,
        prompt.expansion.id,
        prompt.expansion.text,
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
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
