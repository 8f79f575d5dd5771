import { seededRandom } from '../spell/seededRandom';
import { mean } from '../statistics/moments';
import { fewestObservations, intervalOf, yardstick, type Interval } from '../statistics/pairedDifference';
import { separatorOf } from '../why/textUnits';
import { measureTexts, type Cosines, type Measure } from '../why/measureTexts';
import {
  genomeKey,
  has,
  isDroppable,
  textOf,
  vary,
  withOptions,
  type Gene,
  type Genome,
  type Variation,
} from './variation';

export interface EvolveOptions extends Variation {
  /** The prompt that it begins with, and is compared with. */
  readonly start: Genome;
  /** As the author wrote it, which what is found is compared with; its phrases between commas where it is absent. */
  readonly written?: string;
  /** Prompts that live at once. */
  readonly population: number;
  /** How often all of them are measured. */
  readonly rounds: number;
  readonly seed: number;
  /** Told after each round. */
  readonly onRound?: (round: Round) => void;
  /** Aborting ends the search with the best that there is. */
  readonly stop?: AbortSignal;
}

/** Mean cosines on the pictures of the search, and on those that it did not see. */
export interface Round {
  readonly round: number;
  readonly best: string;
  /** Of the prompt that it begins with. */
  readonly startSeen: number;
  readonly startUnseen?: number;
  readonly bestSeen: number;
  readonly medianSeen: number;
  /** Undefined where no pictures are held out. */
  readonly bestUnseen?: number;
}

export interface Evolved {
  readonly best: Genome;
  readonly text: string;
  readonly rounds: readonly Round[];
  /** What the best has more than the start on the pictures of the search: too good by the search. */
  readonly gainSeen: number;
  /** The same on pictures that the search did not see: the number that counts. Undefined where none are held out. */
  readonly gainUnseen?: number;
  /** 95 %, of `gainUnseen`. Absent with fewer than 5 different pictures held out. */
  readonly interval?: Interval;
  readonly pictures: { readonly search: number; readonly heldOut: number };
  readonly seed: number;
  readonly wasStopped: boolean;
  /** Different texts that were measured. */
  readonly measured: number;
}

/** Of those that live, so many go on as they are. */
const elite = 0.25;
/** Of the others, so many are made of two. */
const crossed = 0.4;

/**
 * Looks for a better prompt by mutation and crossover: swapping, dropping, adding and moving phrases. What is marked as
 * fixed stays. The search sees its own pictures only; what it found is told by the pictures that are held out.
 * @throws EngineError, and the reason of the measure's signal; `stop` ends it without an error
 */
export async function evolve(
  search: Measure,
  heldOut: Measure | undefined,
  options: EvolveOptions,
): Promise<Evolved> {
  const { start, written = textOf(start), population, rounds, seed, onRound, stop } = options;
  const random = seededRandom(seed);
  const worth = new Map<string, Cosines>();
  // What nothing is better than stays as it is written; the rest is joined as that is.
  const separator = separatorOf(written);
  const wordsOf = (genome: Genome): string => (genome === start ? written : textOf(genome, separator));
  const fitness = (genome: Genome): number => mean(worth.get(wordsOf(genome))!);
  const told: Round[] = [];
  let living: Genome[] = different(
    [start, ...many(population * 2, () => vary(start, options, random))],
    population,
  );
  let best = start;
  for (let round = 1; round <= rounds; round++) {
    const unknown = [start, ...living].map(wordsOf).filter((text) => !worth.has(text));
    for (const [text, cosines] of await measureTexts(unknown, search)) worth.set(text, cosines);
    living = [...living].sort((a, b) => fitness(b) - fitness(a));
    if (fitness(living[0]!) > fitness(best)) best = living[0]!;
    const text = wordsOf(best);
    const onUnseen = heldOut && (await measureTexts([written, text], heldOut));
    const [startUnseen, unseen] = [written, text].map((each) => onUnseen && mean(onUnseen.get(each)!));
    const now: Round = {
      round,
      best: text,
      startSeen: fitness(start),
      ...(startUnseen !== undefined && { startUnseen }),
      bestSeen: fitness(best),
      medianSeen: fitness(living[Math.floor(living.length / 2)]!),
      ...(unseen !== undefined && { bestUnseen: unseen }),
    };
    told.push(now);
    onRound?.(now);
    if (stop?.aborted) break;
    living = nextGeneration(living, options, random);
  }
  const [before, after] = [written, wordsOf(best)];
  const judged = heldOut && (await measureTexts([before, after], heldOut));
  const differences = judged && judged.get(after)!.map((value, i) => value - judged.get(before)![i]!);
  const gainUnseen = differences && mean(differences);
  const isEnough = differences !== undefined && differences.length >= fewestObservations;
  return {
    best,
    text: after,
    rounds: told,
    gainSeen: fitness(best) - fitness(start),
    ...(gainUnseen !== undefined && { gainUnseen }),
    ...(isEnough && { interval: intervalOf(gainUnseen!, differences, yardstick(differences.length, 1)) }),
    pictures: { search: worth.get(before)!.length, heldOut: differences?.length ?? 0 },
    seed,
    wasStopped: stop?.aborted ?? false,
    measured: worth.size,
  };
}

/** @param sorted the best first */
function nextGeneration(sorted: readonly Genome[], options: EvolveOptions, random: () => number): Genome[] {
  const { population } = options;
  // Of three that chance picks the best: the better one is, the more often it is chosen.
  const parent = (): Genome => sorted[Math.min(...many(3, () => Math.floor(random() * sorted.length)))]!;
  const children = many(population * 3, () => {
    const child = random() < crossed ? cross(parent(), parent(), options, random) : parent();
    return vary(child, options, random);
  });
  return different([...sorted.slice(0, Math.ceil(population * elite)), ...children], population);
}

/**
 * The first part of one and what of the other is not in it, up to as many phrases as there may be. Fixed ones and slots all
 * stay; beyond the first part, slots have the other's options.
 */
function cross(first: Genome, second: Genome, { mostPhrases }: Variation, random: () => number): Genome {
  const cut = Math.floor(random() * (first.length + 1));
  let kept: Genome = first.filter((gene, i) => i < cut || !isDroppable(gene));
  for (const gene of first.slice(cut)) if (gene.form) kept = withOptionsOf(second, gene, kept);
  const others = second.filter((gene) => isDroppable(gene) && !has(kept, gene.text));
  return [...kept, ...others.slice(Math.floor(random() * (others.length + 1)))].slice(
    0,
    Math.max(mostPhrases, kept.length),
  );
}

/** A prompt whose slots of one phrase are filled as in another prompt, unless it would have something twice. */
function withOptionsOf(other: Genome, gene: Gene, genome: Genome): Genome {
  const chosen = other.find(({ form }) => form === gene.form)?.chosen;
  const next = chosen ? withOptions(gene, chosen) : gene;
  const rest = genome.filter((each) => each !== gene);
  return has(rest, next.text) ? genome : genome.map((each) => (each === gene ? next : each));
}

function different(genomes: readonly Genome[], most: number): Genome[] {
  const seen = new Map<string, Genome>();
  for (const genome of genomes) {
    if (seen.size === most) break;
    const key = genomeKey(genome);
    // Of slots that may all be empty, none may be left.
    if (key !== '' && !seen.has(key)) seen.set(key, genome);
  }
  return [...seen.values()];
}

function many<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
