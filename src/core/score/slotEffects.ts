import type { FileScore, ScoredPrompt } from './fileScore';

/** What choosing one option of a slot does to a spell's scores. */
export interface SlotEffect {
  /** Index in `Prompt.slots` of the spell's positive prompt. */
  readonly slot: number;
  /** Index of the option; of the line, for a wildcard. */
  readonly option: number;
  /** Scored expansions that hold the option. */
  readonly expansions: number;
  /** Mean cosine over these minus that over all expansions that meet the slot. */
  readonly cosine: number;
}

/** The effect of every option that some scored expansion of the spell took, by slot and option. Empty with no pictures. */
export function slotEffects(score: FileScore, spell: number): SlotEffect[] {
  if (score.images.length === 0) return [];
  const slots = new Map<number, { readonly all: Mean; readonly options: Map<number, Mean> }>();
  for (const row of score.spells[spell]?.rows ?? []) {
    const prompt = score.prompts[row]!;
    for (const [slot, options] of choicesOf(prompt)) {
      const met = slots.get(slot) ?? { all: new Mean(), options: new Map<number, Mean>() };
      slots.set(slot, met);
      met.all.add(prompt);
      for (const option of options) {
        const holding = met.options.get(option) ?? new Mean();
        met.options.set(option, holding);
        holding.add(prompt);
      }
    }
  }
  return [...slots]
    .flatMap(([slot, { all, options }]) =>
      [...options].map(([option, holding]) => ({
        slot,
        option,
        expansions: holding.count,
        cosine: holding.cosine - all.cosine,
      })),
    )
    .sort((a, b) => a.slot - b.slot || a.option - b.option);
}

/** The options taken per slot. Slots inside a wildcard's lines bear the wildcard's number after it; only its own pick counts. */
function choicesOf({ expansion }: ScoredPrompt): Map<number, readonly number[]> {
  const choices = new Map<number, readonly number[]>();
  for (const { slot, options } of expansion.choices) if (!choices.has(slot)) choices.set(slot, options);
  return choices;
}

class Mean {
  count = 0;
  #cosine = 0;

  add({ meanCosine }: ScoredPrompt): void {
    this.count++;
    this.#cosine += meanCosine;
  }

  get cosine(): number {
    return this.#cosine / this.count;
  }
}
