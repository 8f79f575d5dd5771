import type { GeneratorSocket, SocketMessage } from '../socket';

/** Messages of a socket that may close, be replaced or never have opened; whoever waits is not held by it. */
export class Inbox {
  #next: Promise<SocketMessage | undefined> | undefined;

  constructor(private readonly socket: GeneratorSocket | undefined) {
    this.#next = socket && this.#ask(socket);
  }

  /** Whether messages may still come. */
  get isOpen(): boolean {
    return this.#next !== undefined;
  }

  /**
   * The next message; undefined where none comes within so many milliseconds.
   * @throws the signal's reason
   */
  async take(ms: number, signal?: AbortSignal): Promise<SocketMessage | undefined> {
    const message = await within(this.#next, ms, signal);
    if (message === LATE) return undefined;
    this.#next = message === undefined ? undefined : this.#ask(this.socket!);
    return message;
  }

  close(): void {
    this.socket?.close();
  }

  /** However it ends: what is missed is asked for. */
  #ask(socket: GeneratorSocket): Promise<SocketMessage | undefined> {
    return socket.next().catch(() => undefined);
  }
}

const LATE = Symbol('late');

/** @throws the signal's reason */
export function within<T>(
  promise: Promise<T> | undefined,
  ms: number,
  signal?: AbortSignal,
): Promise<T | typeof LATE> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stopped);
      then();
    };
    const stopped = (): void => settle(() => reject(signal?.reason));
    const timer = setTimeout(() => settle(() => resolve(LATE)), ms);
    if (signal?.aborted) return stopped();
    signal?.addEventListener('abort', stopped);
    promise?.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
