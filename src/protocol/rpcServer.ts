import { EngineError } from '../core/engineError';
import {
  readMessage,
  type Api,
  type CallMessage,
  type Channel,
  type Contract,
  type Method,
  type Params,
  type Result,
  type RpcMessage,
} from './rpc';
import { cancelledCode, toWire } from './wireError';

export interface CallContext<P> {
  /** Aborted when the caller cancels or is gone. */
  readonly signal: AbortSignal;
  readonly progress: (value: P) => void;
}

export type Handlers<A extends Api<A>, P> = {
  readonly [M in Method<A>]: (params: Params<A, M>, context: CallContext<P>) => Promise<Result<A, M>>;
};

export interface ServeOptions {
  /** Told of messages that were dropped, for the log. */
  readonly onDropped?: (reason: string) => void;
  /** Told of failures that are not an `EngineError`: a defect of ours, with its stack. */
  readonly onDefect?: (error: unknown) => void;
}

/** Answers the calls that arrive on a channel. Each is answered exactly once; the channel's end aborts them all. */
export function serve<A extends Api<A>, P>(
  channel: Channel,
  contract: Contract<A, P>,
  handlers: Handlers<A, P>,
  options: ServeOptions = {},
): void {
  const running = new Map<number, AbortController>();
  let closed = false;

  const send = (message: RpcMessage): void => {
    if (closed) return;
    try {
      channel.send(message);
    } catch {
      // The pipe broke under us: `onClose` follows and ends everything.
    }
  };

  const answer = async (call: CallMessage): Promise<void> => {
    const { id } = call;
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const ok = await run(call, {
        signal: abort.signal,
        progress: (value) => {
          if (!abort.signal.aborted) send({ kind: 'progress', id, value });
        },
      });
      send({ kind: 'reply', id, ok });
    } catch (error) {
      if (abort.signal.aborted) send({ kind: 'reply', id, err: { code: cancelledCode, parameters: {} } });
      else {
        if (!(error instanceof EngineError)) options.onDefect?.(error);
        send({ kind: 'reply', id, err: toWire(error) });
      }
    } finally {
      running.delete(id);
    }
  };

  const run = async (call: CallMessage, context: CallContext<P>): Promise<unknown> => {
    // Own properties only: `constructor` and `__proto__` are no functions of the api.
    if (!Object.hasOwn(contract.methods, call.method))
      throw new EngineError('internal', { detail: `no such method: ${call.method.slice(0, 64)}` });
    const method = call.method as Method<A>;
    if (!contract.methods[method].params(call.params))
      throw new EngineError('internal', { detail: `bad parameters for ${method}` });
    return handlers[method](call.params, context);
  };

  channel.onMessage((value) => {
    const message = readMessage(value);
    if (message?.kind === 'cancel') running.get(message.id)?.abort();
    else if (message?.kind === 'call') {
      if (running.has(message.id)) options.onDropped?.(`call ${message.id} is running already`);
      else void answer(message);
    } else if (message === undefined) options.onDropped?.('not a message');
  });

  channel.onClose(() => {
    closed = true;
    for (const abort of running.values()) abort.abort();
  });
}
