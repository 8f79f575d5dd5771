import { keyPeers } from '../cases/keyCase';
import { pairedRatio } from '../method/summary';
import { names } from '../peers/names';
import { ceilingNames } from '../work/ceilings';
import type { BenchResult, TimedCase } from './result';

/** Something to reach, and how it is read from a result. */
export type Target =
  /** So many times as fast as another. */
  | {
      readonly kind: 'ratio';
      readonly case: string;
      readonly against: string;
      readonly least: number;
      readonly of?: string;
    }
  /** So much of what the machine does at best. */
  | {
      readonly kind: 'share';
      readonly case: string;
      readonly ceiling: string;
      readonly least: number;
      readonly of?: string;
    }
  | { readonly kind: 'figure'; readonly table: string; readonly column: string; readonly most: number };

/** What the targets are for; on a smaller checkpoint other things weigh. */
export const targetedCheckpoint = 'random weights at the shape of ViT-B/32';

export const targets: readonly Target[] = [
  { kind: 'ratio', case: 'append', against: names.padded, least: 4 },
  { kind: 'ratio', case: 'middle', against: names.padded, least: 3 },
  { kind: 'ratio', case: 'grid-short', against: names.padded, least: 12 },
  { kind: 'ratio', case: 'grid-long', against: names.padded, least: 12 },
  { kind: 'ratio', case: 'leave-one-out', against: names.padded, least: 5 },
  { kind: 'ratio', case: 'unrelated-256', against: names.padded, least: 7.5 },
  { kind: 'ratio', case: 'append', against: names.unpadded, least: 2 },
  { kind: 'ratio', case: 'grid-short', against: names.unpadded, least: 2 },
  { kind: 'ratio', case: 'grid-long', against: names.unpadded, least: 3.2 },
  { kind: 'ratio', case: 'leave-one-out', against: names.unpadded, least: 1.8 },
  { kind: 'ratio', case: 'unrelated-64', against: names.unpadded, least: 0.98 },
  { kind: 'ratio', case: 'unrelated-256', against: names.unpadded, least: 0.98 },
  { kind: 'ratio', case: 'grid-short', against: names.padded, least: 22, of: names.ownInt8 },
  { kind: 'ratio', case: 'grid-long', against: names.padded, least: 22, of: names.ownInt8 },
  { kind: 'ratio', case: 'append', against: names.padded, least: 7.5, of: names.ownInt8 },
  { kind: 'ratio', case: 'key', against: keyPeers.pipeline, least: 30 },
  { kind: 'ratio', case: 'key', against: keyPeers.cached, least: 5 },
  { kind: 'ratio', case: 'photo', against: names.transformersJs, least: 1.5 },
  { kind: 'share', case: 'grid-short', ceiling: ceilingNames.product, least: 0.8 },
  { kind: 'share', case: 'grid-long', ceiling: ceilingNames.product, least: 0.8 },
  { kind: 'share', case: 'images-16', ceiling: ceilingNames.product, least: 0.95 },
  { kind: 'share', case: 'append', ceiling: ceilingNames.vector, least: 0.8 },
  { kind: 'share', case: 'grid-short', ceiling: ceilingNames.bytesProduct, least: 0.65, of: names.ownInt8 },
  { kind: 'share', case: 'grid-long', ceiling: ceilingNames.bytesProduct, least: 0.65, of: names.ownInt8 },
  { kind: 'figure', table: 'session', column: 'session, ms', most: 350 },
  { kind: 'figure', table: 'session', column: 'memory of the process, MB', most: 260 },
  { kind: 'figure', table: 'event-loop', column: 'event loop p99, ms', most: 10 },
];

export interface Verdict {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly met: boolean;
}

/** @returns undefined when the result does not hold what the target is about */
export function verdictOf(target: Target, result: BenchResult): Verdict | undefined {
  if (target.kind === 'figure') {
    const table = result.figures.find(({ id }) => id === target.table);
    const figure = table?.rows[names.own]?.[target.column];
    if (figure === undefined) return undefined;
    return {
      what: `${table!.title}: ${target.column}`,
      target: `≤ ${target.most}`,
      measured: figure.toFixed(1),
      met: figure <= target.most,
    };
  }
  const timed = result.timed.find(({ id }) => id === target.case);
  const own = target.of ?? names.own;
  const other = target.kind === 'ratio' ? target.against : target.ceiling;
  if (!timed?.samples[own] || !timed.samples[other]) return undefined;
  const subject = own === names.own ? timed.title : `${timed.title}, int8`;
  const ratio = pairedRatio(new Map(Object.entries(timed.samples)), other, own);
  if (target.kind === 'ratio')
    return {
      what: `${subject}, against ${other}`,
      target: `≥ ${target.least} ×`,
      measured: `${ratio.median.toFixed(2)} × (${ratio.low.toFixed(2)} – ${ratio.high.toFixed(2)})`,
      met: ratio.median >= target.least,
    };
  const share = (of: number): number => of * workRatio(timed, own, other);
  return {
    what: `${subject}, share of the ${other}`,
    target: `≥ ${percent(target.least)}`,
    measured: `${percent(share(ratio.median))} (${percent(share(ratio.low))} – ${percent(share(ratio.high))})`,
    met: share(ratio.median) >= target.least,
  };
}

/** Work of the first over work of the second: times the ratio of their times, it is the share of the speed. */
function workRatio({ work }: TimedCase, own: string, ceiling: string): number {
  return work[own]! / work[ceiling]!;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
