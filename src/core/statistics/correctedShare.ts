import type { Interval } from './pairedDifference';
import { normalQuantile } from './wilson';

/** How often a reader was right on cases whose truth is known. */
export interface KnownCases {
  readonly right: number;
  /** 1 or more. */
  readonly all: number;
}

export interface CorrectedShare {
  /** Undefined where the reader is no better than a coin: its counts say nothing of the share. */
  readonly share: number | undefined;
  readonly interval: Interval;
}

/** A reader whose two rates of being right add up to hardly more than 1 tells nothing apart. */
const LEAST_SKILL = 0.05;

/**
 * The share of cases that are so, from a reader that errs: Rogan and Gladen's (1978) estimate, with the interval of Lang and
 * Reiczigel (2014) at 95 %, which carries what is not known of the reader as well as of the share.
 * @param counted cases that were read as so, of `trials`
 * @param so known cases that are so, and how many of them were read as so
 * @param notSo known cases that are not so, and how many of them were read as not so
 */
export function correctedShare(
  counted: number,
  trials: number,
  so: KnownCases,
  notSo: KnownCases,
): CorrectedShare {
  const raw = so.right / so.all + notSo.right / notSo.all - 1;
  const share =
    raw < LEAST_SKILL ? undefined : within((counted / trials + notSo.right / notSo.all - 1) / raw);
  const square = normalQuantile * normalQuantile;
  const size = trials + square;
  const read = (counted + square / 2) / size;
  const [hit, hitVariance] = adjusted(so);
  const [spared, sparedVariance] = adjusted(notSo);
  const skill = hit + spared - 1;
  if (skill < LEAST_SKILL) return { share, interval: { low: 0, high: 1 } };
  const centre = (read + spared - 1) / skill;
  const shift = 2 * square * (centre * hitVariance - (1 - centre) * sparedVariance);
  const reach =
    (normalQuantile / skill) *
    Math.sqrt(
      (read * (1 - read)) / size + centre * centre * hitVariance + (1 - centre) ** 2 * sparedVariance,
    );
  return {
    share,
    interval: { low: within(centre + shift - reach), high: within(centre + shift + reach) },
  };
}

/** A rate with one case added to either side, and the variance of it. */
function adjusted({ right, all }: KnownCases): [rate: number, variance: number] {
  const rate = (right + 1) / (all + 2);
  return [rate, (rate * (1 - rate)) / (all + 2)];
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}
