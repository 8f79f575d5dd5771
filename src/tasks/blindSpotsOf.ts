import type { Embedder, EmbedOptions } from '../core/ports';
import { blindSpots, sightTexts, type KindOfSight } from '../core/why/blindSpots';
import { measureTexts } from '../core/why/measureTexts';
import type { WordKind } from '../core/why/wordKinds';
import { pictureMeasure } from './pictureMeasure';
import type { ScoredFile } from './scoreFile';
import { wrongTexts } from './vocabulary';

/** What the checkpoint sees of the words of one spell, on the pictures of its file. */
export interface SpellSight {
  readonly spell: number;
  /** The text that CLIP reads: the spell's best. */
  readonly text: string;
  /** Empty where the text has no word of the lists. */
  readonly kinds: readonly KindOfSight[];
}

export interface BlindSpotsOptions extends Pick<EmbedOptions, 'signal' | 'onProgress' | 'priority'> {
  /** Absent: all. */
  readonly kinds?: readonly WordKind[];
}

/**
 * Makes the text that a spell stands with wrong, word by word, and looks whether its checkpoint minds.
 * @returns undefined where there is nothing to test: no readable picture, or an empty prompt
 * @throws EngineError, and the signal's reason
 */
export async function blindSpotsOf(
  scored: ScoredFile,
  spell: number,
  embedder: Embedder,
  { kinds, ...options }: BlindSpotsOptions = {},
): Promise<SpellSight | undefined> {
  const { score } = scored;
  const best = score?.spells[spell]?.best;
  if (score === undefined || best === undefined) return undefined;
  const { expansion, lostFrom } = score.prompts[best]!;
  const { text } = expansion;
  const words = wrongTexts.of(text, kinds, lostFrom);
  if (words.length === 0) return score.images.length > 0 ? { spell, text, kinds: [] } : undefined;
  const measure = await pictureMeasure(scored, embedder, options);
  if (!measure) return undefined;
  return { spell, text, kinds: blindSpots(words, await measureTexts(sightTexts(words), measure)) };
}
