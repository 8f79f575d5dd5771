/** Stands in for `node:timers/promises` in the worker. */
const delay = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

export { delay as setTimeout };
