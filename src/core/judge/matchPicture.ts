import { clipText, heardText, type ReadingOptions } from '../spell/clipText';
import type { Dialect } from '../spell/spell';
import type { Steps } from '../steps';

/** One wording of a file, as it would be sent. */
export interface MatchableVariant {
  readonly prompt: string;
  readonly negative?: string;
  /** Of its sampler, where the file says them: schedules end by them. */
  readonly steps?: number;
}

/** A text that a picture says it was made of. */
export interface FoundText {
  readonly prompt: string;
  readonly negative?: string;
  /** The negative prompt had no effect, whatever it was. */
  readonly hasNoNegative?: boolean;
  readonly dialect: Dialect;
  readonly steps?: number;
  /** It is not word for word what the checkpoint was given: random words, texts that act together. */
  readonly isApproximate?: boolean;
  /** What was written before styles and wildcards added to it. */
  readonly isTemplate?: boolean;
}

/** What keeps a picture from being one of a variant that it looks like. */
export type Change =
  /** Words at one place; either may be empty. */
  | { readonly code: 'words'; readonly written: string; readonly drawn: string }
  /** The same words with other weights. */
  | { readonly code: 'weights' }
  /** LoRA tags, schedules, BREAK and the like. */
  | { readonly code: 'signs' }
  | { readonly code: 'negative' }
  /** A style or wildcard added words. */
  | { readonly code: 'style' }
  /** What was drawn is known only roughly. */
  | { readonly code: 'approximate' };

export type PictureMatch =
  | {
      readonly kind: 'exact';
      /** All that read the same, in the order of the file; the first is meant where nobody knows better. */
      readonly variants: readonly number[];
      /** Of a variant that says none: then it is as a parameter, which pictures of a pair have to share. */
      readonly ownNegative?: string;
    }
  | { readonly kind: 'near'; readonly variants: readonly number[]; readonly change: Change };

/** Of words that somebody may have changed at one place: more of them is another prompt. */
const MOST_CHANGED = 8;
/** With longer prompts nobody is offered what looks like them. */
const MOST_WORDS = 600;
/** Variants that one picture is compared with word by word. */
const MOST_COMPARED = 512;

/** How a text is told from others. */
interface Keys {
  /** What is heard of it: words, and their weights. */
  readonly heard: string;
  /** As it is written. */
  readonly raw: string;
  /** Words alone. */
  readonly text: string;
  readonly words: readonly string[];
  /** What is not heard, and is drawn all the same. */
  readonly signs: string;
  readonly negative: string;
}

/** The variants of a file by their texts. */
export interface VariantIndex {
  readonly dialect: Dialect;
  readonly keys: readonly Keys[];
  readonly heard: ReadonlyMap<string, readonly number[]>;
  readonly raw: ReadonlyMap<string, readonly number[]>;
  readonly text: ReadonlyMap<string, readonly number[]>;
  /** By the first and by the last word. */
  readonly ends: ReadonlyMap<string, readonly number[]>;
}

/** One variant a step. @param dialect the file's */
export function* indexVariants(variants: readonly MatchableVariant[], dialect: Dialect): Steps<VariantIndex> {
  const keys: Keys[] = [];
  const maps = { heard: new Map(), raw: new Map(), text: new Map(), ends: new Map() } as Record<
    'heard' | 'raw' | 'text' | 'ends',
    Map<string, number[]>
  >;
  const put = (map: Map<string, number[]>, key: string, at: number): void => {
    const there = map.get(key);
    if (!there) map.set(key, [at]);
    else if (there.at(-1) !== at) there.push(at);
  };
  for (const [at, variant] of variants.entries()) {
    const own = keysOf({ ...variant, dialect });
    keys.push(own);
    put(maps.heard, own.heard, at);
    put(maps.raw, own.raw, at);
    put(maps.text, own.text, at);
    for (const end of endsOf(own.words)) put(maps.ends, end, at);
    yield;
  }
  return { dialect, keys, ...maps };
}

/**
 * Which variant a picture is of: the one whose text it was made of, but for blanks and commas, with the same weights, tags
 * and negative prompt; else one that differs at one place only.
 * @param texts what the picture says, the surest first
 */
export function matchPicture(index: VariantIndex, texts: readonly FoundText[]): PictureMatch | undefined {
  let best: PictureMatch | undefined;
  for (const text of texts) {
    const match = matchText(index, text);
    if (match?.kind === 'exact') return match;
    best ??= match;
  }
  return best;
}

/** A picture's text is matched anew whenever the file changes, and read once. */
const keysOfFound = new WeakMap<FoundText, Keys>();

function matchText(index: VariantIndex, found: FoundText): PictureMatch | undefined {
  const keys = keysOfFound.get(found) ?? keysOf(found);
  keysOfFound.set(found, keys);
  if (keys.text === '') return undefined;
  const near = (variants: readonly number[], change: Change): PictureMatch => ({
    kind: 'near',
    variants,
    change,
  });
  const same = union(index.heard.get(keys.heard), index.raw.get(keys.raw));
  const isSigned = (at: number): boolean => hasSameSigns(index, at, found, keys);
  const signed = same.filter(isSigned);
  const whole = signed.filter((at) => hasSameNegative(index.keys[at]!, found, keys));
  if (whole.length > 0) {
    if (found.isTemplate) return near(whole, { code: 'style' });
    if (found.isApproximate) return near(whole, { code: 'approximate' });
    const isOwn = !found.hasNoNegative && keys.negative !== '' && index.keys[whole[0]!]!.negative === '';
    return { kind: 'exact', variants: whole, ...(isOwn && { ownNegative: keys.negative }) };
  }
  if (found.isTemplate) return undefined;
  if (signed.length > 0) return near(signed, { code: 'negative' });
  if (same.length > 0) return near(same, { code: 'signs' });
  const alike = index.text.get(keys.text);
  if (alike) return near(alike, { code: 'weights' });
  return changedAtOnePlace(index, keys);
}

/** Tags and schedules are in the text of those generators only that read them there. */
function hasSameSigns(index: VariantIndex, at: number, found: FoundText, keys: Keys): boolean {
  return found.dialect !== index.dialect || index.keys[at]!.signs === keys.signs;
}

/** A spell that says none leaves it to the generator, as all that it does not say. */
function hasSameNegative({ negative }: Keys, found: FoundText, keys: Keys): boolean {
  return negative === '' || found.hasNoNegative === true || negative === keys.negative;
}

function changedAtOnePlace(index: VariantIndex, { words }: Keys): PictureMatch | undefined {
  if (words.length > MOST_WORDS) return undefined;
  const candidates = union(...endsOf(words).map((end) => index.ends.get(end)?.slice(0, MOST_COMPARED)));
  let best: { readonly at: number; readonly kept: number; readonly change: Change } | undefined;
  for (const at of candidates) {
    const written = index.keys[at]!.words;
    const place = onePlace(written, words);
    if (!place || (best && place.start + place.end <= best.kept)) continue;
    const change = changeAt(place, written, words);
    if (change) best = { at, kept: place.start + place.end, change };
  }
  return best && { kind: 'near', variants: [best.at], change: best.change };
}

/** How many words at their start and end two texts share, where all between may be one change. */
interface Place {
  readonly start: number;
  readonly end: number;
}

function onePlace(written: readonly string[], drawn: readonly string[]): Place | undefined {
  const shorter = Math.min(written.length, drawn.length);
  const longer = Math.max(written.length, drawn.length);
  if (longer > MOST_WORDS || longer - shorter > MOST_CHANGED) return undefined;
  let start = 0;
  while (start < shorter && written[start] === drawn[start]) start++;
  let end = 0;
  while (end < shorter - start && written[written.length - 1 - end] === drawn[drawn.length - 1 - end]) end++;
  return longer - start - end > MOST_CHANGED ? undefined : { start, end };
}

/** Undefined where it is more than a wording. */
function changeAt(
  { start, end }: Place,
  written: readonly string[],
  drawn: readonly string[],
): Change | undefined {
  const middles = [written, drawn].map((words) => words.slice(start, words.length - end));
  // One phrase that came or went takes one comma with it.
  if (middles.some((middle) => middle.filter((word) => word === ',').length > 1)) return undefined;
  const isWord = (word: string): boolean => word !== ',';
  const kept = [...written.slice(0, start), ...written.slice(written.length - end)].filter(isWord).length;
  if (kept * 2 < Math.max(written.filter(isWord).length, drawn.filter(isWord).length)) return undefined;
  const [was, is] = middles.map(joined);
  return { code: 'words', written: was!, drawn: is! };
}

function joined(words: readonly string[]): string {
  return words
    .join(' ')
    .replace(/^[ ,]+|[ ,]+$/g, '')
    .replace(/ ,/g, ',');
}

function endsOf(words: readonly string[]): string[] {
  return words.length === 0 ? [] : [`^${words[0]}`, `$${words.at(-1)}`];
}

function union(...lists: readonly (readonly number[] | undefined)[]): number[] {
  return [...new Set(lists.flatMap((list) => list ?? []))].sort((a, b) => a - b);
}

function keysOf({
  prompt,
  negative,
  dialect,
  steps,
}: MatchableVariant & { readonly dialect: Dialect }): Keys {
  const options: ReadingOptions = steps === undefined ? {} : { steps };
  const text = evenCommas(clipText(prompt, new Int32Array(prompt.length + 1), dialect, options).text);
  return {
    heard: heardOf(prompt, dialect, options),
    raw: evenCommas(prompt),
    text,
    words: text.length > MOST_WORDS * 40 ? [] : wordsOf(text),
    signs: dialect === 'a1111' ? signsOf(prompt) : '',
    negative: negative === undefined ? '' : heardOf(negative, dialect, { ...options, isNegative: true }),
  };
}

function heardOf(prompt: string, dialect: Dialect, options: ReadingOptions): string {
  return evenCommas(heardText(prompt, new Int32Array(prompt.length + 1), dialect, options));
}

/** Blanks and commas as nobody would tell apart; letters stay as they are. */
function evenCommas(text: string): string {
  return text.replace(/[\s,]+/g, (run) => (run.includes(',') ? ',' : ' ')).replace(/^[ ,]+|[ ,]+$/g, '');
}

/** Words, commas, and letters of scripts that leave no blanks between words. */
function wordsOf(text: string): string[] {
  return text.match(/[,、。]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]|[^\s,、。]+/gu) ?? [];
}

/** Tags of networks, schedules, alternations and joints, in the order of the text. */
function signsOf(prompt: string): string {
  const signs =
    prompt.match(/<[^<>\n]{1,200}>|\[[^[\]\n]{0,300}[:|][^[\]\n]{0,300}\]|\b(?:BREAK|AND)\b/g) ?? [];
  return signs.map((sign) => sign.replace(/\s+/g, '')).join(' ');
}
