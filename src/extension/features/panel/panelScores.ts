import type { Standing } from '../../../core/score/fileScore';
import type { SpellFile } from '../../../core/spell/spell';
import type { Yardstick } from '../../../core/statistics/pairedDifference';
import { bundledModel } from '../../../client/modelLocation';
import type { PanelStanding, ScoresMessage } from '../../../protocol/panel/scores';
import type { ShownScore } from '../../services/scores';

/**
 * A result as the panel is sent it: no source maps, no words, pictures by the path that people know them by.
 * @param file what was scored
 * @param shown how an absolute picture path is written
 */
export function scoresMessage(
  score: ShownScore,
  file: SpellFile,
  shown: (path: string) => string,
): ScoresMessage {
  return {
    kind: 'scores',
    checkpoint: {
      id: score.checkpoint.id,
      hash: score.checkpoint.hash,
      bundled: (score.checkpoint.server?.checkpoint ?? score.checkpoint.id) === bundledModel,
      logitScale: score.checkpoint.logitScale,
    },
    ...(score.library && { library: score.library.images.length }),
    columns: score.images.map((image) => shown(image.path)),
    groups: score.images.map(({ group }) => group),
    prompts: score.prompts.map((prompt) => ({
      ...standing(prompt),
      spell: prompt.spell,
      id: prompt.expansion.id,
      text: prompt.expansion.text,
      tokens: prompt.tokenCount,
      lostFrom: prompt.lostFrom,
      sameAs: prompt.sameAs,
      meanCosine: prompt.meanCosine,
    })),
    spells: score.spells.map((spell) => ({
      ...standing(spell),
      name: file.spells[spell.spell]?.name?.value,
      best: spell.best,
      meanCosine: spell.meanCosine,
      chosenCosine: spell.chosenCosine,
      behind: spell.behind && { difference: spell.behind.difference, ...spell.behind.interval },
      yardstick: spell.yardstick && finiteYardstick(spell.yardstick),
      rows: spell.rows,
      texts: spell.texts,
      total: Number.isFinite(spell.total) ? spell.total : undefined,
      sampled: spell.sampled,
    })),
    yardstick: score.yardstick && finiteYardstick(score.yardstick),
    cosine: score.cosine,
    promptGivenImage: score.promptGivenImage,
    spellGivenImage: score.spellGivenImage,
    imageGivenPrompt: score.imageGivenPrompt,
  };
}

/**
 * Messages travel as JSON, which has no Infinity. A prior of so many degrees of freedom gives the same intervals as one of
 * endlessly many: where all variances are alike.
 */
export function finiteYardstick({ prior, ...yardstick }: Yardstick): Yardstick {
  const degrees = Math.min(prior?.degrees ?? 0, Number.MAX_SAFE_INTEGER);
  return { ...yardstick, ...(prior && { prior: { ...prior, degrees } }) };
}

function standing({ rank, ranks, meanProbability, fitsBest }: Standing): PanelStanding {
  return { rank, ranks, mean: meanProbability, fitsBest };
}
