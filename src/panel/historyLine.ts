import type { PanelHistoryEntry } from '../protocol/panel';

export interface HistoryPoint {
  readonly x: number;
  readonly y: number;
  readonly entry: PanelHistoryEntry;
}

/**
 * Lays the entries out in a box, oldest left, the least mean at the bottom.
 * @returns points in order, and the runs of neighbours of one basis: only they may be joined by a line
 */
export function historyLine(
  entries: readonly PanelHistoryEntry[],
  width: number,
  height: number,
  margin: number,
): { readonly points: readonly HistoryPoint[]; readonly runs: readonly (readonly HistoryPoint[])[] } {
  const means = entries.map((entry) => entry.mean);
  const low = Math.min(...means);
  const span = Math.max(...means) - low;
  const step = entries.length > 1 ? (width - 2 * margin) / (entries.length - 1) : 0;
  const points = entries.map((entry, index) => ({
    entry,
    x: entries.length > 1 ? margin + index * step : width / 2,
    y: margin + (height - 2 * margin) * (span > 0 ? 1 - (entry.mean - low) / span : 0.5),
  }));
  const runs: HistoryPoint[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    if (run && run[0]!.entry.basis === point.entry.basis) run.push(point);
    else runs.push([point]);
  }
  return { points, runs };
}
