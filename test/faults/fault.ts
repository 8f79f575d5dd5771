import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';

/** What became of a fault: a row of the table in docs/reliability.md. */
export interface Outcome {
  /** What the user saw instead of a result, in a few words: `refused by name`, `same scores as before`. */
  readonly outcome: string;
  /** What the user lost: `nothing`, `the run; typed text is kept`. */
  readonly lost: string;
}

/** How many inputs a fault is tried with. */
export interface Trials {
  /** In `npm run test:faults`: some seconds. */
  readonly short: number;
  /** In `npm run test:faults -- --long`. */
  readonly long: number;
}

/** A row of the table, as scripts/faults/run.ts reads it from the file that this variable names: one line of JSON each. */
export interface FaultRow extends Outcome {
  readonly area: string;
  readonly fault: string;
  readonly tried: number;
}

const isLong = process.env.SPELLWRIGHT_FAULTS === 'long';
const rowsFile = process.env.SPELLWRIGHT_FAULT_ROWS;

/**
 * Injects one kind of fault as often as it says, and holds the program to surviving it.
 * @param name what goes wrong, as the table says it
 * @param run fails where the program does not hold; gets how many inputs to try
 */
export function fault(
  name: string,
  trials: Trials,
  run: (tried: number) => Outcome | Promise<Outcome>,
): void {
  it(name, async function () {
    const tried = isLong ? trials.long : trials.short;
    assert.ok(tried > 0);
    if (isLong) this.timeout(0);
    const { outcome, lost } = await run(tried);
    const row: FaultRow = { area: this.test?.parent?.title ?? '', fault: name, tried, outcome, lost };
    if (rowsFile) appendFileSync(rowsFile, `${JSON.stringify(row)}\n`);
  });
}
