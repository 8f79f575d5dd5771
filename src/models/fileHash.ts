import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { RemoteFile } from './remoteFile';

/**
 * True when the file on disk is, byte for byte, what the hub and the registry say.
 * The hub names small files by git's id, SHA-1 over `blob {size}\0` and the content (git-hash-object).
 */
export async function isIntact(
  path: string,
  { size, sha256, etag }: Pick<RemoteFile, 'size' | 'sha256' | 'etag'>,
  signal?: AbortSignal,
): Promise<boolean> {
  if ((await stat(path)).size !== size) return false;
  const expected: [Hash, string][] = [];
  if (sha256) expected.push([createHash('sha256'), sha256]);
  if (/^[0-9a-f]{40}$/.test(etag)) expected.push([createHash('sha1').update(`blob ${size}\0`), etag]);
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024, signal })) {
    for (const [hash] of expected) hash.update(chunk as Buffer);
  }
  return expected.every(([hash, digest]) => hash.digest('hex') === digest);
}
