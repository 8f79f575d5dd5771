/** Stands in for `node:fs` in the worker: files in memory. */
import { memoryFiles } from '../memoryFiles';
import { statusOf, type AskedStatus } from './status';

export const constants = { O_RDONLY: 0, O_NONBLOCK: 0, COPYFILE_FICLONE: 0 };

export const existsSync = (path: string): boolean => memoryFiles.has(path);

export const openSync = (path: string): number => memoryFiles.open(path);

export const closeSync = (descriptor: number): void => memoryFiles.close(descriptor);

export const statSync = (path: string, asked?: AskedStatus): unknown => statusOf(path, asked);

export const fstatSync = (descriptor: number, asked?: AskedStatus): unknown => statusOf(descriptor, asked);

export const readSync = (
  descriptor: number,
  into: Uint8Array,
  offset: number,
  length: number,
  position: number,
): number => memoryFiles.read(descriptor, into.subarray(offset, offset + length), position);

export const readFileSync = (path: string): Uint8Array => memoryFiles.bytesOf(path);

/** There are no links; whoever asks goes on without. */
export const readlinkSync = (path: string): never => {
  throw new Error(`no link: ${path}`);
};

export const readdirSync = (folder: string): string[] => memoryFiles.names(folder);

export const rmSync = (path: string): void => memoryFiles.remove(path);

export async function* createReadStream(
  path: string,
  { highWaterMark }: { readonly highWaterMark: number },
): AsyncGenerator<Uint8Array> {
  const bytes = memoryFiles.bytesOf(path);
  for (let at = 0; at < bytes.length; at += highWaterMark)
    yield await Promise.resolve(bytes.subarray(at, at + highWaterMark));
}

/** Nothing outlives the worker; whoever asks goes on without. */
export const writeFileSync = (path: string): never => {
  throw new Error(`not written: ${path}`);
};
