/** Watches this thread's event loop: the longest time between two of its turns, until it is stopped. */
export class BlockWatch {
  longest = 0;
  /** Processor time of this thread in the turn that took most of it: other programs do not lengthen it. */
  longestOfProcessor = 0;
  #running = true;

  /** @param processorTime clock of the time that this thread has computed, in milliseconds */
  constructor(processorTime: () => number) {
    let [last, lastOfProcessor] = [performance.now(), processorTime()];
    const turn = (): void => {
      const [now, ofProcessor] = [performance.now(), processorTime()];
      this.longest = Math.max(this.longest, now - last);
      this.longestOfProcessor = Math.max(this.longestOfProcessor, ofProcessor - lastOfProcessor);
      [last, lastOfProcessor] = [now, ofProcessor];
      if (this.#running) setImmediate(turn);
    };
    setImmediate(turn);
  }

  stop(): this {
    this.#running = false;
    return this;
  }
}
