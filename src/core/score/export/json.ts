import type { Agreement } from '../agreement';
import type { FileScore, Standing } from '../fileScore';
import type { SpellFile } from '../../spell/spell';
import type { ExportedFile } from './exportedFile';
import { promptRows } from './reportRows';

/** Raised when a field changes its meaning or goes; new fields may come at any time. */
export const jsonSchemaVersion = 2;

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

function fileOf({ path, file, score, judged, problems }: ExportedFile, top: number | undefined): object {
  if (file === undefined || score === undefined) return { path, problems };
  return {
    path,
    ...scoreOf(file, score, top, { problems }),
    ...(judged && {
      judge: {
        ...scoreOf(file, judged.score, top),
        agreement: judged.agreement ? agreementOf(judged.agreement, score) : null,
      },
    }),
  };
}

/** What one checkpoint says. */
function scoreOf(file: SpellFile, score: FileScore, top: number | undefined, between: object = {}): object {
  const { id, hash, logitScale, contextLength } = score.checkpoint;
  return {
    checkpoint: { id, hash, logitScale, contextLength },
    images: score.images,
    differentImages: score.differentImages,
    ...between,
    spells: score.spells.map((spell) => ({
      name: file.spells[spell.spell]!.name?.value ?? null,
      ...standing(spell, spell.best !== undefined),
      best: spell.best === undefined ? null : score.prompts[spell.best]!.expansion.text,
      meanCosine: spell.best === undefined ? null : spell.meanCosine,
      chosenCosine: spell.best === undefined ? null : spell.chosenCosine,
      behind: spell.behind
        ? { difference: spell.behind.difference, interval: spell.behind.interval ?? null }
        : null,
      spellGivenImage: rowOf(score, score.spellGivenImage, spell.spell),
      prompts: spell.rows.length,
      texts: spell.texts,
      combinations: Number.isFinite(spell.total) ? spell.total : null,
      sampled: spell.sampled,
    })),
    prompts: promptRows(file, score, top).map(({ prompt, spell }) => ({
      ...standing(prompt, prompt.rank > 0),
      spell: prompt.spell,
      line: spell.line,
      expansion: prompt.expansion.id,
      text: prompt.expansion.text,
      sameAs: prompt.sameAs === prompt.row ? null : score.prompts[prompt.sameAs]!.expansion.id,
      tokens: prompt.tokenCount,
      lostFrom: prompt.lostFrom ?? null,
      meanCosine: prompt.rank ? prompt.meanCosine : null,
      cosine: rowOf(score, score.cosine, prompt.row),
      promptGivenImage: rowOf(score, score.promptGivenImage, prompt.row),
      imageGivenPrompt: rowOf(score, score.imageGivenPrompt, prompt.row),
    })),
  };
}

/** `orders` grow with the square of the things, and say no more than the places do. */
function agreementOf({ things, correlation, orders: _, ...rest }: Agreement, { prompts }: FileScore): object {
  const place = ({ rank, ranks }: Pick<Standing, 'rank' | 'ranks'>): object => ({
    rank,
    ranks: ranks ?? null,
  });
  return {
    ...rest,
    correlation: correlation ?? null,
    things: things.map(({ spell, row, first, second }) => ({
      spell,
      expansion: row === undefined ? null : prompts[row]!.expansion.id,
      first: place(first),
      second: place(second),
    })),
  };
}

function standing(
  { rank, ranks, meanProbability, fitsBest }: Standing,
  isRanked: boolean,
): Record<string, unknown> {
  return isRanked
    ? { rank, ranks: ranks ?? null, meanProbability, fitsBest }
    : { rank: null, ranks: null, meanProbability: null, fitsBest: null };
}

function rowOf({ images }: FileScore, matrix: Float32Array, row: number): number[] {
  return [...matrix.subarray(row * images.length, (row + 1) * images.length)];
}
