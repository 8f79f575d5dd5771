import type { PanelLedger, PanelUnit } from '../../../protocol/panel/ledger';

/** A line of the list of words: a unit of the text, or a word of an unfolded one. */
export interface LedgerRow {
  readonly key: string;
  readonly level: 1 | 2;
  /** The unit, or the one that the word is of. */
  readonly unit: PanelUnit;
  /** What the line is of. */
  readonly entry: PanelUnit;
  /** 1-based among its siblings. */
  readonly position: number;
  readonly siblings: number;
  readonly isOpen: boolean;
}

/** Units, strongest first, each followed by its words where those are weighed. */
export function ledgerRows({ units }: Pick<PanelLedger, 'units'>): LedgerRow[] {
  return units.flatMap((unit, i) => {
    const row = {
      key: String(unit.unit),
      level: 1,
      unit,
      entry: unit,
      position: i + 1,
      siblings: units.length,
      isOpen: unit.words !== undefined,
    } as const;
    const words = (unit.words ?? []).map((entry, j): LedgerRow => ({
      key: `${unit.unit} ${entry.unit}`,
      level: 2,
      unit,
      entry,
      position: j + 1,
      siblings: unit.words!.length,
      isOpen: false,
    }));
    return [row, ...words];
  });
}

/** How far the bars of a list reach to either side of 0, in cosines; no less than one hundredth, so that small effects look small. */
export function reachOf(rows: readonly LedgerRow[]): number {
  return Math.max(
    0.01,
    ...rows.flatMap(({ entry: { effect, low = 0, high = 0 } }) => [Math.abs(effect), -low, high]),
  );
}
