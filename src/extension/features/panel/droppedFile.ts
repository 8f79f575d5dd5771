import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readWithoutWaiting } from '../../../files/readWithoutWaiting';

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
    const handle = await open(file, readWithoutWaiting);
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
