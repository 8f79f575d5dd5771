import type { Checkpoint, ImageErrorCode } from '../ports';
import type { Expansion, SyntaxDiagnostic } from '../spell/spell';

/** Scores of one spell file on one set of reference pictures by one checkpoint: what every table and view shows. */
export interface FileScore {
  readonly checkpoint: Checkpoint;
  /** The readable pictures: columns of the matrices. */
  readonly images: readonly ScoredImage[];
  readonly failures: readonly {
    readonly path: string;
    readonly code: ImageErrorCode;
    readonly detail: string;
  }[];
  /** Every expansion of every spell, in file order: rows of the matrices. */
  readonly prompts: readonly ScoredPrompt[];
  /** Row numbers, best first; empty when there is no readable picture. */
  readonly ranking: readonly number[];
  /** What filling the slots met: missing wildcards, a sample instead of every combination. */
  readonly diagnostics: readonly SyntaxDiagnostic[];
  /** One entry per spell, in file order. A spell stands where its best expansion stands. */
  readonly spells: readonly ScoredSpell[];
  /** cos(I, T), row-major prompts × images. */
  readonly cosine: Float32Array;
  /** p(prompt | image): softmax over prompts for each image, row-major prompts × images; each column sums to 1. */
  readonly promptGivenImage: Float32Array;
  /** p(image | prompt): softmax over images for each prompt, row-major prompts × images; each row sums to 1. */
  readonly imageGivenPrompt: Float32Array;
}

export interface ScoredImage {
  readonly path: string;
  readonly hash: string;
  readonly width: number;
  readonly height: number;
}

export interface ScoredPrompt {
  /** Row in the matrices. */
  readonly row: number;
  /** Index of its spell in the file. */
  readonly spell: number;
  readonly expansion: Expansion;
  readonly tokenCount: number;
  /**
   * Offset in `expansion.text` of the first word beyond the context; its length when only the template's tail is lost;
   * undefined when all fitted.
   */
  readonly lostFrom?: number;
  /** 1 is best; 0 when there is no readable picture to rank by. */
  readonly rank: number;
  /**
   * True when it cannot be told from the prompt ranked just above: the paired bootstrap interval of their difference
   * spans 0 or, with fewer than 5 images, the two are equal.
   */
  readonly tiedWithPrevious: boolean;
  /** Mean over images of p(prompt | image). */
  readonly meanProbability: number;
  /** Bootstrap interval (95 %) of the mean, with 5 images or more; see `Bootstrap`. */
  readonly interval?: Interval;
  readonly meanCosine: number;
}

export interface ScoredSpell {
  readonly spell: number;
  /** 1 is best, among spells; 0 when there is no readable picture. A spell with no prompt comes last. */
  readonly rank: number;
  /** Its best prompt cannot be told from that of the spell ranked just above or just below; see `tiedWithPrevious`. */
  readonly tied: boolean;
  /** Row of its best expansion; undefined for a spell with no prompt. */
  readonly best?: number;
  readonly rows: readonly number[];
  /** Combinations that exist, which may be more than `rows` when sampled. */
  readonly total: number;
  readonly sampled: boolean;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}
