/** Written with a vowel, said without ("a university", "a one-armed man"), and the other way round ("an hour"). */
const CONSONANT_SOUND = /^(?:eu|ew|uni(?!n|m)|use|usu|uti|ura|ubi|one\b|once\b|ouija)/i;
const VOWEL_SOUND = /^(?:[aeiou]|hour|honest|honou?r|heir)/i;

/** The indefinite article that English puts before `next`; known from spelling, so right for words, not for every acronym. */
export function articleFor(next: string): 'a' | 'an' {
  return VOWEL_SOUND.test(next) && !CONSONANT_SOUND.test(next) ? 'an' : 'a';
}
