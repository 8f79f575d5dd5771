import type { PanelSpell } from '../../../protocol/panel/scores';
import type { LeaderRow, Ranked } from '../../leaderRows';

/** Cosines that all dots of the leaderboard share as their left and right end. */
export interface Axis {
  readonly low: number;
  readonly high: number;
}

/** What all rows are drawn against. */
export interface Plot {
  readonly axis: Axis;
  readonly first?: PanelSpell;
}

/** Where a row's marks lie, in shares of the axis' length. */
export interface DotPlaces {
  readonly dot: number;
  /** Of the spell that stands first; only spells are compared with it. */
  readonly first?: number;
  /** The interval of how far a spell is behind the first, measured from the first. */
  readonly whisker?: Whisker;
}

export interface Whisker {
  readonly from: number;
  readonly to: number;
  /** It goes on beyond the axis. */
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
}

/** Room beside the outermost dots, in shares of their distance: a whisker that crosses the first is seen to do so. */
const margin = 0.12;

/**
 * From the lowest to the highest mean cosine of all spells, and of the texts that are unfolded, with some room beside them.
 * Not from 0: cosines of different texts on the same pictures differ by a few hundredths.
 */
export function axisOf(rows: readonly LeaderRow[]): Axis {
  let [low, high] = [Infinity, -Infinity];
  for (const { row, meanCosine } of rows) {
    if (row === undefined) continue;
    low = Math.min(low, meanCosine);
    high = Math.max(high, meanCosine);
  }
  if (low > high) return { low: 0, high: 0 };
  const room = margin * (high - low);
  return { low: low - room, high: high + room };
}

/** The spell that stands first; undefined when there is none to stand behind it. */
export function firstSpell({ spells }: Ranked): PanelSpell | undefined {
  if (!spells.some(({ behind }) => behind !== undefined)) return undefined;
  return spells.find(({ best, behind }) => best !== undefined && behind === undefined);
}

export function dotPlaces({ axis, first }: Plot, row: LeaderRow, spell: PanelSpell): DotPlaces {
  const span = axis.high - axis.low;
  const at = (cosine: number): number => (span > 0 ? (cosine - axis.low) / span : 0.5);
  const dot = at(row.meanCosine);
  if (row.level === 2 || first === undefined) return { dot };
  const line = at(first.meanCosine);
  const { low, high } = spell.behind ?? {};
  if (low === undefined || high === undefined || span === 0) return { dot, first: line };
  const [from, to] = [at(first.meanCosine + low), at(first.meanCosine + high)];
  return {
    dot,
    first: line,
    whisker: { from: Math.max(0, from), to: Math.min(1, to), cutLeft: from < 0, cutRight: to > 1 },
  };
}
