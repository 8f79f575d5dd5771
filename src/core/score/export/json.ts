import type { FileScore } from '../fileScore';
import type { ExportedFile } from './exportedFile';
import { reportRows } from './reportRows';

/** Raised when a field changes its meaning or goes; new fields may come at any time. */
export const jsonSchemaVersion = 1;

/** Everything that is known, as JSON; described field by field in `docs/cli.md`. */
export function toJson(
  files: readonly ExportedFile[],
  options: { readonly version: string; readonly top?: number },
): string {
  const report = {
    tool: 'spellwright',
    version: options.version,
    schema: jsonSchemaVersion,
    files: files.map((exported) => fileOf(exported, options.top)),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function fileOf({ path, file, score, problems }: ExportedFile, top: number | undefined): object {
  if (file === undefined || score === undefined) return { path, problems };
  const { id, hash, logitScale, contextLength } = score.checkpoint;
  return {
    path,
    checkpoint: { id, hash, logitScale, contextLength },
    images: score.images,
    problems,
    spells: score.spells.map(({ spell, rank, best, total, sampled }) => ({
      name: file.spells[spell]!.name?.value ?? null,
      rank: rank || null,
      best: best === undefined ? null : score.prompts[best]!.expansion.text,
      combinations: Number.isFinite(total) ? total : null,
      sampled,
    })),
    prompts: reportRows(file, score, top).map(({ prompt, line }) => ({
      rank: prompt.rank || null,
      tiedWithPrevious: prompt.tiedWithPrevious,
      spell: prompt.spell,
      line,
      expansion: prompt.expansion.id,
      text: prompt.expansion.text,
      tokens: prompt.tokenCount,
      lostFrom: prompt.lostFrom ?? null,
      meanProbability: prompt.rank ? prompt.meanProbability : null,
      interval: prompt.interval ?? null,
      meanCosine: prompt.rank ? prompt.meanCosine : null,
      cosine: rowOf(score, score.cosine, prompt.row),
      promptGivenImage: rowOf(score, score.promptGivenImage, prompt.row),
      imageGivenPrompt: rowOf(score, score.imageGivenPrompt, prompt.row),
    })),
  };
}

function rowOf({ images }: FileScore, matrix: Float32Array, row: number): number[] {
  return [...matrix.subarray(row * images.length, (row + 1) * images.length)];
}
