import type { FileScore, ScoredPrompt, ScoredSpell } from '../../core/score/fileScore';
import { EDITOR_WORDING } from '../../words/editor';
import { say, type Language } from '../../words/words';

/** A share as people read it: `62 %`, with a digit more where it would be 0. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.05) return '<0.1 %';
  return `${value.toFixed(value > 0 && value < 9.95 ? 1 : 0)} %`;
}

/** How many spells of a file are ranked at all: an empty one is not. */
export function rankedSpells({ spells }: FileScore): number {
  return spells.filter(({ rows }) => rows.length > 0).length;
}

/**
 * The line above a spell: place, mean p(prompt | image) with its interval, mean cosine, tokens.
 * @param count how many spells are ranked
 */
export function scoreLabel(
  score: FileScore,
  spell: ScoredSpell,
  count: number,
  language: Language,
): string | undefined {
  const best = spell.best === undefined ? undefined : score.prompts[spell.best];
  if (best === undefined || spell.rank === 0) return undefined;
  // A single prompt has all of every picture: there is nothing uncertain about that.
  const interval =
    best.interval && score.prompts.length > 1
      ? ` (${percent(best.interval.low).replace(' %', '')}–${percent(best.interval.high).replace(' %', '')})`
      : '';
  const label = say(EDITOR_WORDING.lensScore, language, {
    place: say(spell.tied ? EDITOR_WORDING.placeTied : EDITOR_WORDING.place, language, {
      rank: spell.rank,
      count,
    }),
    probability: percent(best.meanProbability),
    interval,
    cosine: best.meanCosine.toFixed(3).replace('-', '\u2212'),
    tokens: tokensOf(score, best, language),
  });
  const variants = variantsOf(spell, language);
  return variants === '' ? label : `${label} · ${variants}`;
}

function tokensOf(score: FileScore, { tokenCount }: ScoredPrompt, language: Language): string {
  const limit = score.checkpoint.contextLength;
  return tokenCount > limit
    ? say(EDITOR_WORDING.tokensOver, language, { count: tokenCount, limit })
    : say(EDITOR_WORDING.tokens, language, { count: tokenCount });
}

function variantsOf({ rows, total, sampled }: ScoredSpell, language: Language): string {
  if (sampled) return say(EDITOR_WORDING.sampledOf, language, { count: rows.length, total });
  return rows.length > 1 ? say(EDITOR_WORDING.bestOf, language, { count: rows.length }) : '';
}
