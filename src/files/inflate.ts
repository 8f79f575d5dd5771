import { constants, unzipSync } from 'node:zlib';

/** Bytes that are made room for at once: zlib's own 16 KiB are much for most texts, and hundreds of pieces for a few. */
const room = { least: 1024, most: 512 * 1024, perByte: 4 } as const;

/** The port of `core/infotext`: zlib and gzip, a stream that is cut off as far as it goes. */
export function inflate(bytes: Uint8Array, limit: number): Uint8Array | 'too-large' | undefined {
  try {
    const chunkSize = Math.min(room.most, Math.max(room.least, room.perByte * bytes.length));
    return unzipSync(bytes, { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH, chunkSize });
  } catch (error) {
    const isTooLarge =
      error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return isTooLarge ? 'too-large' : undefined;
  }
}
