/** What somebody who wants embeddings may use: ours, or something else on the same weights. */
export interface Peer {
  readonly name: string;
  /** Makes use of what it was asked before. */
  readonly remembers?: boolean;
  /** Computes in fewer bits, so that its embeddings differ. */
  readonly approximate?: boolean;
  /** Encodes texts as its users do, tokenising included. */
  encodeTexts(texts: readonly string[]): Promise<Encoded>;
  /** @param pixels `[count, 3, size, size]`, preprocessed, row-major */
  encodeImages?(pixels: Float32Array, count: number): Promise<Encoded>;
}

export interface Encoded {
  /** `[texts or images, embedding width]`, row-major; not of unit length everywhere. */
  readonly embeddings: Float32Array;
  /** Where the peer is another process that measures for itself. */
  readonly ms?: number;
}
