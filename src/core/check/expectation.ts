import type { Span, Spanned } from '../spell/span';

/** Levels that "no finding above" may name; `none` lets nothing through. */
export const biasLevels = ['none', 'hint', 'information', 'warning'] as const;
export type BiasLevel = (typeof biasLevels)[number];

/** What every expectation has. Spans are of the text that it stands in: a spell file, or a test file. */
interface Stated {
  /** All of it. */
  readonly span: Span;
  /** The spell that it speaks of, by name or by its place from 1; every spell where it is absent. */
  readonly spell?: Spanned<string>;
}

/** Some pictures only: paths and globs, relative to the file that it stands in. Absent for all of the file's. */
interface OnPictures {
  readonly on?: readonly Spanned<string>[];
}

/** A spell fits better than another on these pictures: beyond doubt, and by more than `by` of mean cosine. */
export interface Beats extends Stated, OnPictures {
  readonly kind: 'beats';
  readonly other: Spanned<string>;
  readonly by: number;
}

/** A spell fits no worse than when its baseline was accepted, or by no more than `within` of mean cosine. */
export interface Keeps extends Stated, OnPictures {
  readonly kind: 'keeps';
  readonly within: number;
}

/** Of all spells of the file this one fits each of these pictures best, ahead by `by` of cosine or more. */
export interface FirstFor extends Stated {
  readonly kind: 'first-for';
  readonly pictures: readonly Spanned<string>[];
  readonly by: number;
}

/** No finding of biased wording is above this level. */
export interface BiasAtMost extends Stated {
  readonly kind: 'bias-at-most';
  readonly level: BiasLevel;
}

/** Every text is read to its end. */
export interface Fits extends Stated {
  readonly kind: 'fits';
}

/** One option of a slot fits better than each other, by the texts that took it. */
export interface Winner extends Stated, OnPictures {
  readonly kind: 'winner';
  /** As it is written, or its place from 1 among the slots with a choice; the only one where it is absent. */
  readonly slot?: Spanned<string>;
  readonly option: Spanned<string>;
  readonly by: number;
}

export type Expectation = Beats | Keeps | FirstFor | BiasAtMost | Fits | Winner;
export type ExpectationKind = Expectation['kind'];

/** What is wrong with an expectation as it is written. Each is an error: the expectation is not tested. */
export type ExpectCode =
  | 'expect-not-a-list'
  | 'expect-not-a-mapping'
  /** None of the keys says what is expected. */
  | 'expect-nothing'
  /** Two of them do. */
  | 'expect-two'
  | 'expect-unknown-key'
  /** An unknown key that is nearly a known one, which `fix` is. */
  | 'expect-key-slip'
  /** A key that does not belong to what is expected. */
  | 'expect-key-elsewhere'
  | 'expect-text'
  | 'expect-margin'
  | 'expect-value'
  | 'expect-too-many'
  /** What needs a spell names none. */
  | 'expect-spell-needed'
  | 'expect-spell-unknown'
  | 'expect-beats-itself'
  | 'expect-slot-needed'
  | 'expect-slot-unknown'
  | 'expect-option-unknown'
  | 'expect-pictures-none';

export interface ExpectProblem {
  readonly code: ExpectCode;
  readonly span: Span;
  /** Where it has a `fix`, that is what mends it when it is written over the span. */
  readonly parameters: Readonly<Record<string, string | number>>;
}
