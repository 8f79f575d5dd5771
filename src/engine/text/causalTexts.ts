import type { CausalTextTower } from '../checkpoint/clipCheckpoint';
import type { Precision } from '../../core/ports';
import type { EncodedText, EncodeTextsOptions } from '../model';
import { pooledPrefix } from './pooledPrefix';
import type { TextEncoder } from './textEncoder';

export interface CausalTextsOptions {
  readonly pooling: CausalTextTower['pooling'];
  readonly endToken: number;
  readonly encoders: Readonly<Record<Precision, TextEncoder>>;
}

/** Encodes texts with a tower whose tokens read what stands before them: nothing after the pooled token matters. */
export class CausalTexts {
  readonly #options: CausalTextsOptions;

  constructor(options: CausalTextsOptions) {
    this.#options = options;
  }

  /** See `Model.encodeTokens`. */
  encode(
    sequences: readonly (readonly number[])[],
    options: EncodeTextsOptions,
  ): AsyncGenerator<EncodedText[]> {
    const { pooling, endToken, encoders } = this.#options;
    const prefixes = sequences.map((ids) => pooledPrefix(ids, pooling, endToken));
    return encoders[options.precision ?? 'fp32'].encode(prefixes, options);
  }

  prepare(precision: Precision): Promise<void> {
    return this.#options.encoders[precision].prepare();
  }

  async dispose(): Promise<void> {
    const { fp32, int8 } = this.#options.encoders;
    await Promise.all([fp32.dispose(), int8.dispose()]);
  }
}
