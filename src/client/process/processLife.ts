import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { pulseDescriptor } from '../../protocol/pulse';
import type { Api, Channel, Contract } from '../../protocol/rpc';
import { RpcClient } from '../../protocol/rpcClient';
import { guardChannel } from './guardChannel';
import type { ProcessExit } from './processState';
import type { ProcessWatch } from './processWatch';

/** What is forked, and how it is spoken with. */
export interface Program<A extends Api<A>, P> {
  /** For the log. */
  readonly name: string;
  /** The bundle to run, absolute. */
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly contract: Contract<A, P>;
  /** The first call, answered as soon as the process runs. */
  readonly greet: (rpc: RpcClient<A, P>) => Promise<unknown>;
}

/** Longer than the process itself takes its time. */
const longestFarewellMs = 3000;

/** One life of a process. A restart makes a new one, so late messages of an old one reach nobody. */
export class ProcessLife<A extends Api<A>, P, W> {
  readonly rpc: RpcClient<A, P>;
  /** Resolves when the process runs and answers; never rejects. */
  readonly up: Promise<void>;
  /** Resolves when no call will be answered any more. */
  readonly closed: Promise<void>;
  readonly exited: Promise<ProcessExit>;
  readonly #child: ChildProcess;
  readonly #pulse: Socket | null | undefined;
  #wasUp = false;

  /**
   * @param argument its only command-line argument, sent as JSON
   * @param watch hears its heart
   */
  constructor(
    program: Program<A, P>,
    argument: unknown,
    readonly watch: ProcessWatch<W>,
    log: (line: string) => void,
  ) {
    const child = fork(program.file, [JSON.stringify(argument)], {
      serialization: 'advanced',
      // No inspector port or loader of the parent's.
      execArgv: [],
      env: program.environment,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    });
    this.#child = child;
    // There is no pipe when the system had no more files to give.
    this.#pulse = (child.stdio as readonly unknown[] | undefined)?.[pulseDescriptor] as
      Socket | null | undefined;
    // How it ends is told by the other pipe.
    this.#pulse?.on('data', (beats) => watch.hear(beats)).on('error', () => undefined);
    child.on('message', () => watch.hearOf());
    let lastError = '';
    if (child.stderr)
      onLines(child.stderr, (line) => {
        if (/Error\b|^terminate called|FATAL ERROR/.test(line)) lastError = line;
        log(line);
      });
    // There is no stderr when the system had no more files to give.
    const logged = child.stderr && once(child.stderr, 'close');
    this.exited = new Promise((resolve) => {
      // Not the event `close`: it never comes after we have closed the pipe.
      child.once('exit', (code, signal) => {
        void Promise.resolve(logged).then(() => resolve({ reason: signal ?? code ?? 'unknown', lastError }));
      });
      child.once('error', (error) => resolve({ reason: error.message, lastError }));
    });
    this.closed = new Promise((resolve) => {
      child.once('disconnect', resolve);
      child.once('error', resolve);
    });
    // Without its pipe it ends by itself, unless it hangs.
    void this.closed.then(() => {
      const timer = setTimeout(() => this.kill(), longestFarewellMs);
      void this.exited.then(() => clearTimeout(timer));
    });
    // An answer may have been lost: whoever waits for it gets it from the next process.
    const broken = (reason: string): void => {
      lastError = `the ${program.name} sent what cannot be read: ${reason}`;
      log(lastError);
      this.kill();
    };
    guardChannel(child, broken);
    this.rpc = new RpcClient(channelTo(child, this.closed), program.contract, broken);
    this.up = new Promise((resolve) => {
      program.greet(this.rpc).then(
        () => {
          this.#wasUp = true;
          resolve();
        },
        () => undefined, // `exited` tells of it.
      );
    });
  }

  get wasUp(): boolean {
    return this.#wasUp;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Lets it end by itself, which it does when its pipes close; it is killed when it takes too long. */
  end(): void {
    this.#pulse?.destroy();
    if (this.#child.connected) this.#child.disconnect();
  }

  /** Ends it whatever it does, even when it is stopped. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

function channelTo(child: ChildProcess, closed: Promise<void>): Channel {
  return {
    send: (message) => {
      if (!child.connected) throw new Error('the process is gone');
      // The callback keeps a broken pipe from being emitted as an error; the channel's end tells of it.
      child.send(message as object, () => undefined);
    },
    onMessage: (listener) => child.on('message', listener),
    onClose: (listener) => void closed.then(listener),
  };
}

function onLines(stream: NodeJS.ReadableStream, listener: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop()!.slice(-4096);
    for (const line of lines) if (line) listener(line);
  });
  stream.on('end', () => {
    if (rest) listener(rest);
  });
}
