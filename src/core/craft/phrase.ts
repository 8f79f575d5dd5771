import type { Phrase, PhraseClass, Vocabulary } from '../ports';

/** Every class, in the order in which a prompt names them. */
export const phraseClasses: readonly PhraseClass[] = [
  'subject',
  'concept',
  'medium',
  'style',
  'composition',
  'camera',
  'light',
  'colour',
  'material',
  'mood',
  'time',
  'weather',
  'place',
  'character',
  'series',
  'artist',
  'list',
  'quality',
  'negative',
];

/** What a prompt is about: one of these begins it. */
export const subjectClasses: ReadonlySet<PhraseClass> = new Set(['subject', 'concept', 'character']);

/** What stands in no suggestion unless somebody asks: CLIP likes some of the first for no reason that is in the pictures. */
export const keptApart: ReadonlySet<PhraseClass> = new Set(['quality', 'negative']);

/**
 * The phrases of several vocabularies, each text once: that of the first which has it, with the highest frequency.
 * Small and capital letters are the same.
 */
export function phrasesIn(
  vocabularies: readonly Vocabulary[],
  wanted: (phrase: Phrase) => boolean = () => true,
): Phrase[] {
  const found = new Map<string, Phrase>();
  for (const { phrases } of vocabularies) {
    for (const phrase of phrases) {
      if (!wanted(phrase)) continue;
      const key = phrase.text.toLowerCase();
      const before = found.get(key);
      if (before === undefined) found.set(key, phrase);
      else if (phrase.frequency > before.frequency)
        found.set(key, { ...before, frequency: phrase.frequency });
    }
  }
  return [...found.values()];
}

const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** In which language a phrase is written; undefined for one that is neither, a number say. */
export function languageOfPhrase(text: string): Phrase['language'] {
  if (japanese.test(text)) return 'ja';
  return /\p{Script=Latin}/u.test(text) ? 'en' : undefined;
}
