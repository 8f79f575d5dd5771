import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * The path on this machine that a dropped address means, for the process that reads pictures; undefined for addresses
 * of other file systems. In a remote window the explorer names files of this machine with the scheme `vscode-remote`.
 */
export function pathOfDropped(uri: string): string | undefined {
  try {
    const url = new URL(uri);
    if (url.protocol === 'vscode-remote:') return fileURLToPath(`file://${url.pathname}`);
    return url.protocol === 'file:' ? fileURLToPath(url) : undefined;
  } catch {
    return undefined; // not an address, or one of a file that cannot be on this system
  }
}

/** What tells a file's format; undefined for what is no file or cannot be read. */
export async function firstBytes(file: string): Promise<Uint8Array | undefined> {
  try {
    // O_NONBLOCK: opening a named pipe must not wait for a writer that never comes.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      if (!(await handle.stat()).isFile()) return undefined;
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
