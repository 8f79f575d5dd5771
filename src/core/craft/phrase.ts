import type { Phrase, PhraseClass } from '../ports';

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

const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** In which language a phrase is written; undefined for one that is neither, a number say. */
export function languageOfPhrase(text: string): Phrase['language'] {
  if (japanese.test(text)) return 'ja';
  return /\p{Script=Latin}/u.test(text) ? 'en' : undefined;
}
