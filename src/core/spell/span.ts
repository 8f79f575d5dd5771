/** A half-open range of UTF-16 code units in a source text, as VS Code's `TextDocument.positionAt` counts them. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Spanned<T> {
  readonly value: T;
  readonly span: Span;
}
