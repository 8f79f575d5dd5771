import type { Slot, SpellFile } from '../../../core/spell/spell';

/** What outline and hover say of a slot, as data. */
export interface SlotSummary {
  /** The slot as written, on one line, cut when long. */
  readonly written: string;
  /** How many options are written; 0 for a wildcard, whose lines are elsewhere. */
  readonly count: number;
  /** How many of them one expansion takes: `1`, `2`, `1–3`. */
  readonly taken: string;
  /** The first of its options as written. */
  readonly options: readonly string[];
}

const mostWritten = 60;
const mostOptions = 10;

export function slotSummary({ text }: SpellFile, slot: Slot): SlotSummary {
  const count = slot.options.length;
  const [min, max] = [slot.pick.min, slot.pick.max].map((bound) => Math.min(bound, count));
  return {
    written: shortened(text, slot.span.start, slot.span.end),
    count,
    taken: min === max ? `${min}` : `${min}–${max}`,
    options: slot.options.slice(0, mostOptions).map(({ span }) => shortened(text, span.start, span.end)),
  };
}

function shortened(text: string, start: number, end: number): string {
  // Read a little more than is shown: runs of blanks become one.
  const line = text
    .slice(start, Math.min(end, start + 4 * mostWritten))
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > mostWritten ? `${line.slice(0, mostWritten)}…` : line;
}
