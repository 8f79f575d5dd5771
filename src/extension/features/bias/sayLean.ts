import { shortHash } from '../../../core/score/export/exportedFile';
import { BIAS_EDITOR_WORDING } from '../../../words/biasEditor';
import { leanText } from '../../../words/numbers';
import { say, type Language } from '../../../words/words';
import type { DocumentLean, MeasuredWord } from '../../services/leans';

/** What was measured of a word, and of whom: the checkpoint, never the world. */
export function sayLean(
  { checkpoint }: DocumentLean,
  { head, translated, lean }: MeasuredWord,
  language: Language,
): string[] {
  const key = !lean.shown ? 'leanUnclear' : lean.size > 0 ? 'leanWomen' : 'leanMen';
  // Said with its side, a lean needs no sign.
  const side = key === 'leanMen' ? -1 : 1;
  const bounds = lean.interval.map((bound) => side * bound).sort((a, b) => a - b);
  return [
    `${nameOf(checkpoint, language)}:`,
    say(BIAS_EDITOR_WORDING[key], language, {
      head,
      size: leanText(side * lean.size),
      low: leanText(bounds[0]!),
      high: leanText(bounds[1]!),
    }),
    ...(translated ? [say(BIAS_EDITOR_WORDING.leanTranslated, language, { head })] : []),
    say(BIAS_EDITOR_WORDING.leanUnit, language),
  ];
}

export function sayMeasuring({ checkpoint }: DocumentLean, language: Language): string[] {
  return [`${nameOf(checkpoint, language)}:`, say(BIAS_EDITOR_WORDING.leanMeasuring, language)];
}

function nameOf({ id, hash }: DocumentLean['checkpoint'], language: Language): string {
  return say(BIAS_EDITOR_WORDING.leanName, language, { id, hash: shortHash(hash) });
}
