import { phrasesOf, wordsOf } from './textUnits';

/** Words that name nothing which a picture could be taken for. */
const EMPTY = new Set(
  (
    'a an the this that these those some any no and or but nor of in on at to by for from with without into onto over under ' +
    'above below beside between behind near through across around as is are was were be been being has have had do does ' +
    'did it its his her their our my your he she they we you i not very so too more most much many very only just than then ' +
    'there here who whom whose which what when where while if up down out off about like photo photograph picture image'
  ).split(' '),
);

/** One sign of the syllabaries, or signs that only join words. */
const JAPANESE_PARTICLE = /^[\p{Script=Hiragana}ー]{1,2}$/u;

/** The words of texts that name something, each once, small, in the order in which they come. */
export function contentWords(texts: Iterable<string>, most: number): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const phrase of phrasesOf(text)) {
      for (const { start, end } of wordsOf(text, phrase)) {
        const word = bare(text.slice(start, end));
        if (word.length > 1 || /\p{Script=Han}/u.test(word)) if (!isEmpty(word)) found.add(word);
        if (found.size >= most) return [...found];
      }
    }
  }
  return [...found];
}

/** Without what stands around a word, and without its possessive. */
function bare(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replace(/['’]s$/u, '');
}

/** @param word small */
export function isEmpty(word: string): boolean {
  return EMPTY.has(word) || JAPANESE_PARTICLE.test(word) || /^\p{N}+$/u.test(word);
}
