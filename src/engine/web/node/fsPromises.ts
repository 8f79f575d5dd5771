/** Stands in for `node:fs/promises` in the worker: files in memory. */
import { memoryFiles } from '../memoryFiles';
import { statusOf, type AskedStatus } from './status';

class MemoryHandle {
  constructor(readonly fd: number) {}

  read = async (
    into: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }> => ({
    bytesRead: memoryFiles.read(this.fd, into.subarray(offset, offset + length), position),
  });

  write = async (bytes: Uint8Array): Promise<void> => memoryFiles.append(this.fd, bytes);

  stat = async (asked?: AskedStatus): Promise<unknown> => statusOf(this.fd, asked);

  sync = (): Promise<void> => Promise.resolve();

  close = async (): Promise<void> => memoryFiles.close(this.fd);
}

export const open = async (path: string, flags: unknown): Promise<unknown> =>
  new MemoryHandle(memoryFiles.open(path, flags === 'wx'));

export const stat = async (path: string, asked?: AskedStatus): Promise<unknown> => statusOf(path, asked);

export const lstat = stat;

export const readFile = async (path: string, encoding?: 'utf8'): Promise<Buffer | string> => {
  const { buffer, byteOffset, byteLength } = memoryFiles.bytesOf(path);
  const bytes = Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  return encoding ? bytes.toString(encoding) : bytes;
};

export const writeFile = async (path: string, content: string | Uint8Array): Promise<void> =>
  memoryFiles.put(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);

export const readdir = async (folder: string): Promise<string[]> => memoryFiles.names(folder);

export const mkdir = async (folder: string): Promise<void> => memoryFiles.makeFolder(folder);

export const mkdtemp = async (start: string): Promise<string> => {
  const folder = `${start}${crypto.randomUUID()}`;
  memoryFiles.put(`${folder}/owner`, new Uint8Array(0));
  return folder;
};

export const rm = async (path: string): Promise<void> => memoryFiles.remove(path);

export const rmdir = rm;

export const rename = async (path: string, name: string): Promise<void> => memoryFiles.rename(path, name);

export const link = async (path: string, name: string): Promise<void> => memoryFiles.link(path, name);

/** Files are written once, by whom they are made: a copy is as good as a second name. */
export const copyFile = link;

export const realpath = async (path: string): Promise<string> => {
  memoryFiles.status(path);
  return path;
};
