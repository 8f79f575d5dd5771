/** Watches this thread's event loop: the longest time between two of its turns, until it is stopped. */
export class BlockWatch {
  longest = 0;
  /** Processor time of the whole process, its other threads included, in the turn that took most of it. */
  longestOfProcessor = 0;
  #running = true;

  constructor() {
    let [last, lastCpu] = [performance.now(), process.cpuUsage()];
    const turn = (): void => {
      const [now, cpu] = [performance.now(), process.cpuUsage()];
      this.longest = Math.max(this.longest, now - last);
      const used = (cpu.user + cpu.system - lastCpu.user - lastCpu.system) / 1000;
      this.longestOfProcessor = Math.max(this.longestOfProcessor, used);
      [last, lastCpu] = [now, cpu];
      if (this.#running) setImmediate(turn);
    };
    setImmediate(turn);
  }

  stop(): this {
    this.#running = false;
    return this;
  }
}
