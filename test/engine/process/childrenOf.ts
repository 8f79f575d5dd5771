import { readFileSync } from 'node:fs';

/** Processes that this one's main thread has forked; Linux alone tells. */
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}
