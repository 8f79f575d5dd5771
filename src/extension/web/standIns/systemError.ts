import * as vscode from 'vscode';

/** An error as Node's own: whoever catches it goes by its code. */
export function systemError(code: string, path: string, cause?: unknown): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`, { cause }), { code, path });
}

const codes: Readonly<Record<string, string>> = {
  FileNotFound: 'ENOENT',
  FileExists: 'EEXIST',
  FileNotADirectory: 'ENOTDIR',
  FileIsADirectory: 'EISDIR',
  NoPermissions: 'EACCES',
  Unavailable: 'EIO',
};

/** What the editor's file system said, as Node would. */
export function fromEditor(error: unknown, path: string): NodeJS.ErrnoException {
  const code = error instanceof vscode.FileSystemError ? codes[error.code] : undefined;
  return systemError(code ?? 'EIO', path, error);
}
