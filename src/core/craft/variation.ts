import type { Phrase } from '../ports';
import { phrasesOf } from '../why/textUnits';

/** A phrase of a prompt that evolves. */
export interface Gene {
  /** Empty where a slot's option is. */
  readonly text: string;
  /** Stays, where it stands beside the other fixed ones. */
  readonly isFixed?: boolean;
  /** What the author lets it be, by slots of their own: it stays a phrase of the prompt, and another option may be taken. */
  readonly form?: SlotForm;
  /** Of each slot of `form`, the option that `text` has. */
  readonly chosen?: readonly number[];
}

/** A phrase with slots. */
export interface SlotForm {
  /** The text before each slot, and after the last one. */
  readonly between: readonly string[];
  /** Of each slot, texts that differ. */
  readonly options: readonly (readonly string[])[];
}

/** A prompt as phrases between commas. */
export type Genome = readonly Gene[];

export interface Variation {
  /** What may be added. */
  readonly vocabulary: readonly Pick<Phrase, 'text'>[];
  /** Of a prompt, fixed ones among them. */
  readonly mostPhrases: number;
}

export function textOf(genome: Genome, separator = ', '): string {
  return genome
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join(separator);
}

export function genomeKey(genome: Genome): string {
  return textOf(genome).toLowerCase();
}

type Mutation = (genome: Genome, variation: Variation, random: () => number) => Genome;

/**
 * One change by chance: a phrase swapped, dropped, added or moved, or another option of a slot taken. No phrase stands twice,
 * none is added beyond the most that there may be, and fixed ones stay.
 */
export function vary(genome: Genome, variation: Variation, random: () => number): Genome {
  const possible: Mutation[] = [];
  if (genome.some(isSwappable)) possible.push(swap);
  if (genome.some(isDroppable) && genome.length > 1) possible.push(drop, move);
  if (genome.length < variation.mostPhrases) possible.push(add, add);
  if (genome.some(({ form }) => form)) possible.push(choose, choose);
  const mutation = possible[Math.floor(random() * possible.length)];
  return mutation?.(genome, variation, random) ?? genome;
}

/** What is marked as fixed stays, and so do the author's slots. */
export function isDroppable({ isFixed, form }: Gene): boolean {
  return !isFixed && !form;
}

const isSwappable = isDroppable;

const swap: Mutation = (genome, { vocabulary }, random) => {
  const at = draw(indices(genome, isSwappable), random);
  const other = fresh(genome, vocabulary, random);
  return other === undefined ? genome : genome.map((gene, i) => (i === at ? { text: other } : gene));
};

const drop: Mutation = (genome, _, random) => {
  const at = draw(indices(genome, isDroppable), random);
  return genome.filter((_gene, i) => i !== at);
};

const add: Mutation = (genome, { vocabulary }, random) => {
  const other = fresh(genome, vocabulary, random);
  const at = Math.floor(random() * (genome.length + 1));
  return other === undefined ? genome : [...genome.slice(0, at), { text: other }, ...genome.slice(at)];
};

const move: Mutation = (genome, _, random) => {
  const from = draw(indices(genome, isDroppable), random)!;
  const rest = genome.filter((_gene, i) => i !== from);
  const to = Math.floor(random() * (rest.length + 1));
  return [...rest.slice(0, to), genome[from]!, ...rest.slice(to)];
};

const choose: Mutation = (genome, _, random) => {
  const at = draw(
    indices(genome, ({ form }) => form !== undefined),
    random,
  )!;
  const gene = genome[at]!;
  const slot = Math.floor(random() * gene.form!.options.length);
  const now = gene.chosen![slot]!;
  const other = draw(
    [...gene.form!.options[slot]!.keys()].filter((option) => option !== now),
    random,
  );
  const others = genome.filter((_gene, i) => i !== at);
  const next = other === undefined ? gene : withOptions(gene, gene.chosen!.with(slot, other));
  return has(others, next.text) ? genome : genome.with(at, next);
};

/** The phrase with other options taken. */
export function withOptions(gene: Gene, chosen: readonly number[]): Gene {
  const { between, options } = gene.form!;
  const filled = between.map((text, i) => (i < options.length ? text + options[i]![chosen[i]!]! : text));
  return { ...gene, chosen, text: tidied(filled.join('')) };
}

/** One space for white space, and none where an empty option left some at an end or before a comma. */
function tidied(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,;])/g, '')
    .replace(/^[\s,;、，；]+|[\s,;、，；]+$/g, '');
}

/** A phrase of the vocabulary that the prompt does not have. Undefined where chance finds none. */
function fresh(
  genome: Genome,
  vocabulary: Variation['vocabulary'],
  random: () => number,
): string | undefined {
  for (let tries = 0; tries < 20; tries++) {
    const found = draw(vocabulary, random)?.text;
    if (found !== undefined && !has(genome, found)) return found;
  }
  return undefined;
}

/** Whether a prompt has a phrase, or a part of it between commas, already. */
export function has(genome: Genome, text: string): boolean {
  const parts = partsOf(text);
  return genome.some((gene) => partsOf(gene.text).some((part) => parts.includes(part)));
}

function partsOf(text: string): string[] {
  const lower = text.toLowerCase();
  // Most phrases have no comma.
  if (!/[,、，;；\n]/.test(lower)) return lower === '' ? [] : [lower];
  return phrasesOf(lower).map(({ start, end }) => lower.slice(start, end));
}

function indices(genome: Genome, is: (gene: Gene) => boolean): number[] {
  return [...genome.keys()].filter((i) => is(genome[i]!));
}

function draw<T>(list: readonly T[], random: () => number): T | undefined {
  return list[Math.floor(random() * list.length)];
}
