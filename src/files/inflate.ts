import { constants, unzipSync } from 'node:zlib';

/** The port of `core/infotext`: zlib and gzip, a stream that is cut off as far as it goes. */
export function inflate(bytes: Uint8Array, limit: number): Uint8Array | 'too-large' | undefined {
  try {
    return unzipSync(bytes, { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    const isTooLarge =
      error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return isTooLarge ? 'too-large' : undefined;
  }
}
