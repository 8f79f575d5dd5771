import type { PanelRound } from '../../../protocol/panel/evolution';

/** The lines of the chart, in the order in which they are drawn. */
export const seriesNames = ['median-seen', 'best-seen', 'best-unseen'] as const;
export type SeriesName = (typeof seriesNames)[number];

export interface ChartPoint {
  readonly round: number;
  readonly x: number;
  readonly y: number;
}

export interface Chart {
  readonly series: readonly { readonly name: SeriesName; readonly points: readonly ChartPoint[] }[];
  /** Values beside the axis, with their heights. */
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  /** Round 0, the last one that there will be, and one in between. */
  readonly rounds: readonly { readonly round: number; readonly x: number }[];
}

export interface ChartBox {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Lays rounds out in a box: round 0 is the prompt as it is written, and the width is that of all rounds to come. */
export function chartOf(told: readonly PanelRound[], rounds: number, box: ChartBox): Chart {
  const values = seriesNames.map((name) => ({ name, values: valuesOf(told, name) }));
  const all = values.flatMap((each) => each.values.map(({ value }) => value));
  const [low, high] = all.length > 0 ? [Math.min(...all), Math.max(...all)] : [0, 1];
  const span = high - low || 1;
  const last = Math.max(1, rounds, told.length);
  const x = (round: number): number => box.left + ((box.width - box.left - box.right) * round) / last;
  const y = (value: number): number =>
    box.top + (box.height - box.top - box.bottom) * (high === low ? 0.5 : (high - value) / span);
  const ticks = high === low ? [low] : [low, (low + high) / 2, high];
  return {
    series: values
      .filter((each) => each.values.length > 0)
      .map((each) => ({
        name: each.name,
        points: each.values.map(({ round, value }) => ({ round, x: x(round), y: y(value) })),
      })),
    ticks: all.length === 0 ? [] : ticks.map((value) => ({ value, y: y(value) })),
    rounds: [...new Set([0, Math.round(last / 2), last])].map((round) => ({ round, x: x(round) })),
  };
}

function valuesOf(told: readonly PanelRound[], name: SeriesName): { round: number; value: number }[] {
  const [first] = told;
  const atFirst = {
    'best-seen': first?.startSeen,
    'best-unseen': first?.startUnseen,
    'median-seen': undefined,
  };
  const of = ({ bestSeen, bestUnseen, medianSeen }: PanelRound): number | undefined =>
    ({ 'best-seen': bestSeen, 'best-unseen': bestUnseen, 'median-seen': medianSeen })[name];
  return [atFirst[name], ...told.map(of)].flatMap((value, round) =>
    value === undefined ? [] : [{ round, value }],
  );
}
