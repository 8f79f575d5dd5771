import { EngineError } from '../core/engineError';
import {
  ChannelClosed,
  readMessage,
  type Api,
  type Channel,
  type Contract,
  type Method,
  type Params,
  type ReplyMessage,
  type Result,
} from './rpc';
import { fromWire } from './wireError';

export interface CallOptions<P> {
  /** Aborting rejects at once with the signal's reason; the answer that may still come is dropped. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (value: P) => void;
}

type MethodContract<A extends Api<A>, M extends Method<A>> = Contract<A, never>['methods'][M];

interface PendingCall {
  settle(reply: ReplyMessage): void;
  progress(value: unknown): void;
  close(): void;
}

/** The calling end of a channel. */
export class RpcClient<A extends Api<A>, P = never> {
  readonly #channel: Channel;
  readonly #contract: Contract<A, P>;
  readonly #pending = new Map<number, PendingCall>();
  #lastId = 0;
  #closed = false;

  /** @param onBroken told when what arrives is no message: an answer may have been lost, and its caller would wait */
  constructor(channel: Channel, contract: Contract<A, P>, onBroken?: (reason: string) => void) {
    this.#channel = channel;
    this.#contract = contract;
    channel.onMessage((value) => {
      const message = readMessage(value);
      if (message?.kind === 'reply') this.#pending.get(message.id)?.settle(message);
      else if (message?.kind === 'progress') this.#pending.get(message.id)?.progress(message.value);
      else onBroken?.('what arrived is no answer');
    });
    channel.onClose(() => {
      this.#closed = true;
      for (const call of [...this.#pending.values()]) call.close();
    });
  }

  /**
   * Calls the other end.
   * @throws EngineError as the other end threw it, or `internal` when its answer is not what the contract says
   * @throws ChannelClosed when the channel closed first
   */
  call<M extends Method<A>>(
    method: M,
    params: Params<A, M>,
    { signal, onProgress }: CallOptions<P> = {},
  ): Promise<Result<A, M>> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#closed) throw new ChannelClosed();
      const id = ++this.#lastId;
      // `keyof` of a generic contract does not narrow to one method's guard by itself.
      const { result: isResult, answers } = this.#contract.methods[method] as MethodContract<A, M>;

      const cancel = (): void => {
        finish();
        this.#post({ kind: 'cancel', id });
        reject(signal?.reason as Error);
      };
      const finish = (): void => {
        this.#pending.delete(id);
        signal?.removeEventListener('abort', cancel);
      };

      this.#pending.set(id, {
        settle: (reply) => {
          finish();
          if ('err' in reply) reject(fromWire(reply.err));
          else if (isResult(reply.ok) && (answers?.(params, reply.ok) ?? true)) resolve(reply.ok);
          else reject(new EngineError('internal', { detail: `bad answer to ${method}` }));
        },
        progress: (value) => {
          if (this.#contract.progress(value)) onProgress?.(value);
        },
        close: () => {
          finish();
          reject(new ChannelClosed());
        },
      });
      signal?.addEventListener('abort', cancel);
      if (!this.#post({ kind: 'call', id, method, params })) this.#pending.get(id)?.close();
    });
  }

  /** False when the pipe turned out to be broken. */
  #post(message: unknown): boolean {
    try {
      this.#channel.send(message);
      return true;
    } catch {
      return false;
    }
  }
}
