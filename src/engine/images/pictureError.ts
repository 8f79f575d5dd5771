import type { ImageErrorCode } from '../../core/ports';

/** Why one picture has no embedding. It becomes an `ok: false` outcome; it never stops the others. */
export class PictureError extends Error {
  /** @param detail what the system, the decoder or the limit said; the same in every language */
  constructor(
    readonly code: ImageErrorCode,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${detail}`, options);
    this.name = 'PictureError';
  }
}
