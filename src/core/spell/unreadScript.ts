import { walkNodes } from './places';
import type { Prompt, Span } from './spell';

/** Words of a prompt in a script that none of a checkpoint's languages is written in. */
export interface UnreadScript {
  /** The first such words. */
  readonly span: Span;
  /** ISO 15924: `Jpan`, `Kore`, `Cyrl` …; of ideographs alone `Hani`, which several languages write. */
  readonly script: string;
}

/** Scripts that Unicode tells apart, by their ISO 15924 code. */
const LETTERS = {
  Latn: /\p{Script=Latin}/u,
  Hani: /\p{Script=Han}/u,
  Kana: /[\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
  Hang: /\p{Script=Hangul}/u,
  Cyrl: /\p{Script=Cyrillic}/u,
  Grek: /\p{Script=Greek}/u,
  Arab: /\p{Script=Arabic}/u,
  Hebr: /\p{Script=Hebrew}/u,
  Thai: /\p{Script=Thai}/u,
  Deva: /\p{Script=Devanagari}/u,
} as const;

type Letters = keyof typeof LETTERS;

/** What languages are written in, where that is not one of `LETTERS` by the same name. */
const WRITTEN_WITH: Readonly<Record<string, readonly Letters[]>> = {
  Jpan: ['Hani', 'Kana'],
  Kore: ['Hang', 'Hani'],
  Hans: ['Hani'],
  Hant: ['Hani'],
};

/** One letter alone may be a sign ("α", "Я" in a logo). */
const FEWEST = 2;

/**
 * The first words of a prompt that a checkpoint hardly reads, judged by their script: which Latin-script language a short
 * prompt is in cannot be told. Tags, comments and wildcard names are not looked at.
 * @param languages BCP-47 codes that the checkpoint reads well; where none is known, nothing is found
 */
export function unreadScript(prompt: Prompt, languages: readonly string[]): UnreadScript | undefined {
  const read = new Set(languages.flatMap(lettersOf));
  if (read.size === 0) return undefined;
  for (const node of walkNodes(prompt.nodes)) {
    if (node.type !== 'text') continue;
    const found = firstUnread(node.value, read);
    if (!found) continue;
    // An escape's one character stands at the end of its span.
    const offset = node.span.end - node.value.length;
    return { span: { start: offset + found.start, end: offset + found.end }, script: found.script };
  }
  return undefined;
}

function lettersOf(language: string): readonly Letters[] {
  let script: string | undefined;
  try {
    script = new Intl.Locale(language).maximize().script;
  } catch {
    return []; // no language code
  }
  return WRITTEN_WITH[script ?? ''] ?? Object.keys(LETTERS).filter((each): each is Letters => each === script);
}

const RUN = /\p{L}[\p{L}\p{M}\p{N}ー々]*/gu;

function firstUnread(
  text: string,
  read: ReadonlySet<Letters>,
): { readonly start: number; readonly end: number; readonly script: string } | undefined {
  for (const run of text.matchAll(RUN)) {
    const kinds = [...run[0]].map((letter) => kindOf(letter));
    const unread = kinds.filter((kind) => kind !== undefined && !read.has(kind));
    if (unread.length < FEWEST) continue;
    return { start: run.index, end: run.index + run[0].length, script: scriptOf(new Set(kinds)) };
  }
  return undefined;
}

function kindOf(letter: string): Letters | undefined {
  return (Object.keys(LETTERS) as Letters[]).find((kind) => LETTERS[kind].test(letter));
}

function scriptOf(kinds: ReadonlySet<Letters | undefined>): string {
  if (kinds.has('Kana')) return 'Jpan';
  if (kinds.has('Hang')) return 'Kore';
  return [...kinds].find((kind) => kind !== undefined && kind !== 'Latn') ?? 'Latn';
}
