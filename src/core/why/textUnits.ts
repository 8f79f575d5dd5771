/** A part of a text that is kept or taken away as one: half-open, in UTF-16 code units. */
export interface TextUnit {
  readonly start: number;
  readonly end: number;
}

/** What parts phrases in prompts. A comma between digits belongs to a number. */
const COMMA = /(?<!\d),|,(?!\d)|[、，;；\n]/g;

/** The same with the white space around it. */
const COMMA_AROUND = /[^\S\n]*(?:(?<!\d),|,(?!\d)|[、，;；\n])\s*/g;

const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

/** The phrases between a text's commas, without the white space around them; empty ones are none. */
export function phrasesOf(text: string): TextUnit[] {
  const units: TextUnit[] = [];
  let from = 0;
  for (const { index, 0: comma } of text.matchAll(COMMA)) {
    push(units, text, from, index);
    from = index + comma.length;
  }
  push(units, text, from, text.length);
  return units;
}

/** Whether most of the letters of a text are Japanese: a Latin word has some letters for each of theirs. */
export function isMostlyJapanese(text: string): boolean {
  const japanese = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return japanese * 2 > latin;
}

/**
 * A text with another phrase at its end, joined as its own phrases are; where it has one only, by `、` in a Japanese text and
 * by a comma in any other. A comma that it ends with already joins it.
 */
export function withPhrase(text: string, phrase: string): string {
  const said = withoutLastComma(text);
  return said === '' ? phrase : `${said}${separatorOf(text)}${phrase}`;
}

/** A text without the comma and the white space that it ends with. */
export function withoutLastComma(text: string): string {
  return text.replace(/[\s,、，;；]+$/u, '');
}

/** What the phrases of a text are parted by: the last that parts two of them, or ends the text; a default where nothing does. */
export function separatorOf(text: string): string {
  const last = [...text.trim().matchAll(COMMA_AROUND)].at(-1)?.[0];
  // A line break parts phrases where it stands; the next one need not begin a line.
  if (last === undefined || last.includes('\n')) return isMostlyJapanese(text) ? '、' : ', ';
  return text.trim().endsWith(last) && /^[,;]$/.test(last) ? `${last} ` : last;
}

/** The words of a part of a text; Japanese is cut where its words end. A unit without a letter or digit goes with the one before it. */
export function wordsOf(text: string, { start, end }: TextUnit): TextUnit[] {
  const pieces: TextUnit[] = [];
  for (const match of text.slice(start, end).matchAll(/\S+/gu)) {
    const at = start + match.index;
    if (!JAPANESE.test(match[0])) {
      pieces.push({ start: at, end: at + match[0].length });
      continue;
    }
    for (const { index, segment } of segmenter.segment(match[0]))
      pieces.push({ start: at + index, end: at + index + segment.length });
  }
  const units: TextUnit[] = [];
  for (const piece of pieces) {
    const last = units.at(-1);
    const isWord = /[\p{L}\p{N}]/u.test(text.slice(piece.start, piece.end));
    if (last && !isWord) units[units.length - 1] = { start: last.start, end: piece.end };
    else units.push(piece);
  }
  return units;
}

/**
 * The text with some of its units taken away, and of what parted the units as much as still parts any: where a comma stood
 * between two that are kept, one stays.
 * @param units of the text, in order, without overlap; what lies before, between and after them only parts them
 */
export function keepUnits(
  text: string,
  units: readonly TextUnit[],
  keeps: (unit: number) => boolean,
): string {
  let kept = '';
  let last: number | undefined;
  for (const [i, { start, end }] of units.entries()) {
    if (!keeps(i)) continue;
    if (last !== undefined) kept += separator(text, units, last, i);
    kept += text.slice(start, end);
    last = i;
  }
  return kept;
}

/** What stood between two units: the last that held a comma, else what stands before the second. */
function separator(text: string, units: readonly TextUnit[], from: number, to: number): string {
  const before = (i: number): string => text.slice(units[i - 1]!.end, units[i]!.start);
  for (let i = to; i > from; i--) if (before(i).trim() !== '') return before(i);
  return before(to);
}

/** What each unit says; of several that say the same, which of them it is, so that they can be told apart in a table. */
export function unitLabels(text: string, units: readonly TextUnit[]): string[] {
  const said = units.map(({ start, end }) => text.slice(start, end));
  const total = countsOf(said);
  const met = new Map<string, number>();
  const nth = new Map<TextUnit, number>();
  for (const unit of [...units].sort((a, b) => a.start - b.start)) {
    const own = text.slice(unit.start, unit.end);
    met.set(own, (met.get(own) ?? 0) + 1);
    nth.set(unit, met.get(own)!);
  }
  return units.map((unit, i) => {
    const own = said[i]!;
    return total.get(own)! > 1 ? `${own} (${nth.get(unit)}/${total.get(own)})` : own;
  });
}

function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function push(units: TextUnit[], text: string, from: number, to: number): void {
  const part = text.slice(from, to);
  const start = from + part.length - part.trimStart().length;
  const end = from + part.trimEnd().length;
  if (end > start) units.push({ start, end });
}
