import type { FileScore, ScoredPrompt, ScoredSpell } from '../../core/score/fileScore';
import { picturesOf, type ShownScore } from '../services/scores';
import { EDITOR_WORDING } from '../../words/editor';
import { cosine, difference, percent, rankText } from '../../words/numbers';
import { say, type Language } from '../../words/words';

/** How many spells of a file are ranked at all: an empty one is not. */
export function rankedSpells({ spells }: FileScore): number {
  return spells.filter(({ rows }) => rows.length > 0).length;
}

/**
 * The line above a spell: the ranks that it may have, what it is ranked by, how far it is behind the first, its share among
 * the spells, tokens.
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
  // A spell that is alone has all of every picture: there is nothing to tell.
  const label = say(count > 1 ? EDITOR_WORDING.lensScoreShare : EDITOR_WORDING.lensScore, language, {
    place: say(EDITOR_WORDING.place, language, { rank: rankText(spell.rank, spell.ranks), count }),
    cosine: cosine(spell.meanCosine),
    behind: spell.behind ? ` (${difference(spell.behind.difference)})` : '',
    probability: percent(spell.meanProbability),
    tokens: tokensOf(score, best, language),
  });
  const variants = variantsOf(spell, language);
  return variants === '' ? label : `${label} · ${variants}`;
}

/** What the numbers of the line above a spell mean. */
export function scoreTooltip(
  score: ShownScore,
  spell: ScoredSpell,
  count: number,
  checkpoint: string,
  language: Language,
): string {
  return say(EDITOR_WORDING.lensTooltip, language, {
    images: picturesOf(score),
    spells: count,
    ranks: spell.ranks ? say(EDITOR_WORDING.lensRanks, language) : '',
    chosen:
      spell.texts > 1 ? say(EDITOR_WORDING.lensChosen, language, { cosine: cosine(spell.chosenCosine) }) : '',
    checkpoint,
  });
}

function tokensOf(score: FileScore, { tokenCount }: ScoredPrompt, language: Language): string {
  const limit = score.checkpoint.contextLength;
  return tokenCount > limit
    ? say(EDITOR_WORDING.tokensOver, language, { count: tokenCount, limit })
    : say(EDITOR_WORDING.tokens, language, { count: tokenCount });
}

function variantsOf({ rows, texts, total, sampled }: ScoredSpell, language: Language): string {
  const count = rows.length;
  if (sampled) return say(EDITOR_WORDING.sampledOf, language, { count, total });
  if (count < 2) return '';
  if (texts === 1) return say(EDITOR_WORDING.allSame, language, { count });
  return say(texts < count ? EDITOR_WORDING.bestOfSame : EDITOR_WORDING.bestOf, language, { count, texts });
}
