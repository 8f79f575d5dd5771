import type { FileScore } from '../fileScore';
import { shortHash, type ExportedFile } from './exportedFile';
import { reportRows } from './reportRows';

/** Column titles in the reader's language. */
export interface MarkdownTitles {
  readonly rank: string;
  readonly probability: string;
  readonly interval: string;
  readonly cosine: string;
  readonly tokens: string;
  readonly spell: string;
  readonly prompt: string;
  readonly pictures: string;
}

/** A heading and a table for each file (GitHub Flavored Markdown). `=` before a rank: a tie with the one above. */
export function toMarkdown(
  files: readonly ExportedFile[],
  titles: MarkdownTitles,
  options: { readonly top?: number } = {},
): string {
  const parts: string[] = [];
  for (const { path, file, score, problems } of files) {
    parts.push(`## ${escaped(path)}\n`);
    if (file !== undefined && score !== undefined) {
      parts.push(
        `${escaped(score.checkpoint.id)} (${shortHash(score.checkpoint.hash)}), ${titles.pictures}: ${score.images.length}\n`,
        table([
          [
            titles.rank,
            titles.probability,
            titles.interval,
            titles.cosine,
            titles.tokens,
            titles.spell,
            titles.prompt,
          ].map(escaped),
          ['--:', '--:', '--:', '--:', '--:', '---', '---'],
          ...reportRows(file, score, options.top).map(({ prompt, spell }) => [
            prompt.rank === 0 ? '' : `${prompt.tiedWithPrevious ? '=' : ''}${prompt.rank}`,
            ...(prompt.rank === 0 ? ['', '', ''] : numbers(prompt)),
            String(prompt.tokenCount),
            escaped(spell),
            escaped(prompt.expansion.text),
          ]),
        ]),
      );
    }
    if (problems.length > 0) {
      parts.push(problems.map(({ severity, message }) => `- ${severity}: ${escaped(message)}\n`).join(''));
    }
  }
  return parts.join('\n');
}

function numbers({ meanProbability, interval, meanCosine }: FileScore['prompts'][number]): string[] {
  return [
    meanProbability.toFixed(3),
    interval === undefined ? '' : `${interval.low.toFixed(3)}–${interval.high.toFixed(3)}`,
    meanCosine.toFixed(3),
  ];
}

function table(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** Text that stays text: one line, nothing that Markdown or HTML reads as a sign. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~&$-]/g, '\\$&').replace(/\s+/g, ' ');
}
