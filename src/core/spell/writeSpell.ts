import { insertion, lineBreakOf } from '../yaml/editYaml';
import { applyReplacements, type Replacement } from '../yaml/replacement';
import { addImages, type FrontMatterEdit } from './editFrontMatter';
import { escapeText, type Writing } from './escapes';
import { expandPrompt } from './expandSpell';
import { NEGATIVE_LABEL, PARAMETERS_LABEL, startsParameters } from './infotext';
import { parseSpellFile } from './parseSpellFile';
import type { Dialect, Prompt, Spell, SpellFile } from './spell';

/** A spell that is to be written. */
export interface SpellDraft {
  readonly name?: string;
  /** Written as comments below the name. */
  readonly notes?: readonly string[];
  /** As the image generator takes it. Line breaks become those of the file. */
  readonly prompt: string;
  readonly negative?: string;
  /** Slots and comments in the prompts are meant as such: they are written as they are. */
  readonly hasSlots?: boolean;
  /** Names and values in the order of writing; `Steps` comes first in any case. */
  readonly parameters?: readonly (readonly [name: string, value: string])[];
}

export type Written =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      /** `not-readable`: it would not read back as what it is, or would change the spells around it. */
      readonly code: 'not-readable' | 'yaml-invalid' | 'front-matter-unclosed' | 'front-matter-full';
    };

/** How a spell is told from its neighbours: a heading, or blank lines and a rule where the file has no headings. */
type Form = 'heading' | 'paragraph';

/**
 * A new spell file.
 * @param images entries as they shall be read
 */
export function writeSpellFile(
  drafts: readonly SpellDraft[],
  dialect: Dialect,
  images: readonly string[] = [],
): Written {
  const start = `---\ndialect: ${dialect}\n---\n`;
  const edit = addImages(start, { start: 0, end: start.length }, images);
  if (!edit.ok) return edit;
  const empty = applyReplacements(start, edit.replacements);
  const written = insertSpells(empty, drafts, { at: empty.length });
  return written.ok ? { ok: true, text: applyReplacements(empty, written.replacements) } : written;
}

export type SpellInsertion =
  | {
      readonly ok: true;
      readonly replacements: readonly Replacement[];
      /** Where the first new spell begins in the text as it was. */
      readonly at: number;
    }
  | Extract<Written, { ok: false }>;

export interface InsertOptions {
  /** Of the caret. */
  readonly at: number;
  /** Entries for `images`, as they shall be read. */
  readonly images?: readonly string[];
  /** The setting: of a file that names none. */
  readonly defaultDialect?: Dialect;
  /** Of the prompts. A file without spells that names no other becomes one of it. */
  readonly dialect?: Dialect;
}

/**
 * Puts spells below the one at an offset, in the dialect of the file, and entries into its `images`. What is there stays as
 * it reads; the proof is in reading all of it back.
 */
export function insertSpells(
  text: string,
  drafts: readonly SpellDraft[],
  options: InsertOptions,
): SpellInsertion {
  const read = { ...(options.defaultDialect && { defaultDialect: options.defaultDialect }) };
  const file = parseSpellFile(text, read);
  const eol = lineBreakOf(text);
  const front = frontMatterWith(file, options, eol);
  if (!front.ok) return front;
  const dialect = takesDialect(file, options.dialect) ? options.dialect! : file.dialect;
  const hasHeading = file.spells.some(({ span }) => text.startsWith('###', span.start));
  const form: Form = hasHeading || file.spells.length === 0 ? 'heading' : 'paragraph';
  const { place, index } = placeBelow(file, options.at);
  for (const writing of writings(dialect)) {
    const taken = new Set(file.spells.flatMap(({ name }) => name?.value ?? []));
    const bodies = drafts.map((draft) => writeSpell(draft, dialect, { form, writing, taken }));
    const body = bodies.join(form === 'paragraph' ? '\n---\n\n' : '\n');
    const below = insertion(place, framed(text, place, body, form, eol));
    const replacements = [...front.replacements, below];
    const after = parseSpellFile(applyReplacements(text, replacements), read);
    if (after.dialect === dialect && saysTheSame(file, after, drafts, index))
      return { ok: true, replacements, at: place };
  }
  return { ok: false, code: 'not-readable' };
}

/** Whether a file without spells is to become one of this dialect. */
function takesDialect({ spells, dialect, frontMatter }: SpellFile, wanted: Dialect | undefined): boolean {
  return spells.length === 0 && !frontMatter.dialect && wanted !== undefined && wanted !== dialect;
}

function frontMatterWith(
  file: SpellFile,
  { images = [], dialect }: InsertOptions,
  eol: string,
): FrontMatterEdit {
  const { text, frontMatter } = file;
  if (!takesDialect(file, dialect)) return addImages(text, frontMatter.span, images);
  const written = `dialect: ${dialect}${eol}`;
  if (frontMatter.span) {
    const edit = addImages(text, frontMatter.span, images);
    const firstLine = /---[^\r\n]*(?:\r\n|\n|\r)/.exec(text.slice(frontMatter.span.start))!;
    const start = frontMatter.span.start + firstLine.index + firstLine[0].length;
    return edit.ok ? { ok: true, replacements: [insertion(start, written), ...edit.replacements] } : edit;
  }
  const block = `---${eol}${written}---${eol}`;
  const edit = addImages(block, { start: 0, end: block.length }, images);
  if (!edit.ok) return edit;
  const start = text.startsWith('\ufeff') ? 1 : 0;
  return { ok: true, replacements: [insertion(start, applyReplacements(block, edit.replacements))] };
}

/** Plainest first. Within each, every draft is tried as it is. */
function writings(dialect: Dialect): readonly Writing[] {
  return dialect === 'novelai' ? ['outside-braces', 'signs', 'all'] : ['signs', 'all'];
}

/** Behind the last line of the spell at an offset; where there is none, at the end of the file. */
function placeBelow(file: SpellFile, offset: number): { readonly place: number; readonly index: number } {
  const { text, spells } = file;
  const found = spells.findLastIndex(({ span }) => span.start <= offset);
  if (found < 0 || found === spells.length - 1) return { place: text.length, index: spells.length };
  // Comments above the next spell are its own.
  const { end } = spells[found]!.span;
  const lineBreak = /\r\n|\n|\r|$/.exec(text.slice(end))!;
  const next = end + lineBreak.index + lineBreak[0].length;
  return { place: Math.min(next, spells[found + 1]!.span.start), index: found + 1 };
}

function framed(text: string, place: number, body: string, form: Form, eol: string): string {
  const before = text.slice(0, place);
  const isEmpty = before.trim() === '' || /(?:^|[\r\n])---[ \t]*[\r\n]*$/.test(before);
  const onOwnLine = before === '' || /[\r\n]$/.test(before);
  const rule = form === 'paragraph' ? `---\n\n` : '';
  const gap = isEmpty ? '' : /(?:\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r)$/.test(before) ? rule : `\n${rule}`;
  const after = text.slice(place);
  const isBlankBelow = /^[ \t]*(?:[\r\n]|$)/.test(after);
  const rest =
    after.trim() === '' ? '' : `${form === 'paragraph' ? '\n---\n' : ''}${isBlankBelow ? '' : '\n'}`;
  return `${onOwnLine ? '' : '\n'}${gap}${body}${rest}`.replaceAll('\n', eol);
}

/** The lines of a spell, the last one ended. Line breaks are `\n`. */
function writeSpell(
  draft: SpellDraft,
  dialect: Dialect,
  { form, writing, taken }: { form: Form; writing: Writing; taken: Set<string> },
): string {
  const name = freeName(draft.name ?? '', taken);
  const write = (text: string, isNegative: boolean): string =>
    draft.hasSlots ? text.trim() : writePrompt(text, dialect, writing, { form, isNegative });
  const prompt = write(draft.prompt, false);
  const negative = write(draft.negative ?? '', true);
  const lines = [
    ...(form === 'heading' ? [`### ${name}`.trimEnd()] : name === '' ? [] : [`# ${name}`]),
    ...(draft.notes ?? []).map((note) => `# ${oneLine(note)}`),
    ...(prompt === '' ? [] : [prompt]),
    ...(negative === '' ? [] : [`Negative prompt: ${negative}`]),
    ...parametersBelow(draft.parameters ?? []),
  ];
  return `${lines.join('\n')}\n`;
}

/** A prompt as it is where that reads back, else with what has to be escaped. */
function writePrompt(
  given: string,
  dialect: Dialect,
  writing: Writing,
  { form, isNegative = false }: { readonly form: Form; readonly isNegative?: boolean },
): string {
  const text = given.replace(/\r+\n/g, '\n');
  if (text === '') return '';
  const lines = (written: string): string =>
    // Where paragraphs are spells, a blank line would end this one.
    form === 'paragraph' ? written.replace(/\n(?=[ \t]*(?:\n|$))/g, '\\u{a}') : written;
  for (const each of new Set<Writing>([writing === 'all' ? 'all' : 'as-it-is', writing])) {
    const written = lines(escapeText(text, dialect, each));
    if (each === 'all' || readsAs(written, text, dialect, isNegative)) return written;
  }
  return lines(escapeText(text, dialect, 'all'));
}

/** Whether a prompt is read as this text below a heading, or behind the label of negative ones. */
function readsAs(written: string, text: string, dialect: Dialect, isNegative: boolean): boolean {
  const prompts = isNegative ? `a\nNegative prompt: ${written}` : `${written}\nNegative prompt: a`;
  const file = parseSpellFile(`---\ndialect: ${dialect}\n---\n### a\n${prompts}`);
  const [spell] = file.spells;
  return (
    file.spells.length === 1 &&
    file.comments.length === 0 &&
    spell?.parameters === undefined &&
    textOf(spell?.positive, dialect) === (isNegative ? 'a' : text) &&
    textOf(spell?.negative, dialect) === (isNegative ? text : 'a')
  );
}

/** What a prompt without slots says; undefined where it has some. Line breaks are `\n`. */
function textOf(prompt: Prompt | undefined, dialect: Dialect): string | undefined {
  if (prompt === undefined || prompt.source === '') return '';
  if (prompt.slots.length > 0) return undefined;
  return expandPrompt(prompt, { dialect, limit: 1 }).expansions[0]?.raw?.replace(/\r+\n/g, '\n');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\ufeff]+/gu, ' ').trim();
}

/** Whether a heading of this name would begin a negative prompt. */
function isLabel(name: string): boolean {
  NEGATIVE_LABEL.lastIndex = 0;
  return NEGATIVE_LABEL.test(`### ${name}`);
}

/** A name on one line that no other spell has, and that is no label. */
function freeName(given: string, taken: Set<string>): string {
  const name = oneLine(given);
  let free = name;
  for (let number = 2; taken.has(free) || isLabel(free); number++) free = `${name} ${number}`;
  if (free !== '') taken.add(free);
  return free;
}

/** The line that an infotext ends with; none for a spell without parameters. */
export function parametersBelow(parameters: NonNullable<SpellDraft['parameters']>): readonly string[] {
  const line = parametersLine(parameters);
  if (line === '') return [];
  return [startsParameters(line, 0, line.length) ? line : `${PARAMETERS_LABEL} ${line}`];
}

/** `Steps: 20, Sampler: Euler a, …`, quoted as the web UI quotes; empty where there are none. */
export function parametersLine(parameters: NonNullable<SpellDraft['parameters']>): string {
  const isSteps = ([name]: readonly [string, string]): boolean => name === 'Steps';
  return [...parameters.filter(isSteps), ...parameters.filter((each) => !isSteps(each))]
    .map(([name, value]) => [parameterName(name), value] as const)
    .filter(([name]) => name !== '')
    .map(([name, value]) => `${name}: ${quoted(value)}`)
    .join(', ');
}

/** The web UI's own pattern of names, and no longer than is read. */
function parameterName(name: string): string {
  return name
    .replace(/[^\p{L}\p{N}_ \-/]+/gu, ' ')
    .replace(/^[^\p{L}\p{N}_]+/u, '')
    .slice(0, 80)
    .trim();
}

function quoted(value: string): string {
  const isPlain = /^[^,:：\p{Cc}\p{Zl}\p{Zp}\p{Cs}"{}\ufeff]*$/u.test(value) && value.trim() === value;
  if (isPlain) return value;
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Whether all spells before are still there, and the new ones between them. */
function saysTheSame(
  before: SpellFile,
  after: SpellFile,
  drafts: readonly SpellDraft[],
  index: number,
): boolean {
  if (after.spells.length !== before.spells.length + drafts.length) return false;
  const old = [...after.spells.slice(0, index), ...after.spells.slice(index + drafts.length)];
  const isKept = old.every(
    (spell, i) =>
      spell.positive.source === before.spells[i]!.positive.source &&
      spell.negative?.source === before.spells[i]!.negative?.source &&
      spell.name?.value === before.spells[i]!.name?.value &&
      spell.parameters?.values.size === before.spells[i]!.parameters?.values.size,
  );
  return (
    isKept &&
    drafts.every((draft, i) => {
      const spell = after.spells[index + i]!;
      if (draft.hasSlots) return isWrittenAs(spell, draft);
      return (
        textOf(spell.positive, after.dialect) === draft.prompt.replace(/\r+\n/g, '\n') &&
        (textOf(spell.negative, after.dialect) ?? '') === (draft.negative ?? '').replace(/\r+\n/g, '\n') &&
        hasParameters(spell.parameters?.values ?? new Map(), draft.parameters ?? [])
      );
    })
  );
}

/** Whether a prompt with slots stands there as it was given; comments are blanks there. */
function isWrittenAs(spell: Spell, { prompt, negative = '', parameters = [] }: SpellDraft): boolean {
  const words = (text: string): string => text.replace(/\s+/g, ' ').trim();
  const hasComment = /[#/]/.test(prompt + negative);
  const isSame = (source: string, given: string): boolean =>
    hasComment ? words(source).length <= words(given).length : words(source) === words(given);
  return (
    isSame(spell.positive.source, prompt) &&
    isSame(spell.negative?.source ?? '', negative) &&
    hasParameters(spell.parameters?.values ?? new Map(), parameters)
  );
}

function hasParameters(
  values: ReadonlyMap<string, string>,
  parameters: NonNullable<SpellDraft['parameters']>,
): boolean {
  const wanted = new Map(
    parameters.map(([name, value]) => [parameterName(name), value] as const).filter(([name]) => name !== ''),
  );
  return wanted.size === values.size && [...wanted].every(([name, value]) => values.get(name) === value);
}
