import type { Bootstrap } from './bootstrap';
import type { ScoredPrompt, ScoredSpell } from './fileScore';
import { isTie, resampled, type Resampled } from './rankPrompts';
import type { ExpansionSet } from '../spell/spell';
import type { Steps } from './steps';

type RankedPrompt = Pick<ScoredPrompt, 'row' | 'spell' | 'rank'>;

/**
 * Ranks spells, one a step, each by its best prompt; one without any prompt comes last.
 * @param expanded one per spell, in file order
 * @param prompts every prompt of the file, ranked
 * @param probabilities p(prompt | image), row-major prompts × images; empty without pictures
 * @param bootstrap of as many pictures as there are, when they are enough for one
 * @returns one per spell, in file order
 */
export function* rankSpells(
  expanded: readonly Pick<ExpansionSet, 'total' | 'sampled'>[],
  prompts: readonly RankedPrompt[],
  probabilities: Float32Array,
  bootstrap: Bootstrap | undefined,
): Steps<ScoredSpell[]> {
  const rows: RankedPrompt[][] = expanded.map(() => []);
  for (const prompt of prompts) rows[prompt.spell]!.push(prompt);
  const best = rows.map((own) =>
    own.reduce<RankedPrompt | undefined>((a, b) => (a === undefined || b.rank < a.rank ? b : a), undefined),
  );
  const place = (spell: number): number => best[spell]?.rank ?? Infinity;
  const order = expanded.map((_, spell) => spell).sort((a, b) => place(a) - place(b) || a - b);
  const ranked = prompts.some(({ rank }) => rank > 0);
  const ranks = new Map(order.map((spell, i) => [spell, i + 1]));
  const tied = new Set<number>();
  if (ranked) {
    const images = probabilities.length / prompts.length;
    let above: (Resampled & { readonly spell: number }) | undefined;
    for (const spell of order) {
      const row = best[spell]?.row;
      if (row === undefined) break; // those without a prompt are last
      const values = probabilities.subarray(row * images, (row + 1) * images);
      const current = { spell, ...resampled(bootstrap, values) };
      if (above && isTie(bootstrap, above, current)) tied.add(above.spell).add(spell);
      above = current;
      yield;
    }
  }
  return expanded.map(({ total, sampled }, spell) => ({
    spell,
    rank: ranked ? ranks.get(spell)! : 0,
    tied: tied.has(spell),
    ...(best[spell] && { best: best[spell].row }),
    rows: rows[spell]!.map(({ row }) => row),
    total,
    sampled,
  }));
}
