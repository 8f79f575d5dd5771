import type { TextGap } from '../../../core/craft/complete';
import type { PhraseIndex, PhraseMatches } from '../../../core/craft/phraseIndex';
import { NEGATIVE_LABEL, POSITIVE_LABEL } from '../../../core/spell/infotext';
import { expandPrompt } from '../../../core/spell/expandSpell';
import { parseSpellFile } from '../../../core/spell/parseSpellFile';
import { promptAt, spellAt } from '../../../core/spell/places';
import type { Expansion, Span, SpellFile, Wildcards } from '../../../core/spell/spell';
import { paced, type Pause } from '../../../core/steps';
import { completionPlace } from '../language/completionPlace';

/** A place in a prompt where a phrase may stand. */
export interface PhrasePlace {
  /**
   * What may have been begun, the longest first: `in soft li`, `soft li`, `li`. The first is all that stands between the
   * separators before the caret; empty where a phrase begins and nothing of it is typed.
   */
  readonly begun: readonly Begun[];
  /** What stands behind the caret of the word that it is in. */
  readonly tail: Span;
  /** Whether a separator stands right before the phrase, without a blank. */
  readonly needsBlank: boolean;
  readonly polarity: 'positive' | 'negative';
  /** Of the file. */
  readonly spell: number | undefined;
}

/** Something that a phrase may begin with. */
export interface Begun {
  readonly typed: string;
  readonly start: number;
  /** All since the separator: here a single letter says enough. */
  readonly isWhole: boolean;
}

/** What stands between two phrases, whatever the dialect. */
const separators = /[,、，。;；{}|()（）[\]\n\r]|::|\bBREAK\b|\bAND\b/gu;

/** No phrase is longer; keeps a hostile line from costing time. */
const longestBegun = 80;
/** Beginnings that are tried. */
const mostBegun = 12;

/** In the middle of other words, so many letters say that a phrase is meant: a sentence shall not be interrupted at each word. */
const fewestLetters = 3;
const fewestJapanese = 2;

const letters = /^[\p{L}\p{M}\p{N}_'’-]*/u;
/** A word's first letter, or any character of a script that has no blanks. */
const beginnings =
  /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{N}]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/** Where at an offset a phrase may be written; undefined in front matter, comments, headings, wildcards, tags and variables. */
export function phrasePlace(file: SpellFile, offset: number): PhrasePlace | undefined {
  const { text, comments, frontMatter } = file;
  if (frontMatter.span && offset < frontMatter.span.end) return undefined;
  if (comments.some(({ start, end }) => start < offset && offset <= end)) return undefined;
  if (completionPlace(file, offset) !== undefined) return undefined;
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const line = text.slice(Math.max(lineStart, offset - 1000), offset);
  if (/^\s*#/.test(line) || /<[^<>,]*$|\$\{[^{}]*$|\bembedding:\S*$|(?:^|\s)--\S*$/u.test(line))
    return undefined;
  const found = promptAt(file, offset);
  const spell = spellAt(file, offset);
  if (isInOtherPart(file, offset)) return undefined;
  const since = lastSeparator(line);
  const whole = line.slice(since).slice(-longestBegun);
  const blanks = whole.length - whole.trimStart().length;
  const start = offset - whole.length + blanks;
  const tailLength = letters.exec(text.slice(offset, offset + longestBegun))![0].length;
  const before = text[start - 1];
  return {
    begun: begunAt(text.slice(start, offset), start, tailLength > 0),
    tail: { start: offset, end: offset + tailLength },
    needsBlank: blanks === 0 && (before === ',' || before === ';'),
    polarity:
      found?.polarity ?? (spell?.negative && spell.negative.span.start <= offset ? 'negative' : 'positive'),
    spell: spell?.index,
  };
}

/** In the parameters of an infotext, or in its labels. */
function isInOtherPart(file: SpellFile, offset: number): boolean {
  const spell = spellAt(file, offset);
  if (spell === undefined) return false;
  const { parameters, negative, positive, span } = spell;
  if (parameters && parameters.span.start <= offset) return offset <= parameters.span.end;
  if (positive.isVerbatim && offset <= positive.span.end) return true;
  // Between the two prompts stands a label.
  return negative !== undefined &&
    offset > positive.span.end &&
    offset < negative.span.start &&
    offset > span.start
    ? /\S/.test(file.text.slice(positive.span.end, offset))
    : false;
}

function lastSeparator(line: string): number {
  let end = labelEnd(line);
  for (const match of line.matchAll(separators)) end = match.index + match[0].length;
  return end;
}

/** Behind the label that a line may begin with. */
function labelEnd(line: string): number {
  const at = line.length - line.trimStart().length;
  for (const label of [NEGATIVE_LABEL, POSITIVE_LABEL]) {
    label.lastIndex = at;
    if (label.test(line)) return label.lastIndex;
  }
  return 0;
}

function begunAt(whole: string, start: number, isBeforeWord: boolean): Begun[] {
  if (whole === '') return [{ typed: '', start, isWhole: true }];
  const starts = [...whole.matchAll(beginnings)].map(({ index }) => index);
  return [...new Set([0, ...starts.slice(-mostBegun)])]
    .map((at): Begun => ({ typed: whole.slice(at), start: start + at, isWhole: at === 0 }))
    .filter((each) => isEnough(each, isBeforeWord));
}

function isEnough({ typed, isWhole }: Begun, isBeforeWord: boolean): boolean {
  const isJapanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(typed);
  const isLong = typed.trimEnd().length >= (isJapanese ? fewestJapanese : fewestLetters);
  // Behind a blank another word comes: of this phrase only where it began with these words.
  if (/\s$/.test(typed)) return isWhole && isLong && !isBeforeWord;
  return isWhole || isLong;
}

/** The longest beginning that any phrase has; neither where none has. Where nothing is typed, all match. */
export async function matching(
  index: PhraseIndex,
  begun: readonly Begun[],
  pause: Pause,
): Promise<{ readonly begun?: Begun; readonly matches?: PhraseMatches }> {
  for (const each of begun) {
    if (each.typed === '') return { begun: each };
    const matches = await paced(index.matching(each.typed), pause);
    if (matches.rows.length > 0) return { begun: each, matches };
  }
  return {};
}

/** More ways to fill the slots than this are not looked through: a list must come at once. */
const fewExpansions = 64;

/**
 * What CLIP reads around a place once a phrase stands in it: of several ways to fill the slots, the one most like what is
 * given, for instance the one that the spell is ranked by.
 * @returns undefined where CLIP would not read the phrase
 */
export function gapAt(
  file: SpellFile,
  place: Span,
  { like, wildcards }: { readonly like?: Expansion; readonly wildcards?: Wildcards },
): TextGap | undefined {
  const { text, dialect, spells, frontMatter } = file;
  const spell = spellAt(file, place.start);
  // As much of the file as its place is read with; the rest says nothing of it.
  const from = spell?.span.start ?? frontMatter.span?.end ?? 0;
  const to = spells[spell ? spell.index + 1 : 0]?.span.start ?? text.length;
  if (place.start < from || place.end > to) return undefined;
  const mark = unusedWord(text);
  const marked = `${text.slice(from, place.start)}${mark}${text.slice(place.end, to)}`;
  const read = parseSpellFile(marked, { defaultDialect: dialect });
  const found = promptAt(read, place.start - from + 1);
  if (!found || found.prompt.isVerbatim) return undefined;
  const { expansions } = expandPrompt(found.prompt, {
    dialect,
    limit: fewExpansions,
    ...(wildcards && { wildcards }),
  });
  let best: Expansion | undefined;
  let most = -1;
  for (const each of expansions) {
    if (!each.text.includes(mark)) continue;
    const alike = like ? choicesInCommon(each, like) : 0;
    if (alike > most) [best, most] = [each, alike];
  }
  if (!best) return undefined;
  const at = best.text.indexOf(mark);
  return { before: best.text.slice(0, at), after: best.text.slice(at + mark.length) };
}

function choicesInCommon({ choices }: Expansion, other: Expansion): number {
  const taken = new Map(other.choices.map(({ slot, options }) => [slot, options.join()]));
  return choices.filter(({ slot, options }) => taken.get(slot) === options.join()).length;
}

/** A word of letters that stands nowhere in a text. */
function unusedWord(text: string): string {
  let word = 'zqxv';
  while (text.includes(word)) word += 'q';
  return word;
}
