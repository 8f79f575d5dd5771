/** `node:fs` of a window without disks. What is asked for at once must have been read before: see `prepare`. */
import { Buffer } from 'buffer';
import { systemError } from './systemError';

export const constants = {
  F_OK: 0,
  R_OK: 4,
  W_OK: 2,
  COPYFILE_EXCL: 1,
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 64,
  O_EXCL: 128,
  O_APPEND: 1024,
} as const;

const prepared = new Map<string, Uint8Array>();

/** Keeps a file's bytes for `readFileSync`, which cannot wait for them. */
export function prepare(path: string, bytes: Uint8Array): void {
  prepared.set(path, bytes);
}

/** @throws `ENOENT` for what was not prepared */
export function readFileSync(path: string, encoding?: BufferEncoding): Buffer | string {
  const bytes = prepared.get(path);
  if (!bytes) throw systemError('ENOENT', path);
  return encoding === undefined ? Buffer.from(bytes) : Buffer.from(bytes).toString(encoding);
}
