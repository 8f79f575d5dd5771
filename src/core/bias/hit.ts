import type { Rule, Term } from './rule';

/** A rule's term in a reading; offsets are the reading's. */
export interface Hit {
  readonly rule: Rule;
  readonly term: Term;
  readonly start: number;
  readonly end: number;
  /** The group that a trait is said of. */
  readonly group?: string;
  /** Another person than the one of whom the same clause says a gender. */
  readonly besideStated?: boolean;
  /** The word names a thing or clothes an animal: never more than a hint. */
  readonly drawsNobody?: boolean;
}
