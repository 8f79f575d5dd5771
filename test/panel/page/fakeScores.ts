import { seededRandom } from '../../../src/core/spell/seededRandom';
import { rankPrompts } from '../../../src/core/score/rankPrompts';
import { rankSpells } from '../../../src/core/score/rankSpells';
import { softmaxOverColumns, softmaxOverRows } from '../../../src/core/clip/similarity';
import type { ScoresMessage } from '../../../src/protocol/panel';
import { bootstrapOf } from '../../../src/core/score/bootstrap';
import { finish } from '../../../src/core/score/steps';

export interface FakeSpell {
  readonly name?: string;
  readonly texts: readonly string[];
  /** Combinations that exist; more than `texts` makes it a sampled spell. */
  readonly total?: number;
  /** Added to its cosines. */
  readonly gain?: number;
}

/** Scores as the host sends them: invented cosines, everything after them by the real ranking. */
export function fakeScores(
  spells: readonly FakeSpell[],
  columns: readonly string[],
  seed = 7,
): ScoresMessage {
  const random = seededRandom(seed);
  const texts = spells.flatMap((spell, index) => spell.texts.map((text) => ({ text, spell: index })));
  const pictures = columns.map(() => 0.2 + 0.08 * random());
  const cosine = Float32Array.from({ length: texts.length * columns.length }, (_, at) => {
    const row = Math.floor(at / columns.length);
    const picture = pictures[at % columns.length]!;
    return (
      picture + (spells[texts[row]!.spell]!.gain ?? 0) + 0.012 * (random() - 0.5) + 0.004 * Math.sin(row)
    );
  });
  const promptGivenImage = finish(softmaxOverRows(cosine, columns.length, 100));
  const bootstrap = finish(bootstrapOf(columns.length));
  const standings = finish(rankPrompts(promptGivenImage, columns.length, bootstrap));
  const prompts = texts.map(({ text, spell }, row) => {
    const { rank, tiedWithPrevious, meanProbability, interval } = standings[row]!;
    const own = cosine.subarray(row * columns.length, (row + 1) * columns.length);
    const tokens = 2 + Math.ceil(text.length / 5);
    return {
      spell,
      id: String(row),
      text,
      tokens,
      ...(tokens > 77 && { lostFrom: text.indexOf(' ', text.length / 2) + 1 }),
      rank,
      tiedWithPrevious,
      mean: meanProbability,
      ...(interval && { low: interval.low, high: interval.high }),
      meanCosine: own.reduce((sum, each) => sum + each, 0) / columns.length,
    };
  });
  const ranked = finish(
    rankSpells(
      spells.map(({ texts, total = texts.length }) => ({ total, sampled: total > texts.length })),
      prompts.map(({ spell, rank }, row) => ({ row, spell, rank })),
      promptGivenImage,
      bootstrap,
    ),
  );
  return {
    kind: 'scores',
    checkpoint: { id: 'mini', hash: '3f9a61c0d2b4e8f7a1c5'.padEnd(64, '0'), bundled: true },
    columns,
    prompts,
    spells: ranked.map(({ spell, rank, tied, best, rows, total, sampled }) => ({
      name: spells[spell]!.name,
      rank,
      tied,
      best,
      rows,
      total,
      sampled,
    })),
    cosine,
    promptGivenImage,
    imageGivenPrompt: finish(softmaxOverColumns(cosine, columns.length, 100)),
  };
}
