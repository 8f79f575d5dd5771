import { insertion, lineBreakOf } from '../yaml/editYaml';
import { applyReplacements, type Replacement } from '../yaml/replacement';
import { convertPromptSteps, isReadAs, type ConvertOptions, type Lost } from './convertPrompt';
import { finish, type Steps } from '../steps';
import { dialectEdit } from './editFrontMatter';
import { parseSteps } from './parseSpellFile';
import type { Prompt, Span, Spell, SpellFile } from './spell';

export interface FileConvertOptions extends Omit<ConvertOptions, 'from'> {
  /** Told how many of the prompts are converted. */
  readonly onConverted?: (done: number, total: number) => void;
}

export type FileConversion =
  | {
      readonly ok: true;
      /** The whole file. */
      readonly text: string;
      readonly replacements: readonly Replacement[];
      /** What the other dialect has no counterpart for, in the order of the file. */
      readonly lost: readonly Lost[];
    }
  | {
      readonly ok: false;
      /** Prompts that nobody knows to write in the other dialect; all of them where the file as a whole would read otherwise. */
      readonly refused: readonly Span[];
    };

/**
 * A spell file in another dialect: every prompt has the same words and the same weights there, and all else stays as it is.
 * Comments that the other dialect does not know move to lines of their own. Nothing is converted where one prompt can't be.
 */
export function convertFile(file: SpellFile, options: FileConvertOptions): FileConversion {
  return finish(convertFileSteps(file, options));
}

/** The same, with at least one step for each prompt: files of many take a while. */
export function* convertFileSteps(file: SpellFile, options: FileConvertOptions): Steps<FileConversion> {
  const all = { ...options, from: file.dialect };
  const prompts = file.spells.flatMap(promptsOf);
  const comments = new Comments(file, options.to);
  const texts: string[] = [];
  const refused: Span[] = [];
  const lost: Lost[] = [];
  const changed: Replacement[] = [];
  for (const [i, prompt] of prompts.entries()) {
    yield;
    options.onConverted?.(i, prompts.length);
    const written = comments.without(prompt.span);
    const converted = yield* convertPromptSteps(prompt, written, all);
    if (!converted) {
      refused.push(prompt.span);
      continue;
    }
    texts.push(converted.text);
    lost.push(...converted.lost);
    if (!converted.isUnchanged) changed.push(...comments.above(prompt.span, converted.text));
  }
  if (refused.length > 0) return { ok: false, refused };
  if (options.to === file.dialect) return { ok: true, text: file.text, replacements: [], lost: [] };
  // Of replacements at one place the first comes first: comments stand above the prompt.
  const replacements = [dialectEdit(file, options.to), ...comments.left(), ...changed];
  const text = applyReplacements(file.text, replacements);
  const read = yield* parseSteps(text);
  const isSame =
    read.dialect === options.to &&
    read.spells.length === file.spells.length &&
    read.spells.every((spell, i) => isLike(spell, file.spells[i]!)) &&
    (yield* areReadAs(read.spells.flatMap(promptsOf), texts, options.to));
  return isSame
    ? { ok: true, text, replacements, lost }
    : { ok: false, refused: prompts.map(({ span }) => span) };
}

function* areReadAs(
  prompts: readonly Prompt[],
  texts: readonly string[],
  dialect: ConvertOptions['to'],
): Steps<boolean> {
  for (const [i, prompt] of prompts.entries()) {
    yield;
    if (!(yield* isReadAs(prompt, texts[i] ?? '', dialect))) return false;
  }
  return true;
}

function promptsOf({ positive, negative }: Spell): Prompt[] {
  return negative ? [positive, negative] : [positive];
}

function isLike(one: Spell, other: Spell): boolean {
  return (
    one.name?.value === other.name?.value &&
    (one.negative === undefined) === (other.negative === undefined) &&
    JSON.stringify([...(one.parameters?.values ?? [])]) ===
      JSON.stringify([...(other.parameters?.values ?? [])])
  );
}

/** The comments of a file, on their way into another dialect. */
class Comments {
  private readonly taken = new Set<Span>();
  private readonly eol: string;

  constructor(
    private readonly file: SpellFile,
    private readonly to: ConvertOptions['to'],
  ) {
    this.eol = lineBreakOf(file.text);
  }

  /** What stands there but for comments, and for lines of nothing else. */
  without(span: Span): string {
    const cut = this.inside(span).map((comment) => ({ ...comment, text: '\0' }));
    return applyReplacements(this.file.text, [
      { start: 0, end: span.start, text: '' },
      ...cut,
      { start: span.end, end: this.file.text.length, text: '' },
    ])
      .replace(/^[ \t]*(?:\0[ \t]*)+(?:\r\n|\n|\r|$)/gm, '')
      .replace(/[ \t]*\0[ \t]*$/gm, '')
      .replaceAll('\0', '')
      .trim();
  }

  /** Puts a text in the place of a prompt, and the prompt's comments on lines above it. */
  above(span: Span, text: string): Replacement[] {
    const inside = this.inside(span);
    for (const comment of inside) this.taken.add(comment);
    const lines = inside.flatMap((comment) => this.linesOf(comment)).join('');
    const replacement = { ...span, text: text.replace(/\r\n|\n|\r/g, this.eol) };
    return lines === '' ? [replacement] : [insertion(this.lineStart(span.start), lines), replacement];
  }

  /** All others: where they are if they can stay, else on a line of their own. */
  left(): Replacement[] {
    return this.file.comments
      .filter((comment) => !this.taken.has(comment))
      .flatMap((each) => this.moved(each));
  }

  private moved(comment: Span): Replacement[] {
    const { text } = this.file;
    const start = this.lineStart(comment.start);
    const isFirst = text.slice(start, comment.start).trim() === '';
    const end = /\r\n|\n|\r|$/.exec(text.slice(comment.end))!;
    const isAlone = isFirst && text.slice(comment.end, comment.end + end.index).trim() === '';
    const isKnown = text[comment.start] === '#' || this.to === 'comfyui';
    if (isFirst && text[comment.start] === '#') return [];
    const lines = this.linesOf(comment);
    if (isAlone) {
      if (isKnown) return [];
      const all = { start, end: comment.end + end.index + end[0].length };
      return [{ ...all, text: lines.join('') }];
    }
    const blanks = /[ \t]*$/.exec(text.slice(start, comment.start))![0].length;
    const isLast = text.slice(comment.end, comment.end + end.index).trim() === '';
    const gone = { start: comment.start - (isLast ? blanks : 0), end: comment.end, text: '' };
    return [insertion(start, lines.join('')), gone];
  }

  private inside(span: Span): readonly Span[] {
    const { comments } = this.file;
    let first = 0;
    for (let end = comments.length; first < end;) {
      const middle = (first + end) >> 1;
      if (comments[middle]!.start < span.start) first = middle + 1;
      else end = middle;
    }
    let last = first;
    while (last < comments.length && comments[last]!.end <= span.end) last++;
    return comments.slice(first, last);
  }

  /** Lines that are comments in every dialect. */
  private linesOf({ start, end }: Span): string[] {
    return this.file.text
      .slice(start, end)
      .replace(/^(?:#+|\/\/+|\/\*+)/, '')
      .replace(/\*+\/$/, '')
      .split(/\r\n|\n|\r/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => `# ${line}${this.eol}`);
  }

  private lineStart(at: number): number {
    let start = at;
    while (start > 0 && this.file.text[start - 1] !== '\n' && this.file.text[start - 1] !== '\r') start--;
    return start;
  }
}
