import { DEFAULT_LIMIT, expandPrompt } from '../spell/expandSpell';
import { escapeText } from '../spell/escapes';
import { parseSpellFile } from '../spell/parseSpellFile';
import { walkNodes } from '../spell/places';
import type { Dialect, Expansion, Prompt, Span, SpellFile, Wildcards } from '../spell/spell';
import { keepUnits, phrasesOf, separatorOf, withPhrase, wordsOf } from '../why/textUnits';
import { lineBreakOf } from '../yaml/editYaml';
import { applyReplacements, type Replacement } from '../yaml/replacement';
import { escapedPhrase } from './slotText';

/** How the prompts of a file are filled. */
export interface FillOptions {
  readonly wildcards?: Wildcards;
  /** Expansions that a spell gets. */
  readonly limit?: number;
}

/** Which text of a spell is meant. */
export interface TextChoice extends FillOptions {
  /** Place of the spell in the file. */
  readonly spell: number;
  /** Of the expansion; the first where there is none of it. */
  readonly id?: string;
}

/**
 * The edit that puts a phrase at the end of the text that CLIP reads of a spell: where it was measured. Emphasis, tags and
 * parameters stay what they are. The proof is in reading it back.
 * @returns undefined where no edit says just this
 */
export function addPhrase(
  file: SpellFile,
  phrase: string,
  choice: TextChoice,
): readonly Replacement[] | undefined {
  const prompt = file.spells[choice.spell]?.positive;
  return prompt && addTo(prompt, 'positive', phrase, file, choice);
}

/** The same for its negative prompt, which is made where it has none. */
export function addNegativePhrase(
  file: SpellFile,
  phrase: string,
  choice: TextChoice,
): readonly Replacement[] | undefined {
  const spell = file.spells[choice.spell];
  if (!spell) return undefined;
  const { id: _, ...first } = choice;
  if (spell.negative && expansionOf(spell.negative, file.dialect, first))
    return addTo(spell.negative, 'negative', phrase, file, first);
  if (spell.negative) return undefined;
  const rest = file.text.slice(spell.positive.span.end);
  const at = spell.positive.span.end + /^[^\r\n]*/.exec(rest)![0].length;
  const expected: Expected = { choice: first, polarity: 'negative', text: phrase };
  return firstThatReads(
    file,
    expected,
    writings(phrase, file.dialect).map((written) => [
      { start: at, end: at, text: `${lineBreakOf(file.text)}Negative prompt: ${written}` },
    ]),
  );
}

/**
 * The edit that takes one part out of the text that CLIP reads of a spell, with the comma that parted it.
 * @param part of the text `of`: one of its phrases, or of its words where it is one phrase
 * @returns undefined where no edit takes just this away, as of an option of a slot, and where the spell has another text
 */
export function removePart(
  file: SpellFile,
  part: Span & { readonly of: string },
  choice: TextChoice,
): readonly Replacement[] | undefined {
  const prompt = file.spells[choice.spell]?.positive;
  const expansion = prompt && expansionOf(prompt, file.dialect, choice);
  if (!prompt || expansion?.text !== part.of) return undefined;
  const { text, offsets } = expansion;
  const phrases = phrasesOf(text);
  const units = phrases.length > 1 || !phrases[0] ? phrases : wordsOf(text, phrases[0]);
  const index = units.findIndex(({ start, end }) => start === part.start && end === part.end);
  if (index < 0 || units.length < 2) return undefined;
  const expected: Expected = {
    choice,
    polarity: 'positive',
    text: keepUnits(text, units, (unit) => unit !== index),
  };
  const written = { start: offsets[part.start]!, end: offsets[part.end - 1]! + 1 };
  const around = [...walkNodes(prompt.nodes)]
    .filter(({ type, span }) => type === 'emphasis' && span.start <= written.start && span.end >= written.end)
    .map(({ span }) => span)
    .reverse();
  const edits = [written, ...around].flatMap((span) => withSeparator(file.text, prompt.span, span));
  return firstThatReads(
    file,
    expected,
    edits.map((span) => [{ ...span, text: '' }]),
  );
}

/** A part of a prompt with what parts it from the next, or from the one before. */
function withSeparator(text: string, { start, end }: Span, part: Span): Span[] {
  const before = /[\s,、，;；]*$/u.exec(text.slice(start, part.start))![0].length;
  const after = /^[\s,、，;；]*/u.exec(text.slice(part.end, end))![0].length;
  return [{ start: part.start, end: part.end + after }, { start: part.start - before, end: part.end }, part];
}

function addTo(
  prompt: Prompt,
  polarity: Expected['polarity'],
  phrase: string,
  file: SpellFile,
  choice: TextChoice,
): readonly Replacement[] | undefined {
  const expansion = expansionOf(prompt, file.dialect, choice);
  if (!expansion) return undefined;
  const { text } = expansion;
  const expected: Expected = { choice, polarity, text: withPhrase(text, phrase) };
  const edits = places(prompt, expansion).flatMap((place) => {
    const before = prompt.source.slice(0, place - prompt.span.start);
    const ending = /[\s,、，;；]*$/u.exec(before)![0].length;
    const start = place - ending;
    const separator = start === prompt.span.start ? '' : separatorOf(text);
    return writings(phrase, file.dialect).map((written) => [
      { start, end: place, text: `${separator}${written}` },
    ]);
  });
  return firstThatReads(file, expected, edits);
}

/** Where a phrase at the end of a text can be written, the last place first. */
function places({ source, span, nodes }: Prompt, { offsets }: Expansion): number[] {
  const last = offsets.length > 0 ? offsets.reduce((most, at) => Math.max(most, at)) + 1 : span.start;
  const ends = nodes.map((node) => node.span.end).filter((end) => end >= last);
  return [...new Set([span.start + source.trimEnd().length, ...ends.reverse(), last])];
}

/** How a phrase may be written, the plainest first. */
function writings(phrase: string, dialect: Dialect): string[] {
  return [
    ...new Set([
      phrase,
      escapedPhrase(phrase),
      escapeText(phrase, dialect, 'inside'),
      escapeText(phrase, dialect, 'all'),
    ]),
  ];
}

/** What a spell shall read as. */
interface Expected {
  readonly choice: TextChoice;
  readonly polarity: 'positive' | 'negative';
  readonly text: string;
}

function firstThatReads(
  file: SpellFile,
  expected: Expected,
  edits: readonly (readonly Replacement[])[],
): readonly Replacement[] | undefined {
  return edits.find((edit) => {
    const after = parseSpellFile(applyReplacements(file.text, edit), { defaultDialect: file.dialect });
    return saysElseTheSame(file, after, expected) && readsAs(after, expected);
  });
}

function readsAs(after: SpellFile, { choice, polarity, text }: Expected): boolean {
  const prompt = after.spells[choice.spell]?.[polarity];
  return prompt !== undefined && expansionOf(prompt, after.dialect, choice)?.text === text;
}

/** Whether everything but one prompt stands as it stood. */
function saysElseTheSame(before: SpellFile, after: SpellFile, { choice, polarity }: Expected): boolean {
  if (after.dialect !== before.dialect || after.spells.length !== before.spells.length) return false;
  return before.spells.every((spell, i) => {
    const now = after.spells[i]!;
    const isSame = (which: Expected['polarity']): boolean =>
      (i === choice.spell && which === polarity) ||
      (now[which]?.source.trim() ?? '') === (spell[which]?.source.trim() ?? '');
    return (
      isSame('positive') &&
      isSame('negative') &&
      now.name?.value === spell.name?.value &&
      now.parameters?.values.size === spell.parameters?.values.size
    );
  });
}

function expansionOf(
  prompt: Prompt,
  dialect: Dialect,
  { wildcards, limit = DEFAULT_LIMIT, id }: Omit<TextChoice, 'spell'>,
): Expansion | undefined {
  const { expansions } = expandPrompt(prompt, { dialect, limit, ...(wildcards && { wildcards }) });
  return id === undefined ? expansions[0] : expansions.find((each) => each.id === id);
}
