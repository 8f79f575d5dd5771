import type { FileScore } from './fileScore';

/**
 * Whether an expansion is the one that stands for its spell. Without scores nobody knows, and each may be.
 * @param spell place in the file
 * @param id of the expansion
 */
export function isBestExpansion(score: FileScore | undefined, spell: number, id: string): boolean {
  const best = score?.spells.find((each) => each.spell === spell)?.best;
  if (best === undefined) return score === undefined;
  return score!.prompts.some((row) => row.row === best && row.expansion.id === id);
}
