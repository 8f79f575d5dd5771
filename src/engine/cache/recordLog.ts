import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { evictOldest } from '../../files/evictOldest';
import { makeFolders } from '../../files/makeFolders';
import { writeAtomically } from '../../files/writeAtomically';

export interface RecordLogOptions {
  /** Of this log alone. */
  readonly folder: string;
  /** What the records are of: those of another context do not count. */
  readonly context: string;
  /** Every record has as many, beside its key. */
  readonly payloadBytes: number;
  /** `folder`, or one around it that other logs share: together they take `maxBytes` at most. */
  readonly limitedFolder: string;
  readonly maxBytes: number;
  /** Told once when nothing can be kept. */
  readonly onUnwritable: (error: unknown) => void;
}

const magic = Buffer.from('SPW3');
const keyBytes = 32;
const checksumBytes = 16;
const segmentPattern = /^[0-9a-z]{10}-[0-9a-f]{16}\.log$/;
/** A segment that has so many bytes is followed by another; a limit is kept to this fineness. */
const mostSegmentBytes = 32 * 1024 * 1024;
/** What lies behind so many bytes of a segment is not looked at: writers that begin one at once make it no longer. */
const mostLookedAt = 2 * mostSegmentBytes;
/** A segment with more places that look like a record and are none is not looked at further. */
const mostUnsound = 10_000;
/** Read at once while a segment is looked through, and while many records are fetched. */
const readBytes = 1024 * 1024;
/** A table of contents is written for so many bytes that would have to be looked through at the next start. */
const untabledBytes = 1024 * 1024;
/** Records further apart than this are read by themselves. */
const widestGap = 64 * 1024;

/** A file of records; those up to `scanned` are known. */
interface Segment {
  readonly name: string;
  readonly number: number;
  scanned: number;
  /** Of `scanned`, what the table of contents beside it covers. */
  tabled: number;
  /** Places that looked like a record and were none. */
  unsound: number;
}

/** Where a record lies. */
interface Place {
  readonly segment: Segment;
  readonly offset: number;
  /** Its checksum was computed by this process and found right. */
  isChecked: boolean;
}

/**
 * Records of one size under keys of 32 bytes (hex), in a few files that only grow: `magic, key, payload, checksum` each,
 * the checksum the first half of a SHA-256 of the context and all of it. Any number of processes append to the same file,
 * whole records in one write each, which the system puts behind each other. What a killed writer or a full disk has cut off
 * has no right checksum: it is passed over up to the next record, wherever that begins. A later record of a key replaces an
 * earlier one.
 *
 * Beside each file lies a table of its contents, so that a start need not read it; it can be made again at any time.
 */
export class RecordLog {
  readonly #options: RecordLogOptions;
  readonly #recordBytes: number;
  readonly #segments = new Map<string, Segment>();
  readonly #places = new Map<string, Place>();
  #refreshing: Promise<void> | undefined;
  #waiting: { readonly key: string; readonly payload: Buffer; readonly done: (isKept: boolean) => void }[] =
    [];
  #isWriting = false;
  #isWritable = true;
  #hasEvicted = false;

  constructor(options: RecordLogOptions) {
    this.#options = options;
    this.#recordBytes = magic.length + keyBytes + options.payloadBytes + checksumBytes;
  }

  /** How many keys are known, after the last `refresh`. */
  get size(): number {
    return this.#places.size;
  }

  /** Whether a key is known, after the last `refresh`. Its record may still turn out to be damaged. */
  has(key: string): boolean {
    return this.#places.has(key);
  }

  /** The payload, also of another process's record; undefined where none is there or it is damaged. Never rejects. */
  async get(key: string): Promise<Buffer | undefined> {
    if (!this.#places.has(key)) await this.refresh();
    let found: Buffer | undefined;
    await this.getMany([key], (_, payload) => (found = Buffer.from(payload)));
    return found;
  }

  /**
   * Fetches many records in the order in which they lie, which is not that of the keys.
   * @param keys each once
   * @param take gets each that is there and sound; the bytes are another's after it returns
   */
  async getMany(keys: readonly string[], take: (index: number, payload: Buffer) => void): Promise<void> {
    const wanted = keys.flatMap((key, index) => {
      const place = this.#places.get(key);
      return place ? [{ key, index, place }] : [];
    });
    wanted.sort((a, b) => a.place.segment.number - b.place.segment.number || a.place.offset - b.place.offset);
    const record = this.#recordBytes;
    for (let from = 0; from < wanted.length;) {
      const { segment, offset } = wanted[from]!.place;
      let to = from + 1;
      while (to < wanted.length) {
        const next = wanted[to]!.place;
        const last = wanted[to - 1]!.place.offset;
        if (next.segment !== segment || next.offset + record - offset > readBytes) break;
        if (next.offset - last - record > widestGap) break;
        to++;
      }
      const run = wanted.slice(from, to);
      const bytes = await this.#read(segment, offset, run.at(-1)!.place.offset + record - offset);
      for (const { key, index, place } of run) {
        const start = place.offset - offset;
        const isHere = bytes.length >= start + record && isOf(bytes, start, key);
        if (isHere && (place.isChecked || this.#isSound(bytes, start))) {
          place.isChecked = true;
          take(index, bytes.subarray(start + magic.length + keyBytes, start + record - checksumBytes));
        } else this.#places.delete(key);
      }
      from = to;
    }
  }

  /**
   * Never rejects: what cannot be kept costs time, not results.
   * @returns whether it was handed to the system
   */
  put(key: string, payload: Buffer): Promise<boolean> {
    if (!this.#isWritable) return Promise.resolve(false);
    return new Promise((done) => {
      this.#waiting.push({ key, payload, done });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  /** Takes notice of what has been appended since, by any process. Never rejects. */
  refresh(): Promise<void> {
    return (this.#refreshing ??= this.#lookThrough().finally(() => (this.#refreshing = undefined)));
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    await Promise.resolve(); // those that are put in the same turn go together
    while (this.#waiting.length > 0) {
      const records = this.#waiting.splice(0);
      let isKept = false;
      try {
        await this.#append(records.map(({ key, payload }) => this.#record(key, payload)));
        isKept = true;
      } catch (error) {
        // Another process may have cleared the folder or hold the file (Windows): lost entries, not a broken disk.
        const { code } = error as NodeJS.ErrnoException;
        const isPassing = code === 'ENOENT' || (code === 'EPERM' && process.platform === 'win32');
        if (!isPassing && this.#isWritable) {
          this.#isWritable = false;
          this.#options.onUnwritable(error);
        }
      }
      for (const { done } of records) done(isKept);
    }
    this.#isWriting = false;
  }

  async #append(records: readonly Buffer[]): Promise<void> {
    const { folder, limitedFolder, maxBytes } = this.#options;
    if (!this.#hasEvicted) {
      this.#hasEvicted = true;
      await evictOldest(limitedFolder, maxBytes);
    }
    const { name, isNew } = await this.#segmentToAppendTo();
    // One that was cleared in the meantime is not made again: what others know of it would be of other records.
    const flags =
      constants.O_WRONLY | constants.O_APPEND | (isNew ? constants.O_CREAT | constants.O_EXCL : 0);
    const handle = await open(join(folder, name), flags);
    try {
      // Not what `appendFile` does: after a part has been written, another process may write, and the rest would be nothing.
      const bytes = Buffer.concat(records);
      const { bytesWritten } = await handle.write(bytes);
      const missing = records.slice(Math.floor(bytesWritten / this.#recordBytes));
      for (const record of bytesWritten < bytes.length ? missing : []) await handle.write(record);
    } finally {
      await handle.close();
    }
  }

  /** The last one while it is not full, or one that is to be begun. */
  async #segmentToAppendTo(): Promise<{ readonly name: string; readonly isNew: boolean }> {
    const { folder, limitedFolder, maxBytes } = this.#options;
    const last = (await segmentsIn(folder)).at(-1);
    const most = Math.min(mostSegmentBytes, Math.max(this.#recordBytes, maxBytes / 16));
    const size =
      last === undefined
        ? Infinity
        : await stat(join(folder, last)).then(
            ({ size: bytes }) => bytes,
            () => Infinity,
          );
    if (size < most) return { name: last!, isNew: false };
    if (last === undefined) await makeFolders(folder);
    else await evictOldest(limitedFolder, maxBytes);
    const time = Math.max(Date.now(), last === undefined ? 0 : parseInt(last.slice(0, 10), 36) + 1);
    const name = `${time.toString(36).padStart(10, '0')}-${randomBytes(8).toString('hex')}.log`;
    return { name, isNew: true };
  }

  #record(key: string, payload: Buffer): Buffer {
    const bytes = Buffer.alloc(this.#recordBytes);
    magic.copy(bytes);
    bytes.write(key, magic.length, 'hex');
    payload.copy(bytes, magic.length + keyBytes);
    this.#checksum(bytes.subarray(0, -checksumBytes)).copy(bytes, bytes.length - checksumBytes);
    return bytes;
  }

  /** Of the context, and of a record without its checksum. */
  #checksum(bytes: Buffer): Buffer {
    return createHash('sha256')
      .update(this.#options.context)
      .update(bytes)
      .digest()
      .subarray(0, checksumBytes);
  }

  #isSound(bytes: Buffer, start: number): boolean {
    const end = start + this.#recordBytes - checksumBytes;
    if (!bytes.subarray(start, start + magic.length).equals(magic)) return false;
    return this.#checksum(bytes.subarray(start, end)).equals(bytes.subarray(end, end + checksumBytes));
  }

  async #read(segment: Segment, offset: number, length: number): Promise<Buffer> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(join(this.#options.folder, segment.name), 'r');
      const bytes = Buffer.allocUnsafe(length);
      let read = 0;
      while (read < length) {
        const { bytesRead } = await handle.read(bytes, read, length - read, offset + read);
        if (bytesRead === 0) break;
        read += bytesRead;
      }
      return bytes.subarray(0, read);
    } catch {
      return Buffer.alloc(0); // cleared in the meantime, or unreadable: absent
    } finally {
      await handle?.close().catch(() => undefined);
    }
  }

  async #lookThrough(): Promise<void> {
    const { folder } = this.#options;
    const names = await segmentsIn(folder);
    const here = new Set(names);
    for (const [name, segment] of this.#segments) {
      if (here.has(name)) continue;
      this.#forget(segment);
      await rm(this.#tableOf(name), { force: true }).catch(() => undefined);
    }
    for (const name of names) {
      const size = await stat(join(folder, name)).then(
        ({ size: bytes }) => Math.min(bytes, mostLookedAt),
        () => 0,
      );
      let segment = this.#segments.get(name);
      if (!segment) {
        segment = this.#begin(name);
        await this.#readTable(segment);
      }
      if (size < segment.scanned) {
        // A crash of the machine has taken its end, or somebody has: other records may come to lie there.
        this.#forget(segment);
        segment = this.#begin(name);
      }
      if (size >= segment.scanned + this.#recordBytes && segment.unsound <= mostUnsound)
        await this.#scan(segment);
    }
  }

  #begin(name: string): Segment {
    const segment = { name, number: parseInt(name.slice(0, 10), 36), scanned: 0, tabled: 0, unsound: 0 };
    this.#segments.set(name, segment);
    return segment;
  }

  #forget(segment: Segment): void {
    this.#segments.delete(segment.name);
    for (const [key, place] of this.#places) if (place.segment === segment) this.#places.delete(key);
  }

  /** Looks for records behind what is known of a segment. */
  async #scan(segment: Segment): Promise<void> {
    const record = this.#recordBytes;
    for (;;) {
      const most = Math.min(Math.max(readBytes, 2 * record), mostLookedAt - segment.scanned);
      if (most < record) break;
      const bytes = await this.#read(segment, segment.scanned, most);
      if (bytes.length < record) break;
      let at = 0;
      while (at + record <= bytes.length) {
        if (this.#isSound(bytes, at)) {
          const place = { segment, offset: segment.scanned + at, isChecked: true };
          this.#places.set(keyAt(bytes, at), place);
          at += record;
        } else {
          if (++segment.unsound > mostUnsound) return;
          const next = bytes.indexOf(magic, at + 1);
          // What is too short for a record may yet become one.
          at = next === -1 ? bytes.length - magic.length + 1 : next;
        }
      }
      segment.scanned += at;
    }
    if (segment.scanned - segment.tabled >= untabledBytes) await this.#writeTable(segment);
  }

  #tableOf(name: string): string {
    return join(this.#options.folder, `${name.slice(0, -'.log'.length)}.table`);
  }

  /** `scanned` (u32 LE), then key and offset (u32 LE) of each record, and the SHA-256 of it all. */
  async #writeTable(segment: Segment): Promise<void> {
    const entries = [...this.#places].filter(([, place]) => place.segment === segment);
    const bytes = Buffer.alloc(4 + entries.length * (keyBytes + 4));
    bytes.writeUInt32LE(segment.scanned);
    entries.forEach(([key, { offset }], i) => {
      const at = 4 + i * (keyBytes + 4);
      bytes.write(key, at, 'hex');
      bytes.writeUInt32LE(offset, at + keyBytes);
    });
    const file = this.#tableOf(segment.name);
    await writeAtomically(file, Buffer.concat([bytes, this.#tableSum(segment, bytes)])).catch(
      () => undefined,
    );
    segment.tabled = segment.scanned;
  }

  async #readTable(segment: Segment): Promise<void> {
    const file = await readFile(this.#tableOf(segment.name)).catch(() => undefined);
    if (!file || file.length < 4 + 32 || (file.length - 4 - 32) % (keyBytes + 4) !== 0) return;
    const bytes = file.subarray(0, -32);
    if (!this.#tableSum(segment, bytes).equals(file.subarray(-32))) return;
    segment.scanned = segment.tabled = bytes.readUInt32LE();
    for (let at = 4; at < bytes.length; at += keyBytes + 4) {
      const key = bytes.toString('hex', at, at + keyBytes);
      this.#places.set(key, { segment, offset: bytes.readUInt32LE(at + keyBytes), isChecked: false });
    }
  }

  #tableSum({ name }: Segment, bytes: Buffer): Buffer {
    return createHash('sha256').update(this.#options.context).update(name).update(bytes).digest();
  }
}

function keyAt(bytes: Buffer, start: number): string {
  return bytes.toString('hex', start + magic.length, start + magic.length + keyBytes);
}

/** Whether it begins as the record of a key does. */
function isOf(bytes: Buffer, start: number, key: string): boolean {
  return bytes.subarray(start, start + magic.length).equals(magic) && keyAt(bytes, start) === key;
}

/** Oldest first. A pipe of such a name would keep its reader waiting, and a link lead to a file that is not ours. */
async function segmentsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .flatMap((entry) => (entry.isFile() && segmentPattern.test(entry.name) ? entry.name : []))
    .sort();
}
