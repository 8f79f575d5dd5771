/** `node:events` of a browser. */
export function once(
  emitter: { once(event: string, listener: (...values: unknown[]) => void): unknown },
  event: string,
): Promise<unknown[]> {
  return new Promise((resolve) => emitter.once(event, (...values) => resolve(values)));
}
