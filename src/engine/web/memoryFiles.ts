/** A file or a folder of them, in memory. Several names may lead to one file. */
interface Entry {
  readonly number: bigint;
  /** Undefined of a folder. */
  bytes: Uint8Array | undefined;
  /** Nanoseconds, later with each change. */
  changed: bigint;
}

/** What Node tells of a file, as far as the engine asks. */
interface Status {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

/** Files in memory, where there is no disk: what the engine needs of Node's file system, with its codes of errors. */
export class MemoryFiles {
  readonly #entries = new Map<string, Entry>([['/', { number: 1n, bytes: undefined, changed: 0n }]]);
  readonly #opened = new Map<number, Entry>();
  #lastNumber = 1n;
  #lastDescriptor = 0;
  #lastTime = 0n;

  /** Puts a file under a name, with the folders around it. @param bytes are not copied */
  put(path: string, bytes: Uint8Array): void {
    for (let end = path.indexOf('/', 1); end !== -1; end = path.indexOf('/', end + 1)) {
      const folder = path.slice(0, end);
      if (!this.#entries.has(folder)) this.#entries.set(folder, this.#made(undefined));
    }
    this.#entries.set(path, this.#made(bytes));
  }

  has(path: string): boolean {
    return this.#entries.has(path);
  }

  makeFolder(path: string): void {
    this.#folderAround(path);
    if (this.#entries.has(path)) throw fault('EEXIST', 'mkdir', path);
    this.#entries.set(path, this.#made(undefined));
  }

  names(folder: string): string[] {
    if (this.#found(folder, 'scandir').bytes) throw fault('ENOTDIR', 'scandir', folder);
    const start = folder === '/' ? '/' : `${folder}/`;
    return [...this.#entries.keys()]
      .filter((path) => path.startsWith(start) && path !== '/' && !path.includes('/', start.length))
      .map((path) => path.slice(start.length));
  }

  bytesOf(path: string): Uint8Array {
    return this.#bytesIn(this.#found(path, 'open'), path);
  }

  /** Another name for the same file, which is no change of it. */
  link(path: string, name: string): void {
    const entry = this.#found(path, 'link');
    this.#folderAround(name);
    if (this.#entries.has(name)) throw fault('EEXIST', 'link', name);
    this.#entries.set(name, entry);
  }

  rename(path: string, name: string): void {
    this.#found(path, 'rename');
    if (this.#entries.has(name)) throw fault('EEXIST', 'rename', name);
    for (const each of this.#within(path)) {
      this.#entries.set(name + each.slice(path.length), this.#entries.get(each)!);
      this.#entries.delete(each);
    }
  }

  /** Removes a file, or a folder with all that is in it, where there is one. */
  remove(path: string): void {
    for (const each of this.#within(path)) this.#entries.delete(each);
  }

  /** @param exclusive makes a file that must not be there */
  open(path: string, exclusive = false): number {
    if (exclusive) {
      this.#folderAround(path);
      if (this.#entries.has(path)) throw fault('EEXIST', 'open', path);
      this.#entries.set(path, this.#made(new Uint8Array(0)));
    }
    this.#opened.set(++this.#lastDescriptor, this.#found(path, 'open'));
    return this.#lastDescriptor;
  }

  close(descriptor: number): void {
    this.#opened.delete(descriptor);
  }

  /** @returns how many bytes there were */
  read(descriptor: number, into: Uint8Array, position: number): number {
    const part = this.#bytesIn(this.#of(descriptor), '').subarray(position, position + into.length);
    into.set(part);
    return part.length;
  }

  append(descriptor: number, bytes: Uint8Array): void {
    const entry = this.#of(descriptor);
    const { length } = this.#bytesIn(entry, '');
    // Room for as much again, so that many small parts do not copy all that is there each time.
    const { buffer } = entry.bytes!;
    const room =
      buffer.byteLength >= length + bytes.length
        ? buffer
        : new ArrayBuffer(Math.max(2 * length, length + bytes.length));
    const whole = new Uint8Array(room, 0, length + bytes.length);
    if (room !== buffer) whole.set(entry.bytes!);
    whole.set(bytes, length);
    entry.bytes = whole;
    entry.changed = this.#now();
  }

  status(of: string | number): Status & { readonly isFolder: boolean } {
    const { number, bytes, changed } = typeof of === 'string' ? this.#found(of, 'stat') : this.#of(of);
    const size = BigInt(bytes?.length ?? 0);
    return { dev: 1n, ino: number, size, mtimeNs: changed, ctimeNs: changed, isFolder: bytes === undefined };
  }

  #made(bytes: Uint8Array | undefined): Entry {
    return { number: ++this.#lastNumber, bytes, changed: this.#now() };
  }

  #now(): bigint {
    const now = BigInt(Date.now()) * 1_000_000n;
    this.#lastTime = now > this.#lastTime ? now : this.#lastTime + 1n;
    return this.#lastTime;
  }

  #found(path: string, syscall: string): Entry {
    const entry = this.#entries.get(path);
    if (!entry) throw fault('ENOENT', syscall, path);
    return entry;
  }

  #bytesIn({ bytes }: Entry, path: string): Uint8Array {
    if (!bytes) throw fault('EISDIR', 'read', path);
    return bytes;
  }

  #of(descriptor: number): Entry {
    const entry = this.#opened.get(descriptor);
    if (!entry) throw fault('EBADF', 'read', String(descriptor));
    return entry;
  }

  #folderAround(path: string): void {
    const around = path.slice(0, path.lastIndexOf('/')) || '/';
    if (this.#found(around, 'open').bytes) throw fault('ENOTDIR', 'open', path);
  }

  #within(path: string): string[] {
    return [...this.#entries.keys()].filter((each) => each === path || each.startsWith(`${path}/`));
  }
}

function fault(code: string, syscall: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${syscall} '${path}'`), { code, syscall, path });
}

/** Those of the engine in this worker. */
export const memoryFiles = new MemoryFiles();
