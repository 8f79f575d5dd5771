import type { Expansion } from '../spell/spell';
import { phrasesOf } from './textUnits';

/** More expansions of a spell than this are not looked through for what stands at a place. */
const mostLookedThrough = 200;

/**
 * The words that stand at a place of a spell file as CLIP reads them, without emphasis, comments and marks of slots: those
 * between two offsets, or the phrase around a caret.
 * @param expansions of the spell at that place, the likeliest first
 * @returns undefined where none of them has a word there
 */
export function phraseAt(
  expansions: readonly Expansion[],
  from: number,
  to: number = from,
): string | undefined {
  for (const { text, offsets } of expansions.slice(0, mostLookedThrough)) {
    const phrase = from < to ? wordsBetween(text, offsets, from, to) : phraseAround(text, offsets, from);
    if (phrase) return phrase;
  }
  return undefined;
}

function wordsBetween(text: string, offsets: Int32Array, from: number, to: number): string {
  let [first, last] = [text.length, -1];
  for (const [i, offset] of offsets.entries()) {
    if (offset < from || offset >= to) continue;
    first = Math.min(first, i);
    last = i;
  }
  return text
    .slice(first, last + 1)
    .replace(/^[\s,、，]+|[\s,、，]+$/g, '')
    .replace(/\s+/g, ' ');
}

function phraseAround(text: string, offsets: Int32Array, caret: number): string | undefined {
  const found = phrasesOf(text).find(
    ({ start, end }) => offsets[start]! <= caret && caret <= offsets[end - 1]! + 1,
  );
  return found && text.slice(found.start, found.end).replace(/\s+/g, ' ');
}
