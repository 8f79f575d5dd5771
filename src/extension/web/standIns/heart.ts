import { beatBytes } from '../../../protocol/pulse';

/**
 * The pulse of a worker, as of a process's pipe: what it is at, again and again. A worker has one thread, which says what it
 * begins and is silent until that is done, so its host's clock beats for it. What takes too long is noticed all the same: one
 * unit of work may last so long, and a worker that fails says so itself.
 */
export class Heart {
  #beat = 0;
  readonly #hearing: ((beat: Buffer) => void)[] = [];
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(everyMs: number) {
    this.#timer = setInterval(() => this.#tell(), everyMs);
  }

  on(event: string, listener: (beat: Buffer) => void): this {
    if (event === 'data') this.#hearing.push(listener);
    return this;
  }

  /** Takes what the worker says that it is at. */
  hear(beat: unknown): void {
    if (!Number.isInteger(beat)) return;
    this.#beat = (beat as number) >>> 0;
    this.#tell();
  }

  destroy(): void {
    clearInterval(this.#timer);
    this.#hearing.length = 0;
  }

  #tell(): void {
    const bytes = Buffer.alloc(beatBytes);
    bytes.writeUInt32LE(this.#beat);
    for (const listener of this.#hearing) listener(bytes);
  }
}
