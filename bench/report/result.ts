import type { Machine } from '../machine';
import type { Sample } from '../method/interleave';

/** Contestants measured in turn. */
export interface TimedCase {
  readonly id: string;
  readonly title: string;
  /** ISO 8601. */
  readonly measured: string;
  /** Programs that wanted a processor when it ended, over the last minute. */
  readonly load: number;
  readonly samples: Readonly<Record<string, readonly Sample[]>>;
  /** Operations or bytes of one sample, for those whose share of a ceiling is of interest. */
  readonly work: Readonly<Record<string, number>>;
}

/** Figures that are not times of interleaved samples: by row and column. */
export interface FigureTable {
  readonly id: string;
  readonly title: string;
  readonly measured: string;
  readonly load: number;
  readonly rows: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface BenchResult {
  readonly checkpoint: string;
  readonly threads: number;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly timed: readonly TimedCase[];
  readonly figures: readonly FigureTable[];
}
