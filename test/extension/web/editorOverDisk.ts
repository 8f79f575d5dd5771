/** As much of `vscode` as the stand-ins for Node's files ask for, over this machine's disks: bundled in place of it. */
import type { Stats } from 'node:fs';
import type * as promises from 'node:fs/promises';

export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };
export const FilePermission = { Readonly: 1 };

export class FileSystemError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly authority: string,
    readonly path: string,
  ) {}

  static from({ scheme, authority, path }: Uri): Uri {
    return new Uri(scheme, authority, path);
  }

  static file(path: string): Uri {
    return new Uri('file', '', path);
  }
}

const kinds: Readonly<Record<string, string>> = {
  ENOENT: 'FileNotFound',
  EISDIR: 'FileIsADirectory',
  ENOTDIR: 'FileNotADirectory',
  EEXIST: 'FileExists',
  EACCES: 'NoPermissions',
};

async function asEditor<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw new FileSystemError(kinds[(error as NodeJS.ErrnoException).code ?? ''] ?? 'Unknown');
  }
}

function typeOf(found: Stats): number {
  return found.isDirectory() ? FileType.Directory : found.isFile() ? FileType.File : FileType.Unknown;
}

/** As the editor's own provider for disks: of a link, what it leads to, marked. */
async function marked(path: string): Promise<{ found: Stats; type: number }> {
  const own = await workspace.disks.lstat(path);
  if (!own.isSymbolicLink()) return { found: own, type: typeOf(own) };
  const found = await workspace.disks.stat(path).catch(() => undefined);
  return { found: found ?? own, type: (found ? typeOf(found) : 0) | FileType.SymbolicLink };
}

export const workspace = {
  root: '',
  /** Node's own, handed in: what is imported here has a stand-in. */
  disks: undefined as unknown as typeof promises,
  getWorkspaceFolder: ({ path }: Uri) =>
    path.startsWith(workspace.root) ? { uri: Uri.file(workspace.root) } : undefined,
  fs: {
    isWritableFileSystem: () => true,
    stat: ({ path }: Uri) =>
      asEditor(
        marked(path).then(({ found, type }) => ({
          type,
          size: found.size,
          mtime: found.mtimeMs,
          ctime: found.ctimeMs,
        })),
      ),
    readFile: ({ path }: Uri) => asEditor(workspace.disks.readFile(path)),
    writeFile: ({ path }: Uri, bytes: Uint8Array) => asEditor(workspace.disks.writeFile(path, bytes)),
    readDirectory: ({ path }: Uri) =>
      asEditor(
        workspace.disks
          .readdir(path)
          .then((names) =>
            Promise.all(names.map(async (name) => [name, (await marked(`${path}/${name}`)).type] as const)),
          ),
      ),
    createDirectory: ({ path }: Uri) => asEditor(workspace.disks.mkdir(path, { recursive: true })),
    rename: (from: Uri, to: Uri) => asEditor(workspace.disks.rename(from.path, to.path)),
    copy: (from: Uri, to: Uri, { overwrite }: { overwrite: boolean }) =>
      asEditor(workspace.disks.copyFile(from.path, to.path, overwrite ? 0 : 1)),
    delete: ({ path }: Uri, { recursive }: { recursive: boolean }) =>
      asEditor(workspace.disks.rm(path, { recursive })),
  },
};
