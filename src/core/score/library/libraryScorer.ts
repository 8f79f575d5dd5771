import type { EmbedOptions, ImageErrorCode } from '../../ports';
import type { FoundPicture, LibraryRanking, LibrarySpell } from './libraryRanking';

/** What is asked of very many pictures. */
export interface LibraryQuestion {
  /** Absolute. */
  readonly paths: readonly string[];
  /** Embeddings of different texts, of unit length. */
  readonly texts: readonly Float32Array[];
  /** Of each spell, one or more: the numbers of its different texts. */
  readonly spells: readonly (readonly number[])[];
  /** Nearest and farthest pictures that are told of each spell. */
  readonly most: number;
  /**
   * Milliseconds for which a look at these very files holds: whether they have changed is not asked again before. 0 by
   * default, for whoever does not ask with each key.
   */
  readonly lookHoldsMs?: number;
}

/** A picture of a library by its path, the first one where several files are equal. */
export type LibraryPicture = Omit<FoundPicture, 'picture'> & { readonly path: string };

export interface LibraryOutcome extends Omit<LibraryRanking, 'spells'> {
  readonly spells: readonly (Omit<LibrarySpell, 'nearest' | 'farthest'> & {
    readonly nearest: readonly LibraryPicture[];
    readonly farthest: readonly LibraryPicture[];
  })[];
  /** The first of the pictures that could not be read. */
  readonly failures: readonly {
    readonly path: string;
    readonly code: ImageErrorCode;
    readonly detail: string;
  }[];
  /** All of them. */
  readonly failed: number;
}

/** Ranks texts on very many pictures without handing their embeddings to anybody. Beside `Embedder`, as not everything can. */
export interface LibraryScorer {
  /**
   * Makes and keeps the embeddings that are missing first, and tells of that as of `images`: what was made stays made when
   * it is aborted. Rejects with an `EngineError` as `Embedder` does.
   */
  scoreLibrary(question: LibraryQuestion, options?: EmbedOptions): Promise<LibraryOutcome>;
}
