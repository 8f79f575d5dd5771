import type { BiasFinding } from '../core/bias/finding';
import type { LineStarts } from '../core/lineStarts';

/** A file of a lint report, as it was read. */
export interface LintedFile {
  /** As people write it here. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineStarts;
  readonly findings: readonly BiasFinding[];
}
