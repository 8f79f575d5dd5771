import { loadavg } from 'node:os';
import { interleave, type Contestant, type InterleaveOptions } from '../method/interleave';
import type { TimedCase } from '../report/result';

export interface CaseDescription {
  readonly id: string;
  readonly title: string;
  readonly work?: Readonly<Record<string, number>>;
}

/** Measures contestants in turn. */
export async function timedCase(
  { id, title, work = {} }: CaseDescription,
  contestants: readonly Contestant[],
  options: InterleaveOptions,
): Promise<TimedCase> {
  const samples = await interleave(contestants, options);
  return {
    id,
    title,
    measured: new Date().toISOString(),
    load: loadavg()[0]!,
    samples: Object.fromEntries(samples),
    work,
  };
}
