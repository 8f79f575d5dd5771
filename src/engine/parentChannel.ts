import type { Channel } from '../protocol/rpc';

/** The pipe to the process that forked us. */
export function parentChannel(): Channel {
  return {
    send: (message) => {
      // The callback keeps a broken pipe from being thrown at the process; `disconnect` tells of it.
      process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
  };
}
