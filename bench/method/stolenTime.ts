import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Of Linux's counters: hundredths of a second, all processors together. */
const tickMs = 10;

/**
 * Processor time that the hypervisor has given to others so far, in milliseconds over all processors; 0 where the
 * system does not tell.
 * https://docs.kernel.org/filesystems/proc.html (the eighth number of `cpu` in /proc/stat)
 */
function stolenMs(): number {
  try {
    return Number(readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!.split(/\s+/)[8]) * tickMs;
  } catch {
    return 0;
  }
}

/** Starts to watch. @returns what share of the machine's time has been stolen since, of `wallMs` milliseconds */
export function watchStolenTime(): (wallMs: number) => number {
  const before = stolenMs();
  return (wallMs) => (stolenMs() - before) / (wallMs * availableParallelism());
}
