import type { PanelHistoryEntry } from '../../../protocol/panel/history';

export interface HistoryPoint {
  readonly x: number;
  readonly y: number;
  readonly entry: PanelHistoryEntry;
}

/**
 * Lays the entries out in a box, oldest left. Each checkpoint has a scale of its own, its least mean cosine at the bottom:
 * numbers of two checkpoints cannot be compared.
 * @returns points in order; the runs of neighbours of one basis: only they may be joined by a line; and where, between
 * two points, the checkpoint changed
 */
export function historyLine(
  entries: readonly PanelHistoryEntry[],
  width: number,
  height: number,
  margin: number,
): {
  readonly points: readonly HistoryPoint[];
  readonly runs: readonly (readonly HistoryPoint[])[];
  readonly changes: readonly number[];
} {
  const heightOf = ({ meanCosine, checkpoint }: PanelHistoryEntry): number => {
    const own = entries.filter((each) => each.checkpoint.hash === checkpoint.hash);
    const cosines = own.map((each) => each.meanCosine);
    const low = Math.min(...cosines);
    const span = Math.max(...cosines) - low;
    return span > 0 ? (meanCosine - low) / span : 0.5;
  };
  const step = entries.length > 1 ? (width - 2 * margin) / (entries.length - 1) : 0;
  const points = entries.map((entry, index) => ({
    entry,
    x: entries.length > 1 ? margin + index * step : width / 2,
    y: margin + (height - 2 * margin) * (1 - heightOf(entry)),
  }));
  const runs: HistoryPoint[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    if (run && isComparable(run[0]!.entry, point.entry)) run.push(point);
    else runs.push([point]);
  }
  const changes = points.slice(1).flatMap(({ x, entry }, index) => {
    const before = points[index]!;
    return before.entry.checkpoint.hash === entry.checkpoint.hash ? [] : [(before.x + x) / 2];
  });
  return { points, runs, changes };
}

function isComparable(a: PanelHistoryEntry, b: PanelHistoryEntry): boolean {
  return a.basis === b.basis && a.checkpoint.hash === b.checkpoint.hash;
}
