import { beatBytes } from '../../protocol/pulse';

/** How long what is watched may take, in ticks of the watch. */
export interface WatchLimits {
  /** One unit of work. */
  readonly work: number;
  /** Without a beat. */
  readonly silence: number;
  /** Without a sign of life after the process was forked: it has its program to read first. */
  readonly start: number;
}

/** What takes longer than it may. */
export interface Overdue<W> {
  /** What the process is at; undefined when it gives no sign of life, and for what it does between units. */
  readonly work: W | undefined;
  readonly isSilent: boolean;
  readonly ticks: number;
}

/**
 * Watches one process's heart. It counts its own ticks rather than look at a clock: while the machine sleeps both
 * processes stand still, and none of that time counts.
 */
export class ProcessWatch<W> {
  readonly #limits: () => WatchLimits;
  readonly #workOf: (beat: number) => W | undefined;
  #rest: Buffer = Buffer.alloc(0);
  #beat: number | undefined;
  /** Something was heard since the last tick. */
  #isHeard = false;
  /** Something was ever heard. */
  #isUp = false;
  #silentTicks = 0;
  #sameTicks = 0;
  /** Ticks up to which the user lets this unit of work, and this silence, go on. */
  #workUntil = 0;
  #silentUntil = 0;

  /** @param workOf what a beat says is under way */
  constructor(limits: () => WatchLimits, workOf: (beat: number) => W | undefined) {
    this.#limits = limits;
    this.#workOf = workOf;
  }

  /** True while the process says that it is at work. */
  get isAtWork(): boolean {
    return this.#beat !== undefined && this.#workOf(this.#beat) !== undefined;
  }

  /** Takes what came through the process's pipe: beats, which may be cut anywhere. */
  hear(bytes: Buffer): void {
    const all = Buffer.concat([this.#rest, bytes]);
    const whole = all.length - (all.length % beatBytes);
    this.#rest = all.subarray(whole);
    if (whole === 0) return;
    this.hearOf();
    const beat = all.readUInt32LE(whole - beatBytes);
    if (beat !== this.#beat) this.#startOver();
    this.#beat = beat;
  }

  /** Takes any other sign of life. */
  hearOf(): void {
    this.#isHeard = true;
    this.#isUp = true;
  }

  /** Called in equal steps while somebody waits for the process. @returns what is overdue */
  tick(): Overdue<W> | undefined {
    if (this.#isHeard) {
      this.#silentTicks = 0;
      this.#silentUntil = 0;
      this.#sameTicks++;
    } else this.#silentTicks++;
    this.#isHeard = false;
    const { work, silence, start } = this.#limits();
    const mostSilent = this.#isUp ? silence : start;
    if (this.#silentTicks >= Math.max(mostSilent, this.#silentUntil))
      return { work: undefined, isSilent: true, ticks: this.#silentTicks };
    const present = this.#beat === undefined ? undefined : this.#workOf(this.#beat);
    // Before the first unit and between two, what is done is not counted in steps.
    const most = present === undefined ? 2 * work : work;
    if (this.#sameTicks < Math.max(most, this.#workUntil)) return undefined;
    return { work: present, isSilent: false, ticks: this.#sameTicks };
  }

  /** Lets what is overdue take so many ticks more. */
  grant(ticks: number): void {
    this.#workUntil = this.#sameTicks + ticks;
    this.#silentUntil = this.#silentTicks + ticks;
  }

  /** Nobody waited: what comes is new. */
  startOver(): void {
    this.#silentTicks = 0;
    this.#silentUntil = 0;
    this.#startOver();
  }

  #startOver(): void {
    this.#sameTicks = 0;
    this.#workUntil = 0;
  }
}
