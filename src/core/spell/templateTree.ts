import type { Slot } from './spell';

/** A prompt as alternating text and choices, wildcards looked up: what expansions are counted over and drawn from. */
export interface Template {
  readonly parts: readonly Part[];
  readonly choices: readonly Choice[];
  /** Combinations; past 2^53 Infinity. */
  readonly count: number;
  /** What its costliest expansion takes: UTF-16 code units, and `SLOT_COST` for each slot decided. */
  readonly cost: number;
  /** Slots within slots, through wildcards as well: what reads a template recurses so deep. */
  readonly depth: number;
}

export type Part =
  | {
      readonly type: 'text';
      readonly text: string;
      /** Source offset of the first code unit; undefined in a wildcard's line. */
      readonly source: number | undefined;
    }
  | { readonly type: 'choice'; readonly choice: Choice }
  | {
      /** What a choice around it, of the role `binding`, has chosen. */
      readonly type: 'bound';
      readonly binding: Choice;
      /** Source offset of the place. */
      readonly source: number;
    };

export interface Choice {
  readonly slot: Slot;
  /**
   * `pick`: some of its options, in any order. `wrap`: the second option inside the first. `binding`: picks for the places
   * that use the variable, and shows nothing itself.
   */
  readonly role: 'pick' | 'wrap' | 'binding';
  /** Its options stand in no place of the prompt, or in another: they belong to the slot as a whole. */
  readonly elsewhere: boolean;
  readonly options: readonly Template[];
  /** Where the options stand among those that are written, equal ones included; absent when all differ. */
  readonly written?: readonly number[];
  /** The name that the wildcard must have for each option, where a bound variable is part of it. */
  readonly names?: { readonly template: Template; readonly ofOption: readonly string[] };
  readonly min: number;
  readonly max: number;
  readonly separator: string;
  readonly count: number;
  readonly cost: number;
  readonly depth: number;
}
