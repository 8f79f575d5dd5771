import { finish } from '../../src/core/steps';
import { crossFit } from '../../src/core/statistics/crossFit';
import { mean } from '../../src/core/statistics/moments';
import { intervalOf, yardstick } from '../../src/core/statistics/pairedDifference';
import { markdownTable, percentText } from './figure';
import { Random } from './random';

/** What a spell with variants is taken for, beside a spell with one text. */
export interface Choosing {
  /** Mean over trials of the best variant's mean, on the pictures that chose it. */
  readonly naive: number;
  /** And as it is shown. */
  readonly shown: number;
  /** Share of trials in which the spell is ranked above the other one. */
  readonly first: number;
  readonly firstNaive: number;
  /** Share of trials in which it is called better beyond doubt. */
  readonly better: number;
  readonly betterNaive: number;
  /** The true lead of the text that is shown, on average. */
  readonly chosen: number;
  /** Share of trials in which the interval of the shown difference holds the true lead of the text that is shown. */
  readonly holdsChosen: number;
  /** And that of the truly best text. */
  readonly holdsBest: number;
}

/**
 * A spell of `variants` texts, of which one is better by `lead` spreads and all others equal the other spell's only text.
 * Texts share half of their variance on a picture, as wordings of one thing do.
 */
export function simulateChoosing(variants: number, pictures: number, lead: number, trials: number): Choosing {
  const random = new Random(variants * 1000 + pictures);
  const by = yardstick(pictures, 1);
  let [naive, worth, chosen, first, firstNaive, better, betterNaive] = [0, 0, 0, 0, 0, 0, 0];
  let [holdsChosen, holdsBest] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const common = Float64Array.from({ length: pictures }, () => random.normal());
    const text = (merit: number): Float64Array =>
      common.map((shared) => merit + Math.SQRT1_2 * (shared + random.normal()));
    const candidates = Array.from({ length: variants }, (_, i) => text(i === 0 ? lead : 0));
    const other = text(0);
    const fitted = finish(crossFit(candidates));
    const centre = fitted.centre - mean(other);
    const { low, high } = intervalOf(
      centre,
      fitted.values.map((value, i) => value - other[i]!),
      by,
    );
    const best = candidates.reduce((a, b) => (mean(b) > mean(a) ? b : a));
    const truth = best === candidates[0] ? lead : 0;
    const apparent = mean(best) - mean(other);
    naive += apparent / trials;
    worth += centre / trials;
    chosen += truth / trials;
    if (low <= truth && truth <= high) holdsChosen++;
    if (low <= lead && lead <= high) holdsBest++;
    if (centre > 0) first++;
    if (apparent > 0) firstNaive++;
    if (low > 0) better++;
    const own = intervalOf(
      apparent,
      best.map((value, i) => value - other[i]!),
      by,
    );
    if (own.low > 0) betterNaive++;
  }
  return {
    naive,
    shown: worth,
    chosen,
    first: first / trials,
    firstNaive: firstNaive / trials,
    better: better / trials,
    betterNaive: betterNaive / trials,
    holdsChosen: holdsChosen / trials,
    holdsBest: holdsBest / trials,
  };
}

/** Spells of equal merit that differ in their number of variants only. */
export function equalVariantsTable(trials: number): string {
  const rows = [5, 12, 50].flatMap((pictures) =>
    [1, 2, 24, 192].map((variants) => {
      const { naive, shown, first, firstNaive, better, betterNaive, holdsChosen } = simulateChoosing(
        variants,
        pictures,
        0,
        variants > 100 ? trials / 4 : trials,
      );
      return [
        pictures,
        variants,
        naive.toFixed(3),
        shown.toFixed(3),
        percentText(firstNaive),
        percentText(first),
        percentText(betterNaive),
        percentText(better),
        percentText(holdsChosen),
      ];
    }),
  );
  return markdownTable(
    [
      'pictures',
      'variants',
      'lead, best of N',
      'lead, shown',
      'first, best of N',
      'first, shown',
      '“better”, best of N',
      '“better”, shown',
      'interval holds',
    ],
    rows,
  );
}

/** A spell with one variant that is really better. */
export function betterVariantTable(trials: number): string {
  const rows = [8, 20].flatMap((pictures) =>
    [2, 24].flatMap((variants) =>
      [0.5, 1].map((lead) => {
        const { naive, shown, chosen, better, holdsChosen, holdsBest } = simulateChoosing(
          variants,
          pictures,
          lead,
          trials,
        );
        return [
          pictures,
          variants,
          lead,
          naive.toFixed(3),
          shown.toFixed(3),
          chosen.toFixed(3),
          percentText(better),
          percentText(holdsChosen),
          percentText(holdsBest),
        ];
      }),
    ),
  );
  return markdownTable(
    [
      'pictures',
      'variants',
      'true lead of the best',
      'lead, best of N',
      'lead, shown',
      'true lead of the chosen',
      'called better',
      'interval holds that of the chosen',
      'that of the best',
    ],
    rows,
  );
}
