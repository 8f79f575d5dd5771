import type { Token } from './token';
import { saidOf } from './personHead';
import type { Rule, RuleLanguage } from './rule';

/** Words that no noun phrase goes on with: after them a noun belongs to something else. */
const FUNCTION_WORDS =
  'in|on|at|with|without|who|whose|that|which|and|or|but|from|by|near|next|under|over|above|below|beside|behind|between|' +
  'among|around|across|along|against|through|into|onto|inside|outside|before|after|during|while|when|as|like|of|for|to|is|' +
  'are|was|were|be|been|has|have|had|does|do|did|can|could|will|would|may|might|must|should|not|a|an|the|his|her|their|its|' +
  'asleep|awake|alone|alive|together|outdoors|indoors|aboard|here|there|too|also|again|today|now|then|once|never|always|' +
  '(?!family|belly|jelly|lily|bully|ally|fly|butterfly|assembly|supply)[a-z]+ly';

/** What may follow a noun phrase: its end, or a word that begins something else. */
const ENDS = new RegExp(
  `^(?:$|[^\\p{L}\\p{N} '-]|'s?(?![\\p{L}])| (?:[^\\p{L}\\p{N}]|$|(?:${FUNCTION_WORDS})(?![\\p{L}'-])|(?!(?:king|ring|wing|thing|being|evening|morning|wedding|building)s?(?![\\p{L}]))[\\p{L}]{2,}ing(?:$|[^\\p{L} '-]| (?:${FUNCTION_WORDS})(?![\\p{L}'-]))))`,
  'u',
);

/** How far ahead is looked, in UTF-16 units. */
const AHEAD = 40;

/**
 * Whether an English noun phrase may end at `end`: "the blind at a theatre", "a hobo sleeping on a bench", but not "the
 * blind man" nor "a hobo camp". A verb that looks like a noun ("the blind walk") counts as one.
 */
export function phraseEnds(folded: string, end: number): boolean {
  return ENDS.test(folded.slice(end, end + AHEAD));
}

/** Whether a rule that asks for a place has found it: a person or nothing after it, a word that it names or none of another language. */
export function fitsPlace(
  rule: Rule,
  tokens: readonly Token[],
  index: number,
  folded: string,
  language: RuleLanguage,
): boolean {
  const { start, end } = tokens[index]!;
  if (rule.notBeside.length > 0 && standsBeside(folded, start, end, rule.notBeside)) return false;
  if (rule.followedBy.length > 0 && !isFollowedBy(folded, end, rule.followedBy)) return false;
  const alone = rule.alone && phraseEnds(folded, end);
  if (rule.needsPerson) return alone || describesPerson(tokens, index, folded, language);
  return !rule.alone || alone;
}

/** How near a word of another language has to stand, in UTF-16 units: some ten words. */
const BESIDE = 60;

function standsBeside(folded: string, start: number, end: number, words: readonly string[]): boolean {
  const around = `${folded.slice(Math.max(0, start - BESIDE), start)}\n${folded.slice(end, end + BESIDE)}`;
  return around.split(/[^\p{L}\p{M}']+/u).some((word) => words.includes(word));
}

/** Whether a noun for a person or a job follows as what the token describes ("a crazy old poet"), and not a thing. */
function describesPerson(
  tokens: readonly Token[],
  index: number,
  folded: string,
  language: RuleLanguage,
): boolean {
  for (let next = index + 1; next < tokens.length; next++) {
    if (!saidOf(folded, tokens[index]!, tokens[next]!, language)) return false;
    if (namesPerson(tokens[next]!)) return true;
  }
  return false;
}

const PERSONS: ReadonlySet<Rule['category']> = new Set([
  'gender/unspecified-person',
  'gender/job-title',
  'gender/marked-title',
]);

function namesPerson({ entry }: Token): boolean {
  return entry.contexts.has('person') || entry.uses.some(({ rule }) => PERSONS.has(rule.category));
}

const DETERMINER = /^ ?(?:(?:an?|the|his|her|their|severe|chronic|advanced|early) )*/;

function isFollowedBy(folded: string, end: number, words: readonly string[]): boolean {
  const rest = folded.slice(end, end + 2 * AHEAD);
  const after = rest.slice(DETERMINER.exec(rest)![0].length);
  return (byFirstLetter(words).get(after.charAt(0)) ?? []).some(
    (word) => after.startsWith(word) && !/^[\p{Script=Latin}\p{N}]/u.test(after.slice(word.length)),
  );
}

const indexes = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

/** A rule's words by their first letter, so that a list of hundreds costs no more than a short one. */
function byFirstLetter(words: readonly string[]): ReadonlyMap<string, readonly string[]> {
  let index = indexes.get(words);
  if (!index) indexes.set(words, (index = groupByFirstLetter(words)));
  return index;
}

function groupByFirstLetter(words: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const word of words) {
    const group = groups.get(word.charAt(0));
    if (group) group.push(word);
    else groups.set(word.charAt(0), [word]);
  }
  return groups;
}

/** Things that a job gives its name to: clothes, tools, places, pictures, animals and plants. */
const THINGS =
  'boots?|shoes?|sandals?|sweaters?|jackets?|coats?|vests?|shirts?|pants|trousers|overalls|uniforms?|outfits?|costumes?|suits?|caps?|' +
  'hats?|helmets?|gloves?|bags?|badges?|tools?|rifles?|guns?|pistols?|knife|knives|axes?|poles?|ladders?|trucks?|vans?|cars?|boats?|' +
  'knots?|nets?|huts?|houses?|cottages?|villages?|wharf|wharves|quays?|entrances?|gates?|doors?|chairs?|desks?|rooms?|offices?|shops?|' +
  'styles?|logos?|signs?|posters?|covers?|comics?|games?|movies?|films?|books?|novels?|songs?|albums?|screenshots?|figurines?|' +
  'figures?|statues?|statuettes?|sculptures?|dolls?|toys?|puppets?|plush(?:ies)?|robots?|androids?|cyborgs?|mannequins?|emojis?|icons?|' +
  'butterfl(?:y|ies)|moths?|birds?|fish|beetles?|spiders?|frogs?|snakes?|dogs?|cats?|bears?|flowers?|plants?|trees?|mushrooms?|' +
  'toolbox(?:es)?|lunchbox(?:es)?|float|cart|wagons?|trolley|trailers?|tractors?|bike|bicycles?|motorcycles?|train|planes?|ship|tent|' +
  'cabins?|lodges?|bungalows?|barns?|sheds?|buildings?|stations?|memorials?|monuments?|belt|aprons?|scarf|scarves|goggles|mask|hood|' +
  'gear|grill|typewriters?|lamps?|lanterns?|whistle|wallpapers?|fonts?|typography|tattoo|clipart|magazines?|' +
  'islands?|beach|hills?|creeks?|rivers?|lakes?|bridges?|towers?|streets?|squares?|museums?|mugs?|cakes?|stickers?|stamps?|badge';

/** What somebody who is drawn has: then the job's holder is in the picture. */
const PARTS =
  'faces?|eyes?|hands?|arms?|smiles?|head|hair|back|body|portraits?|silhouettes?|wife|husband|son|daughters?|sons|mother|father|' +
  'brother|sister|child|children|family|widow|friends?';

const THING_AFTER = new RegExp(
  `^(?:'s? (?!(?:${PARTS})(?![\\p{L}]))[\\p{L}]|[ -](?:${THINGS})(?![\\p{L}]))`,
  'u',
);

/** Somebody who only looks the part. */
const DISGUISED =
  /(?:^|[^\p{L}])(?:disguised|dressed|dressed up|costumed|posing|in the shape) (?:as|of) an? $/u;

/**
 * Whether a job in English names a thing or a disguise ("a fireman's pole", "a workman boot", "disguised as a policeman"):
 * nobody of that job is drawn, and the word is worth no more than a hint.
 */
export function drawsNobody(language: RuleLanguage, folded: string, { start, end }: Token): boolean {
  if (language !== 'en') return false;
  return (
    THING_AFTER.test(folded.slice(end, end + AHEAD)) ||
    DISGUISED.test(folded.slice(Math.max(0, start - AHEAD), start))
  );
}

/** Somebody who has to do with animals: "a gypsy horse trader". */
const WITH_ANIMALS = /^[ -][a-z]+(?:[eo]r|m[ae]n|girl|boy|ist)s?(?![\p{L}])/u;

/** Whether an English word only names a kind of animal: one follows at once, and nobody after it. */
export function namesAnimal(tokens: readonly Token[], index: number, folded: string): boolean {
  const next = tokens[index + 1];
  return (
    next !== undefined &&
    next.start === tokens[index]!.end + 1 &&
    next.entry.contexts.has('animal') &&
    !WITH_ANIMALS.test(folded.slice(next.end, next.end + AHEAD))
  );
}

const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const ABBREVIATION = /^[A-Z]{2,3}$/;

/** How near Japanese has to stand for an abbreviation to be Japanese, in UTF-16 units. */
const NEAR = 12;

/** Whether an abbreviation of Japanese is one here: in capitals and beside Japanese ("OLの写真", not "some ol' town"). */
export function isJapaneseHere(term: string, text: string, { start, end }: Token): boolean {
  if (!ABBREVIATION.test(term)) return true;
  const written = text.slice(start, end);
  return (
    written === written.toUpperCase() && JAPANESE.test(text.slice(Math.max(0, start - NEAR), end + NEAR))
  );
}
