/** `node:events` of a browser: asked only of what a process writes, which a worker does not. */
export function once(): Promise<never> {
  return Promise.reject(new Error('not in a browser: events.once'));
}
