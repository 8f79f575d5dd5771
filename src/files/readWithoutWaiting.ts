import { constants } from 'node:fs';

/** How a file is opened that may be a named pipe: opening one must not wait for a writer that never comes. */
export const readWithoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
