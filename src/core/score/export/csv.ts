import type { ExportedFile } from './exportedFile';
import { shortHash } from './exportedFile';
import { reportRows } from './reportRows';

const columns = [
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
  'mean_probability',
  'interval_low',
  'interval_high',
  'mean_cosine',
  'tokens',
  'lost_from',
] as const;

/**
 * One line per prompt, best first, files one after the other under one header: CSV of RFC 4180 (CRLF, UTF-8). Text that a
 * spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection").
 */
export function toCsv(files: readonly ExportedFile[], options: { readonly top?: number } = {}): string {
  const lines: (readonly (string | number | boolean | undefined)[])[] = [columns];
  for (const { path, file, score } of files) {
    if (file === undefined || score === undefined) continue;
    for (const { prompt, spell, line } of reportRows(file, score, options.top)) {
      const ranked = prompt.rank > 0;
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
        ranked ? prompt.meanProbability : undefined,
        prompt.interval?.low,
        prompt.interval?.high,
        ranked ? prompt.meanCosine : undefined,
        prompt.tokenCount,
        prompt.lostFrom,
      ]);
    }
  }
  return lines.map((line) => line.map(field).join(',') + '\r\n').join('');
}

function field(value: string | number | boolean | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
