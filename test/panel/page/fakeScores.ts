import { seededRandom } from '../../../src/core/spell/seededRandom';
import { rankFile } from '../../../src/core/score/rankFile';
import { softmaxOverColumns } from '../../../src/core/clip/similarity';
import { finiteYardstick } from '../../../src/extension/features/panel/panelScores';
import type { PanelStanding, ScoresMessage } from '../../../src/protocol/panel/scores';
import { finish } from '../../../src/core/steps';

export interface FakeSpell {
  readonly name?: string;
  /** Equal ones read the same, in one spell and in two. */
  readonly texts: readonly string[];
  /** Combinations that exist; more than `texts` makes it a sampled spell. */
  readonly total?: number;
  /** Added to its cosines. */
  readonly gain?: number;
}

interface Options {
  /** Of each picture; see `pictureGroups`. Without it all are different. */
  readonly groups?: readonly number[];
  /** How far the cosines of a text differ from picture to picture by chance. */
  readonly noise?: number;
}

const logitScale = 100;

/** Scores as the host sends them: invented cosines, everything after them by the real ranking. */
export function fakeScores(
  spells: readonly FakeSpell[],
  columns: readonly string[],
  seed = 7,
  { groups = columns.map((_, i) => i), noise = 0.012 }: Options = {},
): ScoresMessage {
  const random = seededRandom(seed);
  const texts = spells.flatMap((spell, index) => spell.texts.map((text) => ({ text, spell: index })));
  const pictures = columns.map(() => 0.2 + 0.08 * random());
  const sameAs = Int32Array.from(texts, ({ text }) => texts.findIndex((other) => other.text === text));
  const cosine = Float32Array.from({ length: texts.length * columns.length }, (_, at) => {
    const row = Math.floor(at / columns.length);
    const picture = pictures[at % columns.length]!;
    return (
      picture + (spells[texts[row]!.spell]!.gain ?? 0) + noise * (random() - 0.5) + 0.004 * Math.sin(row)
    );
  });
  for (const [row, first] of sameAs.entries()) {
    if (first !== row)
      cosine.copyWithin(row * columns.length, first * columns.length, (first + 1) * columns.length);
  }
  const rowsOf = spells.map((_, spell) => texts.flatMap((text, row) => (text.spell === spell ? [row] : [])));
  const ranked = finish(rankFile(rowsOf, { cosine, groups: Int32Array.from(groups), sameAs, logitScale }));
  return {
    kind: 'scores',
    checkpoint: { id: 'mini', hash: '3f9a61c0d2b4e8f7a1c5'.padEnd(64, '0'), bundled: true, logitScale },
    columns,
    groups,
    prompts: texts.map(({ text, spell }, row) => {
      const prompt = ranked.prompts[row]!;
      const tokens = 2 + Math.ceil(text.length / 5);
      return {
        ...standing(prompt),
        spell,
        id: String(row),
        text,
        tokens,
        ...(tokens > 77 && { lostFrom: text.indexOf(' ', text.length / 2) + 1 }),
        sameAs: prompt.sameAs,
        meanCosine: prompt.meanCosine,
      };
    }),
    spells: ranked.spells.map((spell, index) => {
      const { name, texts: own, total = own.length } = spells[index]!;
      return {
        ...standing(spell),
        name,
        best: spell.best,
        meanCosine: spell.meanCosine,
        chosenCosine: spell.chosenCosine,
        behind: spell.behind && { difference: spell.behind.difference, ...spell.behind.interval },
        rows: spell.rows,
        texts: spell.texts,
        yardstick: spell.yardstick && finiteYardstick(spell.yardstick),
        total,
        sampled: total > own.length,
      };
    }),
    yardstick: ranked.yardstick && finiteYardstick(ranked.yardstick),
    cosine,
    promptGivenImage: ranked.promptGivenImage,
    spellGivenImage: ranked.spellGivenImage,
    imageGivenPrompt: finish(softmaxOverColumns(cosine, columns.length, logitScale)),
  };
}

interface Standing {
  readonly rank: number;
  readonly ranks?: PanelStanding['ranks'];
  readonly meanProbability: number;
  readonly fitsBest: number;
}

function standing({ rank, ranks, meanProbability, fitsBest }: Standing): PanelStanding {
  return { rank, ranks, mean: meanProbability, fitsBest };
}
