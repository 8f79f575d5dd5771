import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { accelerators, deviceRefusals, type Accelerator, type DeviceRefusal } from '../../core/device';
import { isRecord } from '../../protocol/rpc';
import { makeFolders } from '../../files/makeFolders';

/** What is known of a checkpoint on this machine. */
export interface Remembered {
  /** The processor's embeddings of the canary pictures. */
  readonly expected?: Float32Array;
  readonly refused: readonly DeviceRefusal[];
}

const trial = '.trying';
const work = '.working';

/**
 * Processes that an accelerator may take with it at work before it is refused, and for how long that is remembered, in
 * milliseconds. Work lasts longer than a trial: a lack of power, or of memory, may end a process then, too.
 */
const mostCrashesAtWork = 2;
const crashesCountMs = 24 * 60 * 60 * 1000;

/** Files of the trials and of the work of this process. */
const ownTrials = new Set<string>();

/**
 * Takes back the notes of what a process tries: it is ended on purpose, which is no accelerator's fault. Does not wait, for
 * whoever ends the process.
 */
export function takeBackTrials(cacheFolder: string | undefined): void {
  if (cacheFolder === undefined) return;
  const folder = path.join(cacheFolder, 'devices');
  try {
    for (const name of readdirSync(folder))
      if ([trial, work].some((kind) => name.endsWith(`-${process.pid}${kind}`)))
        rmSync(path.join(folder, name), { force: true });
  } catch {
    // There are none, or they stay.
  }
}

/**
 * Which accelerators were refused for a checkpoint, on this machine and with this version of the runtime. It lies in the
 * folder `devices` of the cache: removing that has all of them tried again. Where nothing can be kept, each process tries
 * for itself.
 */
export class DeviceMemory {
  readonly #folder: string;
  readonly #name: string;
  /** Runs under way on each. */
  readonly #runs = new Map<Accelerator, number>();

  /**
   * @param cacheFolder where caches lie
   * @param hash of the checkpoint
   * @param runtime its version
   */
  constructor(cacheFolder: string, hash: string, runtime: string) {
    this.#folder = path.join(cacheFolder, 'devices');
    const key = [hash, runtime, process.platform, process.arch, hostname()];
    this.#name = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32);
  }

  /** What is remembered; whatever is not as it was written counts as nothing. What a process did not outlive is noted as such. */
  async read(): Promise<Remembered> {
    const refused = new Map<Accelerator, DeviceRefusal>();
    let expected: Float32Array | undefined;
    try {
      const value: unknown = JSON.parse(await readFile(this.#file, 'utf8'));
      if (isRecord(value)) {
        expected = readNumbers(value.expected);
        for (const each of Array.isArray(value.refused) ? value.refused : [])
          if (isRefusal(each)) refused.set(each.device, each);
      }
    } catch {
      // Nothing is remembered.
    }
    const crashed = [...(await this.#crashed(trial)), ...(await this.#crashedAtWork())];
    for (const { device } of crashed) refused.set(device, { device, reason: 'crashed', detail: '' });
    const remembered = { ...(expected && { expected }), refused: [...refused.values()] };
    if (crashed.length > 0) {
      await this.write(remembered);
      await Promise.all(crashed.map(({ file }) => rm(file, { force: true }).catch(() => undefined)));
    }
    return remembered;
  }

  async write({ expected, refused }: Remembered): Promise<void> {
    const written = {
      ...(expected && { expected: Buffer.from(expected.slice().buffer).toString('base64') }),
      refused,
    };
    const unfinished = `${this.#file}-${randomUUID()}`;
    try {
      await makeFolders(this.#folder);
      await writeFile(unfinished, JSON.stringify(written));
      await rename(unfinished, this.#file);
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  /** Has all accelerators tried again. */
  async forget(): Promise<void> {
    await rm(this.#file, { force: true }).catch(() => undefined);
    for (const { file } of await this.#crashed(work)) await rm(file, { force: true }).catch(() => undefined);
  }

  /**
   * Notes that an accelerator is tried, so that the next process knows when this one does not outlive it.
   * @returns notes that the process outlived it; undefined where nothing can be noted, and nothing should be tried
   */
  async trying(device: Accelerator): Promise<(() => Promise<void>) | undefined> {
    const file = path.join(this.#folder, `${this.#name}-${device}-${process.pid}${trial}`);
    try {
      await makeFolders(this.#folder);
      await writeFile(file, '');
    } catch {
      return undefined;
    }
    ownTrials.add(file);
    return async () => {
      ownTrials.delete(file);
      await rm(file, { force: true }).catch(() => undefined);
    };
  }

  /**
   * Notes that an accelerator computes, so that the next process knows how many did not outlive that. Does not wait: what is
   * chosen must not change before it runs. What cannot be noted is not remembered.
   * @returns notes that the process outlived it
   */
  working(device: Accelerator): () => void {
    const file = path.join(this.#folder, `${this.#name}-${device}-${process.pid}${work}`);
    const underWay = this.#runs.get(device) ?? 0;
    this.#runs.set(device, underWay + 1);
    if (underWay === 0) {
      ownTrials.add(file);
      try {
        writeFileSync(file, '');
      } catch {
        // The folder is there since the trial, or nothing can be kept.
      }
    }
    return () => {
      const left = this.#runs.get(device)! - 1;
      this.#runs.set(device, left);
      if (left > 0) return;
      ownTrials.delete(file);
      try {
        rmSync(file, { force: true });
      } catch {
        // A later process takes it for a crash, of which it takes two.
      }
    };
  }

  get #file(): string {
    return path.join(this.#folder, `${this.#name}.json`);
  }

  /** Notes of what took so many processes with it at work, lately, that it is refused; others are kept, or removed in time. */
  async #crashedAtWork(): Promise<Note[]> {
    const recent: Note[] = [];
    for (const note of await this.#crashed(work)) {
      const found = await stat(note.file).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs < crashesCountMs) recent.push(note);
      else await rm(note.file, { force: true }).catch(() => undefined);
    }
    return recent.filter(
      ({ device }) => recent.filter((each) => each.device === device).length >= mostCrashesAtWork,
    );
  }

  /** What processes tried, or worked with, that are no more, and their notes of it. */
  async #crashed(kind: typeof trial | typeof work): Promise<Note[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const crashed: Note[] = [];
    for (const name of names) {
      if (!name.startsWith(`${this.#name}-`) || !name.endsWith(kind)) continue;
      const [device, pid] = name.slice(this.#name.length + 1, -kind.length).split('-');
      const known = accelerators.find((each) => each === device);
      const file = path.join(this.#folder, name);
      // Numbers of processes come back, in containers soon: a note of this one's that it did not write is another's.
      const isUnderWay = Number(pid) === process.pid ? ownTrials.has(file) : isAlive(Number(pid));
      if (known && !isUnderWay) crashed.push({ device: known, file });
    }
    return crashed;
  }
}

/** That a process did not outlive something. */
interface Note {
  readonly device: Accelerator;
  readonly file: string;
}

function isRefusal(value: unknown): value is DeviceRefusal {
  return (
    isRecord(value) &&
    accelerators.some((each) => each === value.device) &&
    deviceRefusals.some((each) => each === value.reason) &&
    typeof value.detail === 'string'
  );
}

function readNumbers(value: unknown): Float32Array | undefined {
  if (typeof value !== 'string') return undefined;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length === 0 || bytes.length % Float32Array.BYTES_PER_ELEMENT !== 0) return undefined;
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
