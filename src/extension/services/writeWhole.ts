import * as vscode from 'vscode';

/**
 * Writes a file as a whole: where the disk is full, or the window goes, what stood there stays.
 * @throws what the file system says
 */
export async function writeWhole(target: vscode.Uri, text: string): Promise<void> {
  const { fs } = vscode.workspace;
  const bytes = new TextEncoder().encode(text);
  // What a provider of another scheme does with a second name is its own affair.
  if (target.scheme !== 'file') return fs.writeFile(target, bytes);
  const unfinished = target.with({ path: `${target.path}.${crypto.randomUUID()}.tmp` });
  try {
    await fs.writeFile(unfinished, bytes);
    await fs.rename(unfinished, target, { overwrite: true });
  } catch (error) {
    await Promise.resolve(fs.delete(unfinished)).catch(() => undefined);
    throw error;
  }
}
