/** One picture as the search counts it. */
export interface WordingTrial {
  /** Of the wording, by its place among the wordings. */
  readonly wording: number;
  /** Of the seed, by its place among the seeds. */
  readonly seed: number;
  /** How close it came to the target. */
  readonly closeness: number;
}

export interface DescribedWording {
  /** Its phrases, each by a number of its own. */
  readonly phrases: readonly number[];
  /** What its text promises before anything is drawn, in any unit. */
  readonly promise: number;
}

/** What pictures have told so far of wordings, also of those that were never drawn. */
export interface WordingModel {
  /** The closeness that pictures of it are expected to have, whatever the seed. */
  expected(wording: DescribedWording, place?: number): number;
}

/**
 * How much one picture is believed, as so many pictures' worth of knowing nothing: a wording that was drawn `own` times is
 * believed half, and half of what its phrases did in other wordings.
 */
const doubts = { phrase: 2, own: 2, promise: 4 } as const;
/** The sums below settle long before. */
const sweeps = 60;

/**
 * Closeness as the sum of what a seed does to all wordings, what each phrase does wherever it stands, what the text's promise
 * is worth, and what is the wording's own: ridge regression, by coordinate descent. So a picture is compared with others of
 * its seed, a lucky picture counts little until it is repeated, and what one wording shows of a phrase serves the others.
 * @param wordings those that were drawn, in the order of their places
 */
export function fitWordings(
  wordings: readonly DescribedWording[],
  trials: readonly WordingTrial[],
): WordingModel {
  const promises = wordings.map(({ promise }) => promise);
  const [middle, scale] = spread(promises);
  const promised = (value: number): number => (value - middle) / scale;
  const overall = average(trials.map(({ closeness }) => closeness));
  const seeds = new Map<number, number>();
  const phrases = new Map<number, number>();
  const own = new Map<number, number>();
  let worth = 0;
  const left = trials.map(({ closeness }) => closeness - overall);
  const bySeed = grouped(trials, ({ seed }) => [seed]);
  const byPhrase = grouped(trials, ({ wording }) => [...new Set(wordings[wording]!.phrases)]);
  const byWording = grouped(trials, ({ wording }) => [wording]);
  const fit = (effects: Map<number, number>, rows: ReadonlyMap<number, number[]>, doubt: number): void => {
    for (const [key, places] of rows) {
      const before = effects.get(key) ?? 0;
      const sum = places.reduce((total, i) => total + left[i]! + before, 0);
      const now = sum / (places.length + doubt);
      effects.set(key, now);
      for (const i of places) left[i] = left[i]! + before - now;
    }
  };
  const ofTrial = trials.map(({ wording }) => promised(promises[wording]!));
  const weight = ofTrial.reduce((sum, value) => sum + value * value, 0) + doubts.promise;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    fit(seeds, bySeed, 0.01);
    const before = worth;
    worth = ofTrial.reduce((sum, value, i) => sum + value * (left[i]! + value * before), 0) / weight;
    for (const [i, value] of ofTrial.entries()) left[i] = left[i]! + value * (before - worth);
    fit(phrases, byPhrase, doubts.phrase);
    fit(own, byWording, doubts.own);
  }
  return {
    expected: ({ phrases: of, promise }, place) =>
      overall +
      worth * promised(promise) +
      [...new Set(of)].reduce((sum, phrase) => sum + (phrases.get(phrase) ?? 0), 0) +
      (place === undefined ? 0 : (own.get(place) ?? 0)),
  };
}

function grouped(
  trials: readonly WordingTrial[],
  keysOf: (trial: WordingTrial) => readonly number[],
): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const [i, trial] of trials.entries())
    for (const key of keysOf(trial)) {
      const group = groups.get(key);
      if (group) group.push(i);
      else groups.set(key, [i]);
    }
  return groups;
}

/** Mean and standard deviation; 1 where nothing differs. */
function spread(values: readonly number[]): [number, number] {
  const middle = average(values);
  const variance = average(values.map((value) => (value - middle) ** 2));
  return [middle, Math.sqrt(variance) || 1];
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
