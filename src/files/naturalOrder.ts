const collator = new Intl.Collator('en', { numeric: true });

/** Orders paths as people count: `2.png` before `10.png`. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}

/** Paths that are sorted, or put beside each other, without a pause: about a millisecond. */
const inTurn = 250;

/** Sorts by `naturalOrder`, and lets the event loop run now and then: ten thousand paths take a tenth of a second. */
export async function inNaturalOrder(paths: readonly string[]): Promise<string[]> {
  const runs: string[][] = [];
  for (let at = 0; at < paths.length; at += inTurn) {
    runs.push(paths.slice(at, at + inTurn).sort(naturalOrder));
    if (paths.length > inTurn) await nextTurn();
  }
  while (runs.length > 1) runs.push(await merged(runs.shift()!, runs.shift()!));
  return runs[0] ?? [];
}

async function merged(a: readonly string[], b: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    all.push(naturalOrder(a[i]!, b[j]!) <= 0 ? a[i++]! : b[j++]!);
    if (all.length % (4 * inTurn) === 0) await nextTurn();
  }
  return all.concat(a.slice(i), b.slice(j));
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
