import type { FileScore, ScoredPrompt } from '../../../core/score/fileScore';
import { expandPrompt } from '../../../core/spell/expandSpell';
import { promptAt, slotAt, spellAt } from '../../../core/spell/places';
import type { Expansion, SpellFile, Wildcards } from '../../../core/spell/spell';

/** What a prompt becomes on its way to CLIP, for one way of filling its slots. */
export interface PromptReading {
  /** Index of the spell in its file. */
  readonly spell: number;
  readonly polarity: 'positive' | 'negative';
  readonly expansion: Expansion;
  /** 1-based place among `count` expansions. */
  readonly number: number;
  readonly count: number;
  /** Its score, when the prompt was scored as it stands. */
  readonly scored?: ScoredPrompt;
}

/** Without scores no more expansions than this are made: a hover must come at once. */
const fewExpansions = 64;

/**
 * The prompt at an offset as CLIP reads it. Of several expansions: one that holds the slot option at the offset, and of
 * these the best. In a heading the spell's own prompt; undefined outside of spells and for an empty prompt.
 * @param score of this very text, when there is one
 */
export function promptReadingAt(
  file: SpellFile,
  offset: number,
  { wildcards, score }: { readonly wildcards?: Wildcards; readonly score?: FileScore },
): PromptReading | undefined {
  const spell = spellAt(file, offset);
  if (spell === undefined || offset > spell.span.end) return undefined;
  const { prompt, polarity } = promptAt(file, offset) ?? {
    prompt: spell.positive,
    polarity: 'positive' as const,
  };
  const scored = polarity === 'positive' ? score?.spells[spell.index]?.rows : undefined;
  const candidates: readonly { readonly expansion: Expansion; readonly scored?: ScoredPrompt }[] = scored
    ? scored.map((row) => ({ expansion: score!.prompts[row]!.expansion, scored: score!.prompts[row]! }))
    : expandPrompt(prompt, { dialect: file.dialect, wildcards, limit: fewExpansions }).expansions.map(
        (expansion) => ({ expansion }),
      );
  const place = slotAt(file, offset);
  const holding =
    place?.option === undefined
      ? []
      : candidates.filter(({ expansion }) => takes(expansion, place.slot.index, place.option!));
  let best: (typeof candidates)[number] | undefined;
  for (const candidate of holding.length > 0 ? holding : candidates) {
    if (best === undefined || rankOf(candidate) < rankOf(best)) best = candidate;
  }
  if (best === undefined) return undefined;
  return {
    spell: spell.index,
    polarity,
    ...best,
    number: candidates.indexOf(best) + 1,
    count: candidates.length,
  };
}

function rankOf({ scored }: { readonly scored?: ScoredPrompt }): number {
  return scored?.rank || Infinity;
}

function takes({ choices }: Expansion, slot: number, option: number): boolean {
  return choices.some((choice) => choice.slot === slot && choice.options.includes(option));
}

/** Neighbouring words of one weight that is not 1. */
export interface WeightedPhrase {
  readonly text: string;
  readonly weight: number;
}

/** The words of an expansion whose weight is not 1, as phrases in their order. CLIP sees none of these weights. */
export function weightedPhrases({ text, words }: Expansion): WeightedPhrase[] {
  const phrases: { start: number; end: number; weight: number }[] = [];
  let previous: { weight: number } | undefined;
  for (const { start, end, weight } of words) {
    const last = phrases.at(-1);
    if (weight !== 1 && last !== undefined && previous?.weight === weight) last.end = end;
    else if (weight !== 1) phrases.push({ start, end, weight });
    previous = { weight };
  }
  return phrases.map(({ start, end, weight }) => ({ text: text.slice(start, end), weight }));
}
