import type { EngineWork } from '../core/ports';
import { beatOf } from '../protocol/pulse';

/** These consist of others, and go on with each that begins or ends. */
const compounds: ReadonlySet<EngineWork> = new Set(['loading', 'turn']);

/**
 * What the engine's process is at, for its heartbeat to tell: the oldest unit of work that is under way. One for the
 * process, as there is one heartbeat.
 */
export class WorkUnits {
  /** The present beat, shared with the thread that sends it. */
  readonly beat = new Uint32Array(sharedBytes(Uint32Array.BYTES_PER_ELEMENT));
  /** The number of each unit, oldest first. */
  /** Told each beat as soon as it becomes the present one, where no thread reads it. */
  onBeat: ((beat: number) => void) | undefined;
  readonly #underWay = new Map<symbol, { readonly work: EngineWork; readonly unit: number }>();
  #lastUnit = 0;

  /** Notes that a unit of work begins. @returns notes its end */
  begin(work: EngineWork): () => void {
    const key = Symbol(work);
    this.#underWay.set(key, { work, unit: ++this.#lastUnit });
    this.progress();
    return () => {
      this.#underWay.delete(key);
      this.progress();
    };
  }

  async during<T>(work: EngineWork, task: () => Promise<T>): Promise<T> {
    const end = this.begin(work);
    try {
      return await task();
    } finally {
      end();
    }
  }

  /** Notes that what consists of many steps has taken one. */
  progress(): void {
    this.#lastUnit++;
    for (const [key, { work }] of [...this.#underWay]) {
      if (!compounds.has(work)) continue;
      // Last, so that a part that takes long is told of by its own name.
      this.#underWay.delete(key);
      this.#underWay.set(key, { work, unit: this.#lastUnit });
    }
    const oldest = this.#underWay.values().next().value;
    const beat = beatOf(oldest?.unit ?? this.#lastUnit, oldest?.work);
    Atomics.store(this.beat, 0, beat);
    this.onBeat?.(beat);
  }
}

/** Pages that are not isolated have no memory that threads share; no thread sends a beat there. */
function sharedBytes(count: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(count) : new SharedArrayBuffer(count);
}

export const workUnits = new WorkUnits();
