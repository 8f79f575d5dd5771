import type { FileScore } from '../../../core/score/fileScore';
import type { SpellFile } from '../../../core/spell/spell';
import { bundledModel } from '../../../engine/client/modelLocation';
import type { ScoresMessage } from '../../../protocol/panel';

/**
 * A result as the panel is sent it: no source maps, no words, pictures by the path that people know them by.
 * @param file what was scored
 * @param shown how an absolute picture path is written
 */
export function scoresMessage(
  score: FileScore,
  file: SpellFile,
  shown: (path: string) => string,
): ScoresMessage {
  return {
    kind: 'scores',
    checkpoint: {
      id: score.checkpoint.id,
      hash: score.checkpoint.hash,
      bundled: score.checkpoint.id === bundledModel,
    },
    columns: score.images.map((image) => shown(image.path)),
    prompts: score.prompts.map((prompt) => ({
      spell: prompt.spell,
      id: prompt.expansion.id,
      text: prompt.expansion.text,
      tokens: prompt.tokenCount,
      lostFrom: prompt.lostFrom,
      rank: prompt.rank,
      tiedWithPrevious: prompt.tiedWithPrevious,
      mean: prompt.meanProbability,
      low: prompt.interval?.low,
      high: prompt.interval?.high,
      meanCosine: prompt.meanCosine,
    })),
    spells: score.spells.map(({ spell, rank, tied, best, rows, total, sampled }) => ({
      name: file.spells[spell]?.name?.value,
      rank,
      tied,
      best,
      rows,
      total,
      sampled,
    })),
    cosine: score.cosine,
    promptGivenImage: score.promptGivenImage,
    imageGivenPrompt: score.imageGivenPrompt,
  };
}
