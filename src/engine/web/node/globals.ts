/** Stands in for Node's globals in the worker: the bundler puts these in wherever one is named. */
export { Buffer } from 'buffer';

export const process = {
  pid: 1,
  platform: 'browser',
  arch: 'wasm32',
  env: {},
  versions: {},
  cwd: (): string => '/',
  /** There are no others. */
  kill: (): never => {
    throw Object.assign(new Error('no such process'), { code: 'ESRCH' });
  },
};

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

/** After the messages that have arrived. A timer of 0 ms waits for 4 in many browsers. */
export function setImmediate(task: () => void): void {
  waiting.push(task);
  port2.postMessage(null);
}
