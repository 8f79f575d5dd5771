import type { Phrase } from '../ports';

/** A phrase of a prompt that evolves. */
export interface Gene {
  readonly text: string;
  /** Stays, where it stands beside the other fixed ones. */
  readonly isFixed?: boolean;
  /** What the author lets it be: of a slot, its options. A swap takes one of these only. */
  readonly options?: readonly string[];
}

/** A prompt as phrases between commas. */
export type Genome = readonly Gene[];

export interface Variation {
  /** What may be added. */
  readonly vocabulary: readonly Pick<Phrase, 'text'>[];
  /** Of a prompt, fixed ones among them. */
  readonly mostPhrases: number;
}

export function textOf(genome: Genome): string {
  return genome.map(({ text }) => text).join(', ');
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
  if (genome.some(({ options }) => options)) possible.push(choose, choose);
  const mutation = possible[Math.floor(random() * possible.length)];
  return mutation?.(genome, variation, random) ?? genome;
}

function isDroppable({ isFixed, options }: Gene): boolean {
  return !isFixed && !options;
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
    indices(genome, ({ options }) => options !== undefined),
    random,
  )!;
  const { text, options } = genome[at]!;
  const others = options!.filter((option) => option !== text && !has(genome, option));
  const other = draw(others, random);
  return other === undefined ? genome : genome.map((gene, i) => (i === at ? { ...gene, text: other } : gene));
};

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

function has(genome: Genome, text: string): boolean {
  return genome.some((gene) => gene.text.toLowerCase() === text.toLowerCase());
}

function indices(genome: Genome, is: (gene: Gene) => boolean): number[] {
  return [...genome.keys()].filter((i) => is(genome[i]!));
}

function draw<T>(list: readonly T[], random: () => number): T | undefined {
  return list[Math.floor(random() * list.length)];
}
