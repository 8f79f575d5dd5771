/** `node:zlib` of a browser, whose own inflating answers later only. */
import { Inflate } from 'pako/lib/inflate';

export const constants = { Z_SYNC_FLUSH: 2 } as const;

/** What zlib says of a stream that is cut off. */
const wantsMore = -5;

/**
 * zlib or gzip; a stream that is cut off gives what is there of it.
 * @throws RangeError `ERR_BUFFER_TOO_LARGE` beyond `maxOutputLength` bytes; Error of what is no such stream
 */
export function unzipSync(
  bytes: Uint8Array,
  { maxOutputLength, chunkSize }: { readonly maxOutputLength: number; readonly chunkSize: number },
): Uint8Array {
  const inflating = new Inflate({ chunkSize, windowBits: 15 + 32 });
  const pieces: Uint8Array[] = [];
  let length = 0;
  inflating.onData = (piece) => {
    length += piece.length;
    if (length > maxOutputLength)
      throw Object.assign(new RangeError('too large'), { code: 'ERR_BUFFER_TOO_LARGE' });
    pieces.push(piece);
  };
  inflating.push(bytes, constants.Z_SYNC_FLUSH);
  if (inflating.err !== 0 && inflating.err !== wantsMore) throw new Error(inflating.msg);
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
