import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { takeBackTrials } from './device/deviceMemory';
import { beatBytes, pulseDescriptor } from '../protocol/pulse';

/** What the pulse thread is told once, when it is started. */
export interface PulseThreadData {
  /** Shared: see `WorkUnits`. */
  readonly beat: Uint32Array;
  /** Between two beats. */
  readonly everyMs: number;
  /** Time that the main thread has to end by itself, once our parent is gone. */
  readonly farewellMs: number;
  /** Where it is noted which accelerators are tried. */
  readonly cacheFolder?: string;
}

export function isPulseThreadData(value: unknown): value is PulseThreadData {
  return typeof value === 'object' && value !== null && 'beat' in value;
}

/**
 * Starts the thread. That it fails is nobody's to handle: the process ends, and our parent starts another.
 * @param file the program that calls `servePulse` when it is not on the main thread
 */
export function startPulse(file: string, data: PulseThreadData): void {
  new Worker(file, { workerData: data }).unref();
}

/**
 * Makes this thread the pulse thread: it tells our parent that the process runs, and ends it once nobody listens. The
 * main thread may be in a native run or a loop that does not end, so nothing here may need it: it writes into the pipe
 * itself, and waits for no message.
 */
export function servePulse({ beat, everyMs, farewellMs, cacheFolder }: PulseThreadData): void {
  const bytes = new DataView(new ArrayBuffer(beatBytes));
  const timer = setInterval(() => {
    bytes.setUint32(0, Atomics.load(beat, 0), true);
    try {
      writeSync(pulseDescriptor, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return; // Our parent is busy.
      clearInterval(timer);
      setTimeout(() => {
        takeBackTrials(cacheFolder);
        process.kill(process.pid, 'SIGKILL');
      }, farewellMs);
    }
  }, everyMs);
}
