import { csvRows } from '../csvRows';
import type { Phrase, PhraseClass, Vocabulary } from '../ports';
import type { Steps } from '../steps';
import { languageOfPhrase } from './phrase';

export type PhraseListProblemCode =
  /** A phrase of more than `longestPhrase` characters, which is left out. */
  | 'phrase-too-long'
  /** A quote that does not end; what follows it is left out. */
  | 'list-quote-unclosed'
  /** More than `mostPhrases`; the rest is left out. */
  | 'list-too-long'
  | 'list-empty';

export interface PhraseListProblem {
  readonly code: PhraseListProblemCode;
  /** 1-based; absent where it is about all of the list. */
  readonly line?: number;
  /** How many lines it is about: the first of them is named. */
  readonly count: number;
}

export interface PhraseList extends Vocabulary {
  readonly problems: readonly PhraseListProblem[];
}

/** The largest lists of tags that people share have some 150,000. */
export const mostPhrases = 200_000;
/** Longer than any tag; a sentence is no phrase. */
export const longestPhrase = 200;

/** White space and control characters. */
const noWords = /[\s\p{Cc}]+/gu;

/** Lines between two pauses. */
const linesInStep = 200;

/** Danbooru's and e621's numbers of categories, as A1111's tag autocomplete writes them. */
const categories: Readonly<Record<string, PhraseClass>> = {
  '1': 'artist',
  '3': 'series',
  '4': 'character',
  '5': 'quality',
  '7': 'quality',
};

/**
 * Reads a list of phrases as people have them. Text: a phrase a line, as clip-interrogator's lists and wildcard files are;
 * `#` begins a comment, and a weight before `::` is left away. CSV: `tag,category,count,"aliases"` as A1111's tag
 * autocomplete has it, `tag,translation` or `tag,category,translation` as its translations are, a column of texts, or any
 * of these under a head that names its columns. Underscores in tags are spaces. Aliases are no phrases of their own, but
 * those in another writing are: they are translations.
 * @param name of the file: its end tells CSV and TSV from text
 */
export function* readPhraseList(name: string, text: string): Steps<PhraseList> {
  const collected = new Collected();
  const isTable = /\.(csv|tsv)$/i.test(name);
  const rows = isTable ? tableRows(text, /\.tsv$/i.test(name) ? '\t' : ',') : textRows(text);
  let columns: Columns | undefined;
  let steps = 0;
  for (const { cells, line, isUnclosed } of rows) {
    if (++steps % linesInStep === 0) yield;
    if (isUnclosed) {
      collected.wrong('list-quote-unclosed', line);
      break;
    }
    if (columns === undefined) {
      columns = headOf(cells);
      if (columns !== undefined) continue;
      columns = guessed;
    }
    if (
      !collected.add(
        isTable ? readRow(cells, columns) : [{ text: cells[0]!, class: 'list', frequency: 0 }],
        line,
      )
    )
      break;
  }
  return collected.list(name);
}

/** The phrases of a wildcard: they are told apart already. */
export function phraseListOf(name: string, options: Iterable<string>): PhraseList {
  const collected = new Collected();
  for (const option of options)
    if (!collected.add([{ text: option, class: 'list', frequency: 0 }], undefined)) break;
  return collected.list(name);
}

class Collected {
  readonly #phrases = new Map<string, Phrase>();
  readonly #problems = new Map<PhraseListProblemCode, { line?: number; count: number }>();

  wrong(code: PhraseListProblemCode, line: number | undefined): void {
    const known = this.#problems.get(code);
    if (known) known.count++;
    else this.#problems.set(code, { ...(line !== undefined && { line }), count: 1 });
  }

  /** @returns false where the list is full */
  add(phrases: readonly Omit<Phrase, 'language'>[], line: number | undefined): boolean {
    for (const { text: written, ...rest } of phrases) {
      // A cell of a table may have line ends, and a file that is none of text anything: a phrase is words on one line.
      const text = written.replace(noWords, ' ').trim();
      if (text === '') continue;
      if (text.length > longestPhrase) {
        this.wrong('phrase-too-long', line);
        continue;
      }
      const key = text.toLowerCase();
      if (this.#phrases.has(key)) continue;
      if (this.#phrases.size >= mostPhrases) {
        this.wrong('list-too-long', line);
        return false;
      }
      const language = languageOfPhrase(text);
      this.#phrases.set(key, { text, ...rest, ...(language && { language }) });
    }
    return true;
  }

  list(name: string): PhraseList {
    if (this.#phrases.size === 0) this.wrong('list-empty', undefined);
    return {
      name,
      phrases: [...this.#phrases.values()],
      problems: [...this.#problems].map(([code, found]) => ({ code, ...found })),
    };
  }
}

interface Row {
  readonly cells: readonly string[];
  /** 1-based. */
  readonly line: number;
  readonly isUnclosed?: boolean;
}

const LINE_END = /\r\n|\r|\n/g;

function* textRows(text: string): Generator<Row> {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  for (let line = 1; at <= text.length; line++) {
    LINE_END.lastIndex = at;
    const end = LINE_END.exec(text);
    const written = text.slice(at, end?.index ?? text.length);
    at = end ? LINE_END.lastIndex : text.length + 1;
    const phrase = written
      .replace(/(?:^|\s)#.*$/s, '')
      .trim()
      .replace(/^\d+(?:\.\d*)?[ \t]*::(?!:)/, '');
    yield { cells: [phrase], line };
  }
}

function* tableRows(text: string, separator: string): Generator<Row> {
  for (const { cells, line, isUnclosed } of csvRows(text, separator))
    yield { cells: cells.map((cell) => cell.trim()), line, ...(isUnclosed && { isUnclosed }) };
}

/** Where in a row what stands; `guess` where no head says so. */
type Columns = Readonly<
  Partial<Record<'text' | 'category' | 'count' | 'aliases' | 'translation', number>>
> & {
  readonly guess?: true;
};

const guessed: Columns = { text: 0, guess: true };

const heads: Readonly<Record<string, Exclude<keyof Columns, 'guess'>>> = {
  tag: 'text',
  name: 'text',
  phrase: 'text',
  text: 'text',
  prompt: 'text',
  keyword: 'text',
  category: 'category',
  type: 'category',
  class: 'category',
  count: 'count',
  post_count: 'count',
  frequency: 'count',
  aliases: 'aliases',
  alias: 'aliases',
  translation: 'translation',
};

function headOf(cells: readonly string[]): Columns | undefined {
  const named: Record<string, number> = {};
  for (const [i, cell] of cells.entries()) {
    const key = heads[cell.toLowerCase()];
    if (key !== undefined) named[key] ??= i;
  }
  // A list may well have a phrase that is called `text`: one word is no head.
  return named.text !== undefined && Object.keys(named).length > 1 ? named : undefined;
}

const NUMBER = /^\d{1,15}$/;

function readRow(cells: readonly string[], columns: Columns): Omit<Phrase, 'language'>[] {
  const { text: at = 0 } = columns;
  const tag = tagText(cells[at] ?? '');
  // A line that is a comment, as in text files.
  if (cells[0]?.startsWith('#')) return [];
  const rest = columns.guess ? guess(cells) : columns;
  const category = rest.category === undefined ? undefined : cells[rest.category];
  const count = rest.count === undefined ? '' : (cells[rest.count] ?? '');
  const facts = {
    class: (category !== undefined && (categories[category] ?? classNamed(category))) || 'list',
    frequency: NUMBER.test(count) ? Number(count) : 0,
  } as const;
  const others = [
    ...(rest.translation === undefined ? [] : [cells[rest.translation] ?? '']),
    ...(rest.aliases === undefined ? [] : (cells[rest.aliases] ?? '').split(',')),
  ].map(tagText);
  const own = languageOfPhrase(tag);
  const translated = others.filter((other) => {
    const language = languageOfPhrase(other);
    return language !== undefined && language !== own;
  });
  return [tag, ...translated].map((text) => ({ text, ...facts }));
}

/** `tag,category,count,aliases`; `tag,count`; `tag,translation`; `tag,category,translation`. */
function guess(cells: readonly string[]): Columns {
  const isNumber = (i: number): boolean => NUMBER.test(cells[i] ?? '');
  if (isNumber(1) && isNumber(2)) return { category: 1, count: 2, aliases: 3 };
  if (cells.length === 2) return isNumber(1) ? { count: 1 } : { translation: 1 };
  if (isNumber(1)) return { category: 1, translation: 2, aliases: 3 };
  return { translation: 1 };
}

function classNamed(text: string): PhraseClass | undefined {
  const known: Readonly<Record<string, PhraseClass>> = {
    artist: 'artist',
    copyright: 'series',
    series: 'series',
    character: 'character',
    meta: 'quality',
    quality: 'quality',
    negative: 'negative',
  };
  return known[text.toLowerCase()];
}

/** Tags have underscores for spaces; the few that are faces (`^_^`, `>_<`) keep theirs. */
function tagText(tag: string): string {
  const isFace = !/[\p{L}\p{N}]{2}/u.test(tag);
  return isFace ? tag.trim() : tag.replaceAll('_', ' ').trim();
}
