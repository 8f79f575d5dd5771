/** Longest stretch of our own work on the extension host's thread, in milliseconds: all extensions share it. */
const sliceMs = 4;

/** Long work calls `pause` often; now and then that lets the event loop run. */
export class SlicedWork {
  #start = performance.now();

  readonly pause = async (): Promise<void> => {
    if (performance.now() - this.#start < sliceMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#start = performance.now();
  };
}
