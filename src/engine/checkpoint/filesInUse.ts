import {
  isSameButForLinks,
  isSameFile,
  isSameStamp,
  settledStamp,
  stampOf,
  type FileStamp,
} from './fileStamp';

/** By absolute path; undefined for a file that is not there. */
export type FileStamps = ReadonlyMap<string, FileStamp | undefined>;

/**
 * The files that a loaded checkpoint was read from, as they were before. Its weights are read where they lie, at any
 * time: as soon as one of these files is another, nothing that is computed counts.
 */
export class FilesInUse {
  readonly #originals: FileStamps;
  /** Of the graph cache. */
  readonly #kept = new Map<string, FileStamp>();

  private constructor(originals: FileStamps) {
    this.#originals = originals;
  }

  /**
   * @param paths absolute; of files that may be absent as well, where their absence decides something
   * @throws EngineError `model-changing`
   */
  static async at(paths: readonly string[]): Promise<FilesInUse> {
    const stamps = await Promise.all(paths.map(async (path) => [path, await settledStamp(path)] as const));
    return new FilesInUse(new Map(stamps));
  }

  get paths(): readonly string[] {
    return [...this.#originals.keys()];
  }

  /** Watches files of the graph cache too, from the state on in which they were found to be right. */
  keep(stamps: FileStamps): void {
    const originals = [...this.#originals.values()].filter((stamp) => stamp !== undefined);
    for (const [path, stamp] of stamps) {
      // A second name of one of the originals.
      if (!stamp || originals.some((original) => isSameFile(original, stamp))) continue;
      this.#kept.set(path, stamp);
    }
  }

  /** False where somebody wrote to one of the originals or put another in its place. Names that it was given count for nothing. */
  areUnwritten(): boolean {
    return [...this.#originals].every(([path, stamp]) => isSameButForLinks(stampOf(path), stamp));
  }

  /** False where a file is not what it was, or may not be. */
  areUnchanged(): boolean {
    return (
      [...this.#originals].every(([path, stamp]) => isSameStamp(stampOf(path), stamp)) &&
      [...this.#kept].every(([path, stamp]) => isUntouched(path, stamp))
    );
  }
}

/**
 * Other processes may remove or replace an entry of the cache. What was opened before lives on as it was, under no
 * name or another.
 */
function isUntouched(path: string, stamp: FileStamp): boolean {
  const now = stampOf(path);
  return now === undefined || !isSameFile(now, stamp) || isSameStamp(now, stamp);
}
