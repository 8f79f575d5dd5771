import { clipText } from '../spell/clipText';
import { allDecisions } from '../spell/decisions';
import { chosenText } from '../spell/fillTemplate';
import type { Dialect, Expansion, Prompt, Slot, Span, Wildcards } from '../spell/spell';
import { compileTemplate } from '../spell/template';
import type { Choice } from '../spell/templateTree';
import { phrasesOf, type TextUnit } from '../why/textUnits';
import type { Gene, Genome } from './variation';

/** Options of one slot that evolution chooses from: of a longer wildcard, the first ones and those that were scored. */
const mostOptions = 2000;

/** A slot of the author's in the text of one expansion. */
export interface SlotInText extends TextUnit {
  /** As CLIP reads them, all different; the one that the text has is among them. */
  readonly options: readonly string[];
}

/**
 * The slots of a prompt that make a difference to what CLIP reads, where one of its expansions has them. Slots within slots
 * belong to the one around them. Values of variables are no slots: they stand in several places.
 * @param expansion one of `all`
 * @param all of the prompt that were scored
 */
export function slotsInText(
  prompt: Prompt,
  expansion: Expansion,
  all: readonly Expansion[],
  { dialect, wildcards }: { readonly dialect: Dialect; readonly wildcards?: Wildcards },
): SlotInText[] {
  const outer = outerSlots(prompt);
  if (outer.length === 0 || prompt.isVerbatim) return [];
  const { choices, parts } = compileTemplate(prompt, dialect, wildcards).template;
  const isInPlace =
    choices.every(({ role }) => role === 'pick') && parts.every(({ type }) => type !== 'bound');
  const read = (raw: string): string => clipText(raw, new Int32Array(raw.length), dialect, prompt).text;
  return outer.flatMap((slot) => {
    const place = placeOf(slot, expansion);
    const known = new Set(all.map((each) => textAt(each, placeOf(slot, each))));
    if (place === undefined || known.size < 2) return [];
    const choice = isInPlace ? choices.find((each) => each.slot === slot) : undefined;
    const written = choice ? optionTexts(choice).map(read) : [];
    const own = textAt(expansion, place);
    const options = [...new Set([own, ...known, ...written])].map((text) => spaced(text, slot, prompt));
    return [{ ...place, options }];
  });
}

/**
 * A prompt as it begins to evolve: its phrases, those with slots as one each, however many commas their options have.
 * @param slots of `text`, in order; those that are kept are left as they stand
 * @param kept parts of `text` that stay
 */
export function genomeOf(text: string, slots: readonly SlotInText[], kept: readonly TextUnit[]): Genome {
  const isKept = (unit: TextUnit): boolean => kept.some((each) => overlap(each, unit));
  return phrasesAround(text, slots).map((unit): Gene => {
    const own = text.slice(unit.start, unit.end);
    const fixed = isKept(unit) && { isFixed: true };
    const free = slots.filter((slot) => unit.start <= slot.start && slot.end <= unit.end && !isKept(slot));
    if (free.length === 0) return { text: own, ...fixed };
    const starts = [unit.start, ...free.map(({ end }) => end)];
    const ends = [...free.map(({ start }) => start), unit.end];
    const between = starts.map((start, i) => text.slice(start, ends[i]));
    const form = { between, options: free.map(({ options }) => options) };
    return { text: own, ...fixed, form, chosen: free.map(() => 0) };
  });
}

/** Where a phrase, or words of one, stand in a text: whole words, in upper or lower case. */
export function placesIn(text: string, phrase: string): TextUnit[] {
  const places: TextUnit[] = [];
  const [all, wanted] = [folded(text), folded(phrase.trim().replace(/\s+/g, ' '))];
  if (wanted === '') return [];
  for (let at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    if (isEdge(all, at) && isEdge(all, end)) places.push({ start: at, end });
  }
  return places;
}

/** What of a text is written within a part of the file. */
export function writtenWithin({ text, offsets }: Expansion, span: Span): TextUnit[] {
  const units: TextUnit[] = [];
  let start: number | undefined;
  for (let i = 0; i <= text.length; i++) {
    const isIn = i < text.length && span.start <= offsets[i]! && offsets[i]! < span.end;
    if (isIn) start ??= i;
    else if (start !== undefined) {
      if (text.slice(start, i).trim() !== '') units.push({ start, end: i });
      start = undefined;
    }
  }
  return units;
}

function outerSlots({ slots }: Prompt): Slot[] {
  return slots.filter(
    (slot) =>
      (slot.kind === 'variant' || slot.kind === 'wildcard') &&
      !slots.some(
        (other) => other !== slot && other.span.start <= slot.span.start && slot.span.end <= other.span.end,
      ),
  );
}

/** Where what is written in a slot stands in the text: an empty place where its option is empty. */
function placeOf({ span }: Slot, { text, offsets }: Expansion): TextUnit | undefined {
  let [start, end] = [-1, -1];
  let after = text.length;
  for (let i = 0; i < text.length; i++) {
    const offset = offsets[i]!;
    if (offset >= span.end) after = Math.min(after, i);
    if (offset < span.start || offset >= span.end) continue;
    if (start < 0) start = i;
    // Shown in two places, or in parts: no one phrase has it.
    else if (end !== i) return undefined;
    end = i + 1;
  }
  return start < 0 ? { start: after, end: after } : { start, end };
}

function textAt({ text }: Expansion, place: TextUnit | undefined): string {
  return place ? text.slice(place.start, place.end).trim() : '';
}

function optionTexts(choice: Choice): string[] {
  const isSimple = choice.min === 1 && choice.max === 1 && choice.options.every(({ count }) => count === 1);
  const few = isSimple ? { ...choice, options: choice.options.slice(0, mostOptions) } : choice;
  if (!isSimple && choice.count > mostOptions) return [];
  const alone = { parts: [], choices: [few], count: choice.count, cost: choice.cost, depth: choice.depth };
  return allDecisions(alone).map(([pick]) => chosenText(few, pick!));
}

/** With a space where one is written beside the slot: it is lost beside an option that is empty. */
function spaced(text: string, { span }: Slot, { source, span: { start } }: Prompt): string {
  const isSpace = (at: number): boolean => /\s/.test(source.charAt(at - start));
  return `${isSpace(span.start - 1) ? ' ' : ''}${text}${isSpace(span.end) ? ' ' : ''}`;
}

/** The phrases between commas; those that a slot reaches over or touches are one, and an empty slot between two is one of its own. */
function phrasesAround(text: string, slots: readonly SlotInText[]): TextUnit[] {
  let units = phrasesOf(text);
  for (const slot of slots) {
    const touched = units.filter(({ start, end }) => start <= slot.end && end >= slot.start);
    const all = [...touched, slot];
    const united = {
      start: Math.min(...all.map(({ start }) => start)),
      end: Math.max(...all.map(({ end }) => end)),
    };
    units = [...units.filter((unit) => !touched.includes(unit)), united].sort((a, b) => a.start - b.start);
  }
  return units;
}

function overlap(one: TextUnit, other: TextUnit): boolean {
  return one.start < other.end && other.start < one.end;
}

/** In lower case, where that keeps every place. */
function folded(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;

/** Whether no word of a script that parts words by spaces goes on over a place. */
function isEdge(text: string, at: number): boolean {
  const [before, after] = [
    text.slice(0, at).match(/.$/su)?.[0] ?? '',
    text.slice(at).match(/^./su)?.[0] ?? '',
  ];
  const isLetter = (char: string): boolean => /[\p{L}\p{N}]/u.test(char) && !unspaced.test(char);
  return !isLetter(before) || !isLetter(after);
}
