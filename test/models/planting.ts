import { spawnSync } from 'node:child_process';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import type { Pulling } from './pulling';

/** What somebody may leave where a program of the hub will read or write. */
export const kinds = [
  'a link to a file',
  'a link to a file that is not there',
  'a link to a folder',
  'a link to itself',
  'a hard link',
  'a pipe',
  'a socket',
  'a folder',
  'a file',
] as const;
export type Kind = (typeof kinds)[number];

/** Where. Each is a path in the cache. */
export const places = {
  'unfinished download': (at: Pulling) => `${at.weightsBlob}.incomplete`,
  blob: (at: Pulling) => at.weightsBlob,
  'folder of blobs': (at: Pulling) => at.blobs,
  'file of the snapshot': (at: Pulling) => at.snapshot('model.safetensors'),
  snapshot: (at: Pulling) => path.dirname(at.snapshot('x')),
  'folder of snapshots': (at: Pulling) => path.join(at.repository, 'snapshots'),
  ref: (at: Pulling) => path.join(at.repository, 'refs', 'main'),
  'folder of refs': (at: Pulling) => path.join(at.repository, 'refs'),
  lock: (at: Pulling) =>
    path.join(
      at.cacheFolder,
      '.locks',
      'models--someone--some-clip',
      `${path.basename(at.weightsBlob)}.spellwright.lock`,
    ),
  'folder of locks': (at: Pulling) => path.join(at.cacheFolder, '.locks'),
  'folder of the model': (at: Pulling) => at.repository,
} as const satisfies Record<string, (at: Pulling) => string>;
export type PlaceName = keyof typeof places;

/** Outside the cache: what must stay as it is. */
export class Precious {
  readonly folder: string;
  readonly file: string;
  #sockets: Server[] = [];

  constructor(private readonly pulling: Pulling) {
    this.folder = path.join(pulling.folder, 'precious');
    this.file = path.join(this.folder, 'authorized_keys');
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.file, 'ssh-ed25519 mine\n');
  }

  async plant(kind: Kind, place: PlaceName): Promise<void> {
    const target = places[place](this.pulling);
    mkdirSync(path.dirname(target), { recursive: true });
    rmSync(target, { recursive: true, force: true });
    switch (kind) {
      case 'a link to a file':
        return symlinkSync(this.file, target);
      case 'a link to a file that is not there':
        return symlinkSync(path.join(this.folder, 'new'), target);
      case 'a link to a folder':
        return symlinkSync(this.folder, target);
      case 'a link to itself':
        return symlinkSync(target, target);
      case 'a hard link':
        return linkSync(this.file, target);
      case 'a pipe':
        if (spawnSync('mkfifo', [target]).status !== 0) throw new Error('mkfifo failed');
        return;
      case 'a socket': {
        // Its address may not be longer than about a hundred bytes, so that it is bound to a name nearby and moved.
        const server = createServer();
        const cwd = process.cwd();
        process.chdir(path.dirname(target));
        try {
          await new Promise<void>((resolve, reject) => {
            server.once('error', reject).listen('planted.sock', resolve);
          });
        } finally {
          process.chdir(cwd);
        }
        renameSync(path.join(path.dirname(target), 'planted.sock'), target);
        this.#sockets.push(server);
        return;
      }
      case 'a folder':
        mkdirSync(path.join(target, 'inside'), { recursive: true });
        return writeFileSync(path.join(target, 'inside', 'note'), 'keep');
      case 'a file':
        return writeFileSync(target, 'something');
    }
  }

  /** What has happened to it; undefined: nothing. */
  harm(): string | undefined {
    const there = readdirSync(this.folder);
    if (there.join() !== 'authorized_keys') return `the folder holds ${there.join(', ')}`;
    if (!lstatSync(this.file).isFile()) return 'the file is none any more';
    const text = readFileSync(this.file, 'utf8');
    return text === 'ssh-ed25519 mine\n' ? undefined : `the file holds ${JSON.stringify(text.slice(0, 80))}`;
  }

  async remove(): Promise<void> {
    await Promise.all(this.#sockets.map((server) => new Promise((resolve) => server.close(resolve))));
    this.#sockets = [];
  }
}

/** @returns what the promise brings, or `hung` when it brings nothing for long */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | 'hung'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'hung'>((resolve) => (timer = setTimeout(() => resolve('hung'), ms)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
