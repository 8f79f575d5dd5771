import type { Yardstick } from '../../statistics/pairedDifference';
import type { Behind, Standing } from '../fileScore';

/** A picture of a library, and how a text stands to it. */
export interface FoundPicture {
  /** Index among the paths that were asked about. */
  readonly picture: number;
  readonly cosine: number;
  /** p(image | prompt): softmax over all pictures of the library. */
  readonly probability: number;
}

/** How the cosines of a text are spread over the different pictures: equal steps from `low` to `high`. */
export interface Distribution {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** A text; its like are the different texts of its spell. */
export interface LibraryText extends Standing {
  readonly meanCosine: number;
}

/** A spell with prompts; the numbers are those of `ScoredSpell`. */
export interface LibrarySpell extends Standing {
  /** Of its different texts, in their order. */
  readonly texts: readonly LibraryText[];
  /** Index of its best text among them. */
  readonly best: number;
  readonly meanCosine: number;
  readonly chosenCosine: number;
  readonly behind?: Behind;
  readonly yardstick?: Yardstick;
  /** Of its best text. */
  readonly distribution: Distribution;
  /** The pictures that its best text fits best, and worst; each different one once. */
  readonly nearest: readonly FoundPicture[];
  readonly farthest: readonly FoundPicture[];
}

/**
 * What is told of very many pictures: the numbers of a `FileScore` that need no matrix of prompts and pictures, each the
 * same as there, and where each spell has its nearest and farthest pictures.
 */
export interface LibraryRanking {
  /** Readable pictures. */
  readonly pictures: number;
  /** Those that are different files; only equal ones count as one. */
  readonly different: number;
  readonly spells: readonly LibrarySpell[];
  /** Indices of spells, best first. */
  readonly order: readonly number[];
  readonly yardstick?: Yardstick;
}
