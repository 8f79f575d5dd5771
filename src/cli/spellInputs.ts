import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { findSpellFiles } from '../files/findNamedFiles';
import { commandLineReach, type Reach } from '../files/reach';
import { readTextFile, readTextStream } from '../files/readTextFile';

/** A text that the command line names. */
export interface SpellInput {
  /** Absolute. That of a pipe is `-` in the current folder, so that what it names is relative to that. */
  readonly path: string;
  readonly isPipe: boolean;
  /** How far what the text names may reach. */
  readonly reach: Reach;
  /** @throws FileError; the signal's reason */
  read(): Promise<string>;
}

export interface InputOptions {
  /** Folders that spell files may search besides their own. */
  readonly allowed?: readonly string[];
  readonly signal: AbortSignal;
  /** Told now and then, while a large folder is searched, how many names have been read. */
  readonly onVisited?: (names: number) => void;
}

/**
 * The texts that a word of the command line names: `-`, `/dev/stdin` and `/dev/fd/…` are pipes, a folder stands for the spell files in it,
 * all else is a file.
 * @throws FileError for a folder without spell files
 */
export async function spellInputs(
  named: string,
  { allowed = [], signal, onVisited }: InputOptions,
): Promise<SpellInput[]> {
  const current = process.cwd();
  const reachFrom = (folder: string): Promise<Reach> =>
    commandLineReach(folder, { current, allowed: allowed.map((each) => resolve(each)) });
  const stream = pipeOf(named);
  if (stream) {
    const path = resolve('-');
    const read = (): Promise<string> => readTextStream(stream(), path, signal);
    return [{ path, isPipe: true, reach: await reachFrom(current), read }];
  }
  const { paths, folder } = await findSpellFiles(named, signal, onVisited);
  const reaches = new Map<string, Promise<Reach>>();
  return Promise.all(
    paths.map(async (path) => {
      const at = dirname(path);
      if (!reaches.has(at)) reaches.set(at, reachFrom(at));
      const reach = await reaches.get(at)!;
      // Whoever names a folder did not choose where the links in it lead.
      const within = folder === undefined ? undefined : [folder, ...reach.folders];
      return { path, isPipe: false, reach, read: () => readTextFile(path, { within }) };
    }),
  );
}

/** What a shell's `<(…)` is named on Linux and macOS. */
const descriptorPath = /^\/(?:dev|proc\/self)\/fd\/(\d{1,9})$/;

/** How to read a pipe that this process was given; undefined for everything that is a file or has to be opened. */
function pipeOf(named: string): (() => Readable) | undefined {
  if (named === '-' || named === '/dev/stdin') return () => process.stdin;
  const descriptor = descriptorPath.exec(named)?.[1];
  if (descriptor === undefined) return undefined;
  const fd = Number(descriptor);
  if (fd === 0) return () => process.stdin;
  try {
    const stat = fstatSync(fd);
    // Through the event loop: a thread that waits for a pipe could not be interrupted.
    if (stat.isFIFO() || stat.isSocket()) return () => new Socket({ fd, readable: true, writable: false });
  } catch {
    // There is no such descriptor; opening it says so.
  }
  return undefined;
}
