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
  Latn: '\\p{Script=Latin}',
  Hani: '\\p{Script=Han}',
  Kana: '\\p{Script=Hiragana}\\p{Script=Katakana}ー',
  Hang: '\\p{Script=Hangul}',
  Cyrl: '\\p{Script=Cyrillic}',
  Grek: '\\p{Script=Greek}',
  Arab: '\\p{Script=Arabic}',
  Hebr: '\\p{Script=Hebrew}',
  Thai: '\\p{Script=Thai}',
  Deva: '\\p{Script=Devanagari}',
} as const;

type Letters = keyof typeof LETTERS;

const ALL = Object.keys(LETTERS) as Letters[];

/** A letter of one of these scripts. */
function letterOf(scripts: readonly Letters[]): RegExp {
  return new RegExp(`[${scripts.map((script) => LETTERS[script]).join('')}]`, 'u');
}

const LETTER_OF = new Map(ALL.map((script) => [script, letterOf([script])] as const));

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
  const { read, unreadLetter } = scriptsOf(languages);
  if (!unreadLetter) return undefined;
  for (const node of walkNodes(prompt.nodes)) {
    // Nearly every prompt ends here: looking at single words is slow.
    if (node.type !== 'text' || !unreadLetter.test(node.value)) continue;
    const found = firstUnread(node.value, read);
    if (!found) continue;
    // An escape's one character stands at the end of its span.
    const offset = node.span.end - node.value.length;
    return { span: { start: offset + found.start, end: offset + found.end }, script: found.script };
  }
  return undefined;
}

interface Scripts {
  readonly read: ReadonlySet<Letters>;
  /** Undefined where every script, or none that is known, is read. */
  readonly unreadLetter: RegExp | undefined;
}

/** Such a pattern takes longer to make than a prompt to look through. */
const kept = new WeakMap<readonly string[], Scripts>();

function scriptsOf(languages: readonly string[]): Scripts {
  let scripts = kept.get(languages);
  if (!scripts) {
    const read = new Set(languages.flatMap(lettersOf));
    const unread = ALL.filter((script) => !read.has(script));
    const tells = read.size > 0 && unread.length > 0;
    scripts = { read, unreadLetter: tells ? letterOf(unread) : undefined };
    kept.set(languages, scripts);
  }
  return scripts;
}

function lettersOf(language: string): readonly Letters[] {
  let script: string | undefined;
  try {
    script = new Intl.Locale(language).maximize().script;
  } catch {
    return []; // no language code
  }
  return WRITTEN_WITH[script ?? ''] ?? ALL.filter((each) => each === script);
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
  return ALL.find((kind) => LETTER_OF.get(kind)!.test(letter));
}

function scriptOf(kinds: ReadonlySet<Letters | undefined>): string {
  if (kinds.has('Kana')) return 'Jpan';
  if (kinds.has('Hang')) return 'Kore';
  return [...kinds].find((kind) => kind !== undefined && kind !== 'Latn') ?? 'Latn';
}
