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
  const all = expansions.slice(0, mostLookedThrough);
  if (from < to) return all.map((each) => wordsBetween(each, from, to)).find((words) => words !== '');
  // In an option that another expansion has chosen, that one is meant.
  const own = all.find(({ offsets }) => offsets.some((offset) => offset === from || offset + 1 === from));
  return (own ? [own] : all).map((each) => phraseAround(each, from)).find((phrase) => phrase !== undefined);
}

function wordsBetween({ text, offsets }: Expansion, from: number, to: number): string {
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

function phraseAround({ text, offsets }: Expansion, caret: number): string | undefined {
  const found = phrasesOf(text).find(
    ({ start, end }) => offsets[start]! <= caret && caret <= offsets[end - 1]! + 1,
  );
  return found && text.slice(found.start, found.end).replace(/\s+/g, ' ');
}
