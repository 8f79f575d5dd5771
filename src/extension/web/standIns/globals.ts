/** What Node has at hand everywhere: esbuild puts it in where it is asked for. */
export { Buffer } from 'buffer';

export const process = { env: {}, platform: 'browser', pid: 1, execPath: '', cwd: () => '/' } as const;

/** The turns after this one, first come, first served. */
const turns: (() => void)[] = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => turns.shift()?.();

/** In the next turn of the event loop, which a timer would put off by milliseconds. */
export function setImmediate(turn: () => void): void {
  turns.push(turn);
  port2.postMessage(0);
}
