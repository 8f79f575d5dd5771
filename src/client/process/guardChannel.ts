import type { ChildProcess } from 'node:child_process';

/** What Node keeps of the pipe between a process and one that it forked. */
interface PipeHandle {
  onread: (...parameters: unknown[]) => unknown;
}

/**
 * Node reads the messages of such a pipe where nobody can catch what it throws: bytes that are no message would end
 * this process, which may be an editor's. So would messages that look like Node's own, which it never sends here: they
 * are for passing sockets on. Called before the first message arrives.
 * @param end the other process, or this one for the pipe to its parent
 * @param onBroken told at once; nothing that arrives later can be read
 */
export function guardChannel(end: ChildProcess | NodeJS.Process, onBroken: (reason: string) => void): void {
  end.removeAllListeners('internalMessage');
  end.on('internalMessage', () => onBroken('a message that looks like one of Node itself'));
  const key = Object.getOwnPropertySymbols(end).find(({ description }) => description === 'kChannelHandle');
  const handle = key && (end as unknown as Record<symbol, Partial<PipeHandle> | null | undefined>)[key];
  const onread = handle?.onread;
  // A Node that keeps it elsewhere is guarded by nothing, and works as ever.
  if (!handle || !onread) return;
  handle.onread = (...parameters) => {
    try {
      return onread.apply(handle, parameters);
    } catch (error) {
      onBroken(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
}
