/**
 * `node:fs/promises` over the editor's own file systems, as far as Spellwright asks for it. What they cannot do (links of our
 * own making, pipes, descriptors) fails with `ENOSYS`.
 *
 * A link is known by its mark only: where it leads the editor does not tell. What must stay in a folder is therefore not read
 * through one.
 */
import { dirname } from 'node:path';
import { Buffer } from 'buffer';
import * as vscode from 'vscode';
import { isSaved, uriOf } from '../../services/places';
import { constants } from './fs';
import { fromEditor, systemError } from './systemError';

export { constants };

const { fs } = vscode.workspace;

/** What is told of a file or folder. Without `bigint`, as the few callers that want it compare what is the same here. */
class Stats {
  readonly dev = 0;
  readonly ino = 0;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly #type: vscode.FileType;

  constructor(found: vscode.FileStat, isFollowed: boolean) {
    this.size = found.size;
    this.mtimeMs = found.mtime;
    this.ctimeMs = found.ctime;
    this.#type = isFollowed ? found.type & ~vscode.FileType.SymbolicLink : found.type;
  }

  get mtimeNs(): bigint {
    return BigInt(Math.round(this.mtimeMs)) * 1_000_000n;
  }

  get ctimeNs(): bigint {
    return BigInt(Math.round(this.ctimeMs)) * 1_000_000n;
  }

  isFile(): boolean {
    return this.#type === vscode.FileType.File;
  }

  isDirectory(): boolean {
    return this.#type === vscode.FileType.Directory;
  }

  isSymbolicLink(): boolean {
    return (this.#type & vscode.FileType.SymbolicLink) !== 0;
  }

  /** The editor tells pipes and sockets from nothing else. */
  isFIFO(): boolean {
    return false;
  }

  isSocket(): boolean {
    return false;
  }
}

class Dirent {
  readonly #type: vscode.FileType;

  constructor(
    readonly parentPath: string,
    readonly name: string,
    type: vscode.FileType,
  ) {
    this.#type = type;
  }

  isFile(): boolean {
    return this.#type === vscode.FileType.File;
  }

  isDirectory(): boolean {
    return this.#type === vscode.FileType.Directory;
  }

  isSymbolicLink(): boolean {
    return (this.#type & vscode.FileType.SymbolicLink) !== 0;
  }
}

async function asked<T>(path: string, ask: (uri: vscode.Uri) => Thenable<T>): Promise<T> {
  // As Node says of a name that no file can have.
  if (path.includes('\0')) throw systemError('ERR_INVALID_ARG_VALUE', path);
  try {
    return await ask(uriOf(path));
  } catch (error) {
    throw fromEditor(error, path);
  }
}

export async function stat(path: string, _options?: object): Promise<Stats> {
  const found = await asked(path, (uri) => fs.stat(uri));
  if (found.type === vscode.FileType.SymbolicLink) throw systemError('ENOENT', path); // it leads to nothing
  return new Stats(found, true);
}

export async function lstat(path: string, _options?: object): Promise<Stats> {
  return new Stats(await asked(path, (uri) => fs.stat(uri)), false);
}

/** What lies behind a link is in no folder that anybody may have meant. */
const behindLink = '/behind-a-link';

/**
 * The path itself, where neither it nor a folder around it is a link; else one that lies in no folder.
 * @throws `ENOENT`, also for a link that leads to nothing
 */
export async function realpath(path: string): Promise<string> {
  await stat(path);
  const root = workspaceFolderAround(path);
  for (let at = path; at !== root && at !== dirname(at); at = dirname(at)) {
    if ((await lstat(at)).isSymbolicLink()) return behindLink + path;
    // Outside of the workspace only the file itself can be asked about.
    if (root === undefined) break;
  }
  return path;
}

function workspaceFolderAround(path: string): string | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uriOf(path));
  if (!folder || !isSaved(folder.uri)) return undefined;
  const uri = uriOf(path);
  return path.slice(0, path.length - (uri.path.length - folder.uri.path.length));
}

/** No link's target is told. */
export function readlink(path: string): Promise<string> {
  return Promise.reject(systemError('ENOSYS', path));
}

export async function access(path: string, mode: number = constants.F_OK): Promise<void> {
  const found = await asked(path, (uri) => fs.stat(uri));
  const mayWrite = vscode.workspace.fs.isWritableFileSystem(uriOf(path).scheme) !== false;
  const isReadonly = found.permissions === vscode.FilePermission.Readonly;
  if ((mode & constants.W_OK) !== 0 && (!mayWrite || isReadonly)) throw systemError('EACCES', path);
}

export async function readdir(
  path: string,
  options?: { readonly withFileTypes?: boolean },
): Promise<Dirent[] | string[]> {
  const entries = await asked(path, (uri) => fs.readDirectory(uri));
  return options?.withFileTypes
    ? entries.map(([name, type]) => new Dirent(path, name, type))
    : entries.map(([name]) => name);
}

export async function opendir(path: string, _options?: object): Promise<AsyncIterable<Dirent>> {
  const entries = (await readdir(path, { withFileTypes: true })) as Dirent[];
  return (async function* () {
    yield* entries;
  })();
}

export async function readFile(
  path: string,
  options?: BufferEncoding | { readonly encoding?: BufferEncoding },
): Promise<Buffer | string> {
  const bytes = Buffer.from(await asked(path, (uri) => fs.readFile(uri)));
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return encoding === undefined ? bytes : bytes.toString(encoding);
}

/** @param options `flag: 'wx'` refuses a name that is taken; between asking and writing another may take it */
export async function writeFile(
  path: string,
  data: string | Uint8Array,
  options?: { readonly flag?: string } | BufferEncoding,
): Promise<void> {
  const isNew = typeof options === 'object' && options.flag?.includes('x');
  if (isNew && (await isThere(path))) throw systemError('EEXIST', path);
  // Node makes no folders either; the editor would.
  await stat(dirname(path));
  await asked(path, (uri) => fs.writeFile(uri, typeof data === 'string' ? Buffer.from(data) : data));
}

export async function mkdir(path: string, options?: { readonly recursive?: boolean }): Promise<void> {
  if (!options?.recursive) {
    if (await isThere(path)) throw systemError('EEXIST', path);
    await stat(dirname(path));
  }
  await asked(path, (uri) => fs.createDirectory(uri));
}

/** Its folder is made with those around it. */
export async function mkdtemp(prefix: string): Promise<string> {
  const folder = prefix + globalThis.crypto.randomUUID();
  await mkdir(folder, { recursive: true });
  return folder;
}

export async function rename(from: string, to: string): Promise<void> {
  await asked(from, (uri) => fs.rename(uri, uriOf(to), { overwrite: true }));
}

export async function copyFile(from: string, to: string, mode = 0): Promise<void> {
  await asked(from, (uri) => fs.copy(uri, uriOf(to), { overwrite: (mode & constants.COPYFILE_EXCL) === 0 }));
}

/** Whoever can do without a link copies. */
export function link(from: string, _to: string): Promise<void> {
  return Promise.reject(systemError('ENOSYS', from));
}

export async function rm(
  path: string,
  options?: { readonly force?: boolean; readonly recursive?: boolean },
): Promise<void> {
  try {
    await asked(path, (uri) => fs.delete(uri, { recursive: options?.recursive ?? false }));
  } catch (error) {
    if (!options?.force || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** A file that is open for reading: its bytes are read with the first that is asked for. */
class FileHandle {
  readonly fd = -1;
  #bytes: Promise<Uint8Array> | undefined;
  #next = 0;

  constructor(
    readonly path: string,
    private readonly found: Stats,
  ) {}

  stat(_options?: object): Promise<Stats> {
    return Promise.resolve(this.found);
  }

  async readFile(): Promise<Buffer> {
    return Buffer.from(await this.#read());
  }

  async read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ readonly bytesRead: number; readonly buffer: Uint8Array }> {
    const bytes = await this.#read();
    const start = position ?? this.#next;
    const part = bytes.subarray(start, start + length);
    buffer.set(part, offset);
    if (position === null) this.#next = start + part.length;
    return { bytesRead: part.length, buffer };
  }

  #read(): Promise<Uint8Array> {
    return (this.#bytes ??= asked(this.path, (uri) => fs.readFile(uri)));
  }

  close(): Promise<void> {
    this.#bytes = undefined;
    return Promise.resolve();
  }
}
export type { FileHandle };

/** For reading only. */
export async function open(path: string, flags: number | string = constants.O_RDONLY): Promise<FileHandle> {
  if (flags !== constants.O_RDONLY && flags !== 'r') throw systemError('ENOSYS', path);
  return new FileHandle(path, await stat(path));
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
