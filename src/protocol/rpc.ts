/**
 * One small remote procedure call for all pairs that ask and wait for an answer: editor or terminal and engine, engine
 * and its picture process. (Editor and panel only send: see panel.ts.)
 *
 * An api is an interface of functions `(params) => result`; the types of both ends derive from it. Every value that
 * arrives is checked by the api's guards, because the other end may be older, broken or hostile.
 */

/** The pipe under a call: ordered, message by message, open until it closes once. */
export interface Channel {
  /** May throw when the pipe is closed. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** Checks a value that came from outside. */
export type Guard<T> = (value: unknown) => value is T;

// `any` only as a bound: an interface such as EngineApi has no index signature, and its parameters are contravariant.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyFunction = (params: any) => unknown;
export type Api<A> = { [K in keyof A]: AnyFunction };
export type Method<A> = keyof A & string;
export type Params<A extends Api<A>, M extends keyof A> = Parameters<A[M]>[0];
export type Result<A extends Api<A>, M extends keyof A> = ReturnType<A[M]>;

/** The guards of an api: what each function takes and gives, and what its progress looks like. */
export interface Contract<A extends Api<A>, P = never> {
  readonly methods: {
    readonly [M in Method<A>]: {
      readonly params: Guard<Params<A, M>>;
      readonly result: Guard<Result<A, M>>;
      /** Whether a result answers what was asked: as many items, of the same names. Absent where any does. */
      readonly answers?: (params: Params<A, M>, result: Result<A, M>) => boolean;
    };
  };
  readonly progress: Guard<P>;
}

/** Caller → server: run this. Ids are the caller's own and never used twice on one channel. */
export interface CallMessage {
  readonly kind: 'call';
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

/** Caller → server: nobody waits for this call any more. It is answered all the same, with `cancelled`. */
export interface CancelMessage {
  readonly kind: 'cancel';
  readonly id: number;
}

/** Server → caller: how far a call has come. */
export interface ProgressMessage {
  readonly kind: 'progress';
  readonly id: number;
  readonly value: unknown;
}

/** Server → caller: the one answer to a call. */
export type ReplyMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly ok: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly err: WireError };

/** An error on its way: its code and parameters, never a stack. */
export interface WireError {
  readonly code: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

export type RpcMessage = CallMessage | CancelMessage | ProgressMessage | ReplyMessage;

/** The channel closed before the answer came. The call may or may not have had an effect. */
export class ChannelClosed extends Error {
  constructor() {
    super('the channel closed before the answer came');
    this.name = 'ChannelClosed';
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Reads one message; undefined when it is none of ours. */
export function readMessage(value: unknown): RpcMessage | undefined {
  if (!isRecord(value) || !Number.isSafeInteger(value.id)) return undefined;
  const id = value.id as number;
  switch (value.kind) {
    case 'call':
      return typeof value.method === 'string'
        ? { kind: 'call', id, method: value.method, params: value.params }
        : undefined;
    case 'cancel':
      return { kind: 'cancel', id };
    case 'progress':
      return { kind: 'progress', id, value: value.value };
    case 'reply':
      if (!('err' in value)) return { kind: 'reply', id, ok: value.ok };
      // Whoever waits has to learn that it failed, in whatever words.
      return { kind: 'reply', id, err: isWireError(value.err) ? value.err : unreadableError };
    default:
      return undefined;
  }
}

const unreadableError: WireError = { code: 'internal', parameters: { detail: 'an unreadable error' } };

function isWireError(value: unknown): value is WireError {
  return (
    isRecord(value) &&
    typeof value.code === 'string' &&
    isRecord(value.parameters) &&
    Object.values(value.parameters).every((each) => typeof each === 'string' || typeof each === 'number')
  );
}
