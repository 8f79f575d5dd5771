import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Deletes the oldest files under a folder until the rest takes 90 % of `maxBytes` at most; nothing when it fits already. */
export async function evictOldest(folder: string, maxBytes: number): Promise<void> {
  const files: { path: string; bytes: number; time: number }[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // Another process may be evicting too: what is gone already is no error.
    const status = await stat(path).catch(() => undefined);
    if (status) files.push({ path, bytes: status.size, time: status.mtimeMs });
  }
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= maxBytes) return;
  files.sort((a, b) => a.time - b.time);
  for (const { path, bytes } of files) {
    if (total <= maxBytes * 0.9) return;
    await rm(path, { force: true });
    total -= bytes;
  }
}
