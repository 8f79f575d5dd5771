/**
 * The known word that somebody meant by another one: the same in small letters, one that it is another name of, or the one
 * that the fewest slips lead to, two at most and fewer in short words.
 * @param otherNames names from elsewhere, in small letters
 */
export function nearestWord<Word extends string>(
  written: string,
  known: readonly Word[],
  otherNames: Readonly<Record<string, Word>> = {},
): Word | undefined {
  const word = written.toLowerCase().slice(0, 40);
  const named = Object.entries(otherNames).find(([name]) => name === word)?.[1];
  if (named !== undefined) return named;
  const most = word.length < 4 ? 0 : word.length < 6 ? 1 : 2;
  return known
    .map((candidate) => ({ candidate, slips: slipsBetween(word, candidate) }))
    .filter(({ slips }) => slips <= most)
    .sort((a, b) => a.slips - b.slips)[0]?.candidate;
}

/** Letters that are added, left out, changed or swapped with their neighbour (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        changed,
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        isSwapped ? rows[i - 2]![j - 2]! + 1 : Infinity,
      );
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
