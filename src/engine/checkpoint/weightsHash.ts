import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { workUnits } from '../workUnits';
import { writeAtomically } from '../writeAtomically';

/**
 * SHA-256 (hex) of a weights file. Half a gigabyte takes a second or two to read, so the answer is remembered under
 * `memoFolder` for as long as the file keeps its path, size, time and inode.
 */
export async function weightsHash(file: string, memoFolder: string | undefined): Promise<string> {
  const { size, mtimeMs, ino } = await stat(file);
  const identity = JSON.stringify([path.resolve(file), size, mtimeMs, ino]);
  const memo = memoFolder && path.join(memoFolder, createHash('sha256').update(identity).digest('hex'));
  if (memo) {
    const known = await readFile(memo, 'utf8').catch(() => '');
    if (/^[0-9a-f]{64}$/.test(known)) return known;
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    hash.update(chunk as Buffer);
    workUnits.progress();
  }
  const digest = hash.digest('hex');
  if (memo) {
    // Without the memo the next start is slower, nothing else.
    await mkdir(memoFolder, { recursive: true })
      .then(() => writeAtomically(memo, digest))
      .catch(() => undefined);
  }
  return digest;
}
