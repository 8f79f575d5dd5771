import { mean } from '../statistics/moments';
import { fewestObservations, intervalOf, yardstick, type Interval } from '../statistics/pairedDifference';
import type { Sampled } from './shapley';

/** Shapley's values of all units of a text. */
export interface ShapleyTable {
  /** How many orders they were sampled from; absent where they are exact. */
  readonly orders?: number;
  /** In the order of the units. Together they are the score of all units less that of none. */
  readonly values: readonly ShapleyValue[];
}

export interface ShapleyValue {
  /** What the unit adds to the mean cosine, in the mean over all orders in which the units could come. */
  readonly value: number;
  /** Over the pictures: 95 %, for all units together. Absent with fewer than 5 different pictures. */
  readonly interval?: Interval;
  /** Of `value`, by the orders that it was sampled from; 0 where it is exact. */
  readonly standardError: number;
}

/** @param orders that they were sampled from; absent where they are exact */
export function shapleyValues(units: readonly Sampled[], orders?: number): ShapleyTable {
  const pictures = units[0]?.values.length ?? 0;
  const by = pictures >= fewestObservations ? yardstick(pictures, units.length) : undefined;
  return {
    ...(orders !== undefined && { orders }),
    values: units.map(({ values, standardError }) => {
      const value = mean(values);
      return { value, standardError, ...(by && { interval: intervalOf(value, values, by) }) };
    }),
  };
}
