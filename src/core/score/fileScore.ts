import type { Checkpoint, ImageErrorCode } from '../ports';
import type { Expansion, SyntaxDiagnostic } from '../spell/spell';
import type { Interval, Yardstick } from '../statistics/pairedDifference';
import type { RankRange } from '../statistics/rankRanges';

/**
 * Scores of one spell file on one set of reference pictures by one checkpoint: what every table and view shows.
 * docs/statistics.md says what each number means. Means over pictures count near-duplicates as one picture.
 */
export interface FileScore {
  readonly checkpoint: Checkpoint;
  /** The readable pictures: columns of the matrices. */
  readonly images: readonly ScoredImage[];
  /** How many of them are different: `group` numbers there are. */
  readonly differentImages: number;
  readonly failures: readonly {
    readonly path: string;
    readonly code: ImageErrorCode;
    readonly detail: string;
  }[];
  /** Every expansion of every spell, in file order: rows of the matrices. */
  readonly prompts: readonly ScoredPrompt[];
  /** Row numbers: spells best first, and the prompts of each best first; empty when there is no readable picture. */
  readonly ranking: readonly number[];
  /** What filling the slots met: missing wildcards, a sample instead of every combination. */
  readonly diagnostics: readonly SyntaxDiagnostic[];
  /** One entry per spell, in file order. */
  readonly spells: readonly ScoredSpell[];
  /** How differences between spells are judged; absent with fewer than 5 different pictures, 2 spells, or more than 512. */
  readonly yardstick?: Yardstick;
  /** cos(I, T), row-major prompts × images. */
  readonly cosine: Float32Array;
  /**
   * p(prompt | image) within a spell: softmax over the spell's different texts for each image, row-major prompts × images.
   * Prompts that read the same share one value.
   */
  readonly promptGivenImage: Float32Array;
  /**
   * p(spell | image): softmax over the file's spells for each image, each standing with its best text, row-major
   * spells × images. Spells that stand with the same text share one value; 0 for a spell without a prompt.
   */
  readonly spellGivenImage: Float32Array;
  /** p(image | prompt): softmax over images for each prompt, row-major prompts × images; each row sums to 1. */
  readonly imageGivenPrompt: Float32Array;
}

/** What is told of a file's spells without a number for each picture: of a few pictures, or of a library. */
export type Standings = Pick<
  FileScore,
  | 'checkpoint'
  | 'differentImages'
  | 'failures'
  | 'prompts'
  | 'ranking'
  | 'diagnostics'
  | 'spells'
  | 'yardstick'
> & {
  /** The readable pictures. */
  readonly images: { readonly length: number };
};

export interface ScoredImage {
  readonly path: string;
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  /** Near-duplicates share a number; numbers run from 0. */
  readonly group: number;
}

/** How something stands among its like. */
export interface Standing {
  /** 1 is best, by mean cosine; equals share a rank. 0 when there is no readable picture to rank by. */
  readonly rank: number;
  /** The ranks that it may truly have; those of all its like hold together in 95 % of cases. Absent when too few pictures can say. */
  readonly ranks?: RankRange;
  /** Mean over images of its probability among its like. */
  readonly meanProbability: number;
  /** Images that it fits best among its like; one that it fits as well as another counts for both. */
  readonly fitsBest: number;
}

/** A prompt; its like are the different texts of its own spell. */
export interface ScoredPrompt extends Standing {
  /** Row in the matrices. */
  readonly row: number;
  /** Index of its spell in the file. */
  readonly spell: number;
  readonly expansion: Expansion;
  /** Row of the first prompt of its spell that reads the same to the checkpoint; its own where there is none before. */
  readonly sameAs: number;
  readonly tokenCount: number;
  /**
   * Offset in `expansion.text` of the first word beyond the context; its length when only the template's tail is lost;
   * undefined when all fitted.
   */
  readonly lostFrom?: number;
  readonly meanCosine: number;
}

/** A spell; its like are the other spells of the file. One without a prompt comes last. */
export interface ScoredSpell extends Standing {
  readonly spell: number;
  /** Row of its best text, by mean cosine; undefined for a spell with no prompt. */
  readonly best?: number;
  readonly rows: readonly number[];
  /** Different texts among `rows`. */
  readonly texts: number;
  /** Combinations that exist, which may be more than `rows` when sampled. */
  readonly total: number;
  readonly sampled: boolean;
  /**
   * What the spell is ranked by: the mean cosine of the text that is chosen on some of the pictures, on the others. With
   * one text that is its mean cosine.
   */
  readonly meanCosine: number;
  /** Mean cosine of its best text on the very pictures that chose it: too good, the more so the more texts there are. */
  readonly chosenCosine: number;
  /** How far it is behind the first; absent for the first, and without pictures. */
  readonly behind?: Behind;
  /** How differences between its texts are judged; absent with fewer than 5 different pictures, 2 texts, or more than 512. */
  readonly yardstick?: Yardstick;
}

export interface Behind {
  /** Its mean cosine minus that of the first: 0 or less. */
  readonly difference: number;
  /**
   * 95 %, for all pairs of spells together. Absent with fewer than 5 different pictures or more than 512 spells, and for a
   * spell that reads the same as the first.
   */
  readonly interval?: Interval;
}
