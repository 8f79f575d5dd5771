import type { Yardstick } from '../statistics/pairedDifference';
import type { ScoredPrompt, ScoredSpell } from './fileScore';
import { byGroup, groupCount } from './pictureGroups';
import { rankSpells, type RankedSpells, type SpellTexts } from './rankSpells';
import { rankTexts } from './rankTexts';
import type { Steps } from '../steps';

/** What a file is ranked by. */
interface Cosines {
  /** Prompts × pictures; empty without pictures. */
  readonly cosine: Float32Array;
  /** Of each picture; see `pictureGroups`. */
  readonly groups: Int32Array;
  /** The first row of the file that reads the same, of each row. */
  readonly sameAs: Int32Array;
  readonly logitScale: number;
}

type PromptStanding = Pick<
  ScoredPrompt,
  'sameAs' | 'rank' | 'ranks' | 'meanProbability' | 'fitsBest' | 'meanCosine'
>;

interface RankedFile {
  readonly prompts: readonly PromptStanding[];
  readonly spells: readonly Omit<ScoredSpell, 'total' | 'sampled'>[];
  readonly ranking: readonly number[];
  readonly yardstick?: Yardstick;
  readonly promptGivenImage: Float32Array;
  readonly spellGivenImage: Float32Array;
}

const unranked = { rank: 0, meanProbability: 0, fitsBest: 0, meanCosine: 0 };

/**
 * Ranks a file on two levels: the different texts within each spell, and the spells among themselves.
 * @param rowsOf the rows of each spell, in file order
 */
export function* rankFile(rowsOf: readonly (readonly number[])[], cosines: Cosines): Steps<RankedFile> {
  const { cosine, groups, sameAs, logitScale } = cosines;
  const pictures = groups.length;
  const prompts: PromptStanding[] = new Array(sameAs.length);
  const promptGivenImage = new Float32Array(cosine.length);
  const texts = rowsOf.map((rows) => firstOfEach(rows, sameAs));
  const spellTexts: SpellTexts[] = [];
  const yardsticks = new Map<number, Yardstick>();
  const observations = { values: byGroup(cosine, groups), pictures: groupCount(groups) };
  for (const [spell, { rows, firstOf }] of texts.entries()) {
    if (pictures === 0 || rows.length === 0) {
      for (const row of rowsOf[spell]!) prompts[row] = { ...unranked, sameAs: firstOf.get(sameAs[row]!)! };
      continue;
    }
    const ranked = yield* rankTexts(rows, observations, cosine, groups, logitScale);
    const placeOf = new Map(rows.map((row, place) => [row, place]));
    for (const row of rowsOf[spell]!) {
      const first = firstOf.get(sameAs[row]!)!;
      const place = placeOf.get(first)!;
      prompts[row] = { ...ranked.standings[place]!, sameAs: first };
      promptGivenImage.set(
        ranked.probabilities.subarray(place * pictures, (place + 1) * pictures),
        row * pictures,
      );
    }
    if (ranked.yardstick) yardsticks.set(spell, ranked.yardstick);
    const best = rows[ranked.best]!;
    spellTexts.push({ spell, rows, best, chosenCosine: prompts[best]!.meanCosine });
    yield;
  }
  const ranked = yield* rankSpells(spellTexts, observations, cosine, groups, logitScale, sameAs);
  const found = new Map(ranked.spells.map((each) => [each.spell, each]));
  const spellGivenImage = new Float32Array(rowsOf.length * pictures);
  for (const [i, { spell }] of ranked.spells.entries()) {
    spellGivenImage.set(ranked.probabilities.subarray(i * pictures, (i + 1) * pictures), spell * pictures);
  }
  const last = pictures === 0 ? 0 : ranked.spells.length + 1;
  return {
    prompts,
    spells: rowsOf.map((rows, spell) => ({
      ...(found.get(spell) ?? { spell, ...unranked, rank: last, chosenCosine: 0 }),
      rows,
      texts: texts[spell]!.rows.length,
      ...(yardsticks.has(spell) && { yardstick: yardsticks.get(spell)! }),
    })),
    ranking: pictures === 0 ? [] : rankingOf(ranked, rowsOf, prompts),
    ...(ranked.yardstick && { yardstick: ranked.yardstick }),
    promptGivenImage,
    spellGivenImage,
  };
}

/** The rows of a spell's different texts, and for each text of the file the spell's first row that reads so. */
function firstOfEach(
  rows: readonly number[],
  sameAs: Int32Array,
): { readonly rows: readonly number[]; readonly firstOf: ReadonlyMap<number, number> } {
  const firstOf = new Map<number, number>();
  for (const row of rows) if (!firstOf.has(sameAs[row]!)) firstOf.set(sameAs[row]!, row);
  return { rows: [...firstOf.values()], firstOf };
}

function rankingOf(
  { spells, order }: RankedSpells,
  rowsOf: readonly (readonly number[])[],
  prompts: readonly PromptStanding[],
): number[] {
  return order.flatMap((i) =>
    [...rowsOf[spells[i]!.spell]!].sort((a, b) => prompts[a]!.rank - prompts[b]!.rank || a - b),
  );
}
