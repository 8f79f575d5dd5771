import type { Channel } from '../protocol/rpc';
import { guardChannel } from '../client/process/guardChannel';

/** The pipe to the process that forked us. */
export function parentChannel(): Channel {
  guardChannel(process, (reason) => {
    console.error(`Error: the parent sent what cannot be read: ${reason}`);
    process.kill(process.pid, 'SIGKILL'); // what it asked is asked again of the next engine
  });
  return {
    send: (message) => {
      // The callback keeps a broken pipe from being thrown at the process; `disconnect` tells of it.
      process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
  };
}
