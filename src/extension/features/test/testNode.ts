import type { Span } from '../../../core/spell/spell';

/** A file, a spell or an expectation as the Test Explorer shows it; knows nothing of VS Code. */
export interface TestNode {
  /** The same as long as it means the same: unique among the nodes beside it. */
  readonly id: string;
  readonly label: string;
  /** Of the file that `span` is in, as a URI; the parent's when undefined. */
  readonly uri?: string;
  /** Where it is written; undefined for all of the file. */
  readonly span?: Span;
  /** The same, where only the line is known; from 1. */
  readonly line?: number;
  /** Why it cannot be run, and what to do. */
  readonly error?: string;
  /** All that its result depends on in the text: a result belongs to one of these. */
  readonly basis: string;
  readonly children: readonly TestNode[];
}
