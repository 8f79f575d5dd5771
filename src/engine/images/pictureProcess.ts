import { fork, type ChildProcess } from 'node:child_process';
import { EngineError } from '../../core/engineError';
import type { Alpha, PictureArea, Thumbnail } from '../../core/ports';
import { ChannelClosed } from '../../protocol/rpc';
import { RpcClient } from '../../protocol/rpcClient';
import { guardChannel } from '../../client/process/guardChannel';
import { abortable } from '../../client/process/abortable';
import { Budget } from './budget';
import { pictureContract, type PictureAnswer, type PictureApi, type PictureProcessData } from './pictureApi';
import { PictureError } from './pictureError';
import type { ExaminedFile, HiddenFound, Pictures, PreparedFile } from './pictures';
import { hashPicture } from './readPicture';

/** The first argument of the engine's program when it is to serve pictures. */
export const pictureArgument = '--pictures';

export interface PictureLimits {
  /** A process that says nothing for so long while it has work is ended. */
  readonly silenceMs: number;
  /** What nobody waits for any more may take so long to end by itself. */
  readonly farewellMs: number;
  /** Without work for so long it ends, and gives back the memory that it took. */
  readonly idleMs: number;
}

/** The slowest sound pictures of 100 megapixels took 8 s on two old cores, AVIF in WebAssembly 14 s. */
const usualLimits: PictureLimits = { silenceMs: 30_000, farewellMs: 1000, idleMs: 60_000 };

/** Until a new process answers, on a busy machine too. */
const longestStartMs = 30_000;

/** Processes that may end under one picture, the last one with nothing else to do. */
const maxEnds = 2;

/** More than are ever asked for at once. */
const everything = 1_000_000;

/** Why a process ended. */
type End =
  /** Nobody waited for what it was at. */
  | { readonly kind: 'dropped' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'unstarted' | 'died'; readonly reason: string };

/**
 * Reads and decodes pictures in a process of its own: decoders cannot be stopped, may want more memory than there is,
 * and are native code that reads files from anywhere; a process can be ended. It is forked at the first picture that is
 * to be decoded. When it dies, the pictures that were in work are asked for again, each alone; the one under which it
 * dies again is named.
 */
export class PictureProcess implements Pictures {
  readonly #file: string;
  readonly #data: PictureProcessData;
  readonly #limits: PictureLimits;
  /** Who takes all of it is alone. */
  readonly #places = new Budget(everything);
  #life: Life | undefined;

  /** @param file the program that calls `servePictures` when its first argument is `pictureArgument` */
  constructor(file: string, data: PictureProcessData, limits: Partial<PictureLimits> = {}) {
    this.#file = file;
    this.#data = data;
    this.#limits = { ...usualLimits, ...limits };
  }

  /** Of the process, while there is one. */
  get pid(): number | undefined {
    return this.#life?.pid;
  }

  /** Needs no decoder: while there is no process, none is forked for pictures that may all be known. */
  hash(path: string, signal: AbortSignal): Promise<string> {
    return abortable(
      this.#life ? this.#ask((rpc) => rpc.call('hash', { path }), signal) : hashPicture(path),
      signal,
    );
  }

  prepare(path: string, alpha: Alpha, signal: AbortSignal, part?: PictureArea): Promise<PreparedFile> {
    return abortable(
      this.#ask((rpc) => rpc.call('prepare', { path, alpha, part }), signal),
      signal,
    );
  }

  thumbnail(path: string, edge: number, signal: AbortSignal): Promise<Thumbnail> {
    return abortable(
      this.#ask((rpc) => rpc.call('thumbnail', { path, edge }), signal),
      signal,
    );
  }

  examine(path: string, signal: AbortSignal): Promise<ExaminedFile> {
    return abortable(
      this.#ask((rpc) => rpc.call('examine', { path }), signal),
      signal,
    );
  }

  hidden(path: string, signal: AbortSignal): Promise<HiddenFound> {
    return abortable(
      this.#ask((rpc) => rpc.call('hidden', { path }), signal),
      signal,
    );
  }

  /** Settles when the process is no longer at it, also where the signal is aborted before. */
  async #ask<T>(
    call: (rpc: RpcClient<PictureApi>) => Promise<PictureAnswer<T>>,
    signal: AbortSignal,
  ): Promise<T> {
    for (let ends = 0; ;) {
      const leave = await this.#places.take(ends === 0 ? 1 : everything);
      try {
        signal.throwIfAborted();
        const life = this.#running();
        const result = await life.call(call, signal);
        if ('answer' in result) {
          const { answer } = result;
          if (answer.ok) return answer.value;
          // What was short beside three other pictures may do alone.
          if (answer.code !== 'image-no-memory' || ends > 0)
            throw new PictureError(answer.code, answer.detail);
          ends++;
        } else if (result.end.kind !== 'dropped' && ++ends >= maxEnds) throw this.#failure(result.end);
      } finally {
        leave();
      }
    }
  }

  #failure(end: Exclude<End, { kind: 'dropped' }>): Error {
    switch (end.kind) {
      case 'silent':
        return new PictureError('image-too-slow', `${this.#limits.silenceMs / 1000} s`);
      case 'died':
        return new PictureError('image-crashed', end.reason);
      case 'unstarted':
        return new EngineError('engine-start-failed', { reason: end.reason, detail: end.reason });
    }
  }

  #running(): Life {
    if (this.#life) return this.#life;
    const life = (this.#life = this.#start());
    void life.ended.then(() => {
      if (this.#life === life) this.#life = undefined;
    });
    return life;
  }

  #start(): Life {
    try {
      return new Life(this.#file, this.#data, this.#limits);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      throw new EngineError('engine-start-failed', { reason: 'fork', detail }, { cause: error });
    }
  }
}

/** One life of the picture process. */
class Life {
  readonly ended: Promise<End>;
  readonly #child: ChildProcess;
  readonly #rpc: RpcClient<PictureApi>;
  readonly #limits: PictureLimits;
  #inWork = 0;
  #isUp = false;
  #timer: NodeJS.Timeout | undefined;
  /** Why we ended it. */
  #why: End | undefined;

  constructor(file: string, data: PictureProcessData, limits: PictureLimits) {
    this.#limits = limits;
    const child = fork(file, [pictureArgument, JSON.stringify(data)], {
      serialization: 'advanced',
      // No loader of ours.
      execArgv: [],
      env: { ...process.env, NODE_OPTIONS: '' },
      // Not our own stderr: who reads that waits until nobody holds it any more.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    // Bytes that are no message would end this process, and end that one instead.
    guardChannel(child, () => child.kill('SIGKILL'));
    child.stderr?.on('data', (bytes: Buffer) => process.stderr.write(bytes));
    child.once('message', () => {
      this.#isUp = true;
      this.#watch();
    });
    this.ended = new Promise((resolve) => {
      const end = (reason: string): void =>
        resolve(this.#why ?? { kind: this.#isUp ? 'died' : 'unstarted', reason });
      child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
      child.once('error', (error) => end(error.message));
    });
    void this.ended.then(() => clearTimeout(this.#timer));
    this.#rpc = new RpcClient(
      {
        send: (message) => {
          if (!child.connected) throw new Error('the picture process is gone');
          // The callback keeps a broken pipe from being emitted as an error; the process's end tells of it.
          child.send(message as object, () => undefined);
        },
        onMessage: (listener) => child.on('message', listener),
        onClose: (listener) => void this.ended.then(listener),
      },
      pictureContract,
    );
    // It keeps nobody from ending: it ends with us.
    child.unref();
    child.channel?.unref();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The answer, or how the process ended before it. */
  async call<T>(
    call: (rpc: RpcClient<PictureApi>) => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ readonly answer: T } | { readonly end: End }> {
    let farewell: NodeJS.Timeout | undefined;
    const drop = (): void => {
      farewell = setTimeout(() => this.#end({ kind: 'dropped' }), this.#limits.farewellMs);
    };
    signal.addEventListener('abort', drop, { once: true });
    if (this.#inWork++ === 0) this.#watch();
    try {
      return { answer: await call(this.#rpc) };
    } catch (error) {
      if (!(error instanceof ChannelClosed)) throw error;
      return { end: await this.ended };
    } finally {
      signal.removeEventListener('abort', drop);
      clearTimeout(farewell);
      this.#inWork--;
      this.#watch();
    }
  }

  /** From now on it has so long to answer something, or to be asked. */
  #watch(): void {
    clearTimeout(this.#timer);
    const { silenceMs, idleMs } = this.#limits;
    if (!this.#isUp) this.#endIn(longestStartMs, { kind: 'unstarted', reason: `${longestStartMs / 1000} s` });
    else if (this.#inWork > 0) this.#endIn(silenceMs, { kind: 'silent' });
    else this.#endIn(idleMs, { kind: 'dropped' });
  }

  #endIn(ms: number, why: End): void {
    this.#timer = setTimeout(() => this.#end(why), ms);
    this.#timer.unref();
  }

  #end(why: End): void {
    this.#why ??= why;
    this.#child.kill('SIGKILL');
  }
}
