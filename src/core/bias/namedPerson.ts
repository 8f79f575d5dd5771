import type { Span } from '../spell/spell';
import type { Lexicon } from './lexicon';

const NEXT_WORD = /^ (\p{Lu}\p{Ll}[\p{L}'’-]*)/u;
const PREVIOUS_WORD = /(?:^|[^\p{L}])(\p{Lu}\p{Ll}*) $/u;
/** "Mr. Black", "J. Black". */
const ADDRESSED = /(?:^|[^\p{L}])(?:(?:Mr|Mrs|Ms|Dr|St|Prof|Sgt|Capt|Lt|Col|Gen)\.?|\p{Lu}\.) $/u;
/** Before a name these are titles, behind another word only jobs: "Red Indian Chief", but "Doctor Foreman". */
const TITLE = /^(?:Chief|Doctor|Nurse|Officer|Sailor|Driver)s?$/;
const ARTICLE = /^(?:An?|The)$/;
/** Words before and after are looked for this near. */
const NEAR = 40;

/** Endings of adjectives and participles. Surnames in -ing and -ly are in the list of given names or unknown to all. */
const ADJECTIVE = /.{2}(?:ful|ous|less|able|ible|ish|ical|esque)$|.{3}(?:ing|ted)$/;
const SURNAMES_IN_ING =
  /^(?:manning|browning|fleming|harding|sterling|stirling|rowling|golding|gosling|darling|redding|spalding|cushing|pershing|dowling|harting|viking|beijing|keating|herding|hastings?)$/;

/**
 * Whether a Latin-script word is part of a name ("Fireman Sam", "The Elephant Man", "president Lincoln"): what follows is
 * capitalised, or it is capitalised itself and so is what stands before. Ordinary words make no name: in "Old Gypsy woman"
 * and "a businessman Art Deco poster" the capitals are those of a heading. Meaningless in a text that is all `titleCased`.
 */
export function isNamed(text: string, { start, end }: Span, lexicon: Lexicon): boolean {
  const next = NEXT_WORD.exec(text.slice(end, end + NEAR))?.[1];
  if (next !== undefined && !isOrdinary(next, lexicon) && !TITLE.test(next)) return true;
  if (!/^\p{Lu}/u.test(text.slice(start, start + 2))) return false;
  const before = text.slice(Math.max(0, start - NEAR), start);
  const previous = PREVIOUS_WORD.exec(before)?.[1];
  if (ADDRESSED.test(before)) return true;
  if (previous === undefined) return false;
  return !ARTICLE.test(previous) && !isOrdinary(previous, lexicon) && !isOpening(before, previous, lexicon);
}

/** The first word of a sentence has its capital from there: "Grumpy Fireman on a ladder". */
function isOpening(before: string, word: string, lexicon: Lexicon): boolean {
  if (!/[a-z]{2}y$/.test(word) || lexicon.knows('given', word.toLowerCase())) return false;
  return /(?:^|[.!?\n]\s*)$/.test(before.slice(0, -word.length - 1)) && before.length < NEAR;
}

/** Whether capitalised words are a person's name: a given name is among them, or two words that are nothing else. */
export function isNameLike(words: string, lexicon: Lexicon): boolean {
  const each = words.split(' ').filter((word) => word !== '');
  const isGiven = (word: string) => lexicon.knows('given', word.toLowerCase());
  const unknown = each.filter((word) => !isOrdinary(word, lexicon));
  return each.some(isGiven) || (unknown.length === each.length && each.length >= 2);
}

function isOrdinary(word: string, lexicon: Lexicon): boolean {
  const lower = word.toLowerCase().replace(/['’]s$/, '');
  if (lexicon.knows('given', lower)) return false;
  return lexicon.knows('common', lower) || (ADJECTIVE.test(lower) && !SURNAMES_IN_ING.test(lower));
}

/** Whether most words start with a capital, so that a capital says nothing ("A Fireman Rescuing A Cat"). */
export function titleCased(text: string): boolean {
  const words = text.match(/\p{L}[\p{L}']{3,}/gu) ?? [];
  const capitalised = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  return words.length >= 3 && capitalised > 0.7 * words.length;
}
