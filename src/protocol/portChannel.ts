import type { Channel } from './rpc';

/** What messages go through: a `MessagePort`, a worker as its page sees it, or the worker's own global. */
export interface MessageEnd {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  /** Of a `MessagePort`, which holds messages back before. */
  start?(): void;
}

/** A pipe of messages. It tells of no end: who ends the other side knows. */
export function portChannel(end: MessageEnd): Channel {
  return {
    send: (message) => end.postMessage(message),
    onMessage: (listener) => {
      end.addEventListener('message', ({ data }) => listener(data));
      end.start?.();
    },
    onClose: () => undefined,
  };
}
