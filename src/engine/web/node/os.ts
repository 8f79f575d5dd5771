/** Stands in for `node:os` in the worker. */
export const tmpdir = (): string => '/temporary';

export const hostname = (): string => 'worker';
