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
