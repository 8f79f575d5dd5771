import { fewestObservations, intervalFrom } from '../../statistics/pairedDifference';
import { mostPaired, rangesOfOwn, rangesOfPairs, type Ranges } from '../../statistics/rankRanges';
import { StreamedCrossFit } from '../../statistics/streamedCrossFit';
import { OwnMoments, PairMoments, type PairSums } from '../../statistics/streamedMoments';
import { finish } from '../../steps';
import type { Behind } from '../fileScore';
import { ranksOf } from '../ranks';
import type { Distribution, FoundPicture, LibraryRanking, LibrarySpell, LibraryText } from './libraryRanking';
import { Largest } from './nearest';

/** Cosines of some pictures with all texts, row-major pictures × texts. */
export interface CosineBlock {
  /** Number of its first picture among the different ones. */
  readonly start: number;
  readonly count: number;
  readonly cosine: Float32Array;
}

/** The different pictures of a library, as they can be gone through. */
export interface LibraryBlocks {
  /** Of each different picture: files with these bytes. */
  readonly copies: ArrayLike<number>;
  /** Hands over all of them in order, one block at a time; more than once. */
  each(take: (block: CosineBlock) => Promise<void>): Promise<void>;
  /** See `PairSums`; of values that are row-major observations × things. */
  pairSums(values: Float64Array, things: number): Promise<PairSums>;
}

export interface RankLibraryOptions {
  /** Of each spell, one or more: the numbers of its different texts. No two texts read the same, those of two spells may be one. */
  readonly spells: readonly (readonly number[])[];
  /** How many there are. */
  readonly texts: number;
  readonly logitScale: number;
  /** Nearest and farthest pictures that are told of each spell. */
  readonly most: number;
}

/** Steps of a distribution, from −1 to 1. */
const fineSteps = 2000;
/** Steps that are told. */
const toldSteps = 40;

/**
 * Ranks spells on very many pictures, in two passes over them and without a matrix of all: what is kept grows with the
 * texts and not with the pictures.
 * @returns the numbers that `rankFile` gives where only equal files count as one picture
 */
export async function rankLibrary(
  blocks: LibraryBlocks,
  { spells, texts, logitScale, most }: RankLibraryOptions,
): Promise<LibraryRanking> {
  const { copies } = blocks;
  const different = copies.length;
  let pictures = 0;
  for (let i = 0; i < different; i++) pictures += copies[i]!;

  const sums = new Float64Array(texts);
  const choices = spells.map((columns) => new Shares(columns, logitScale, pictures));
  const varied = [...spells.keys()].filter((s) => spells[s]!.length > 1);
  const fits = spells.map((columns) =>
    columns.length > 1 && different > 1 ? new StreamedCrossFit(columns.length, different) : undefined,
  );
  await blocks.each(({ start, count, cosine }) => {
    for (let i = 0; i < count; i++) {
      const row = i * texts;
      for (let text = 0; text < texts; text++) sums[text]! += cosine[row + text]!;
      for (const s of varied) {
        choices[s]!.add(cosine, row, copies[start + i]!);
        fits[s]?.add(start + i, cosine, row, spells[s]!);
      }
    }
    return Promise.resolve();
  });

  const means = sums.map((sum) => sum / different);
  const ranked = spells.map((columns) => ranksOf(columns.map((text) => means[text]!)));
  const bestOf = spells.map((columns, s) => columns[ranked[s]!.order[0]!]!);
  const centres = Float64Array.from(spells, (columns, s) =>
    columns.length === 1 ? means[columns[0]!]! : (fits[s]?.centre ?? means[bestOf[s]!]!),
  );
  const stands = [...new Set(bestOf)];
  const shares = new Shares(stands, logitScale, pictures);
  const spreads = stands.map((text) => new Spread(text, logitScale, most));
  let adding = Promise.resolve();
  const spellThings = spreadOf(different, centres);
  const textThings = spells.map((columns) =>
    spreadOf(
      different,
      Float64Array.from(columns, (text) => means[text]!),
    ),
  );

  const addAll = async (
    count: number,
    cosine: Float32Array,
    values: Float64Array | undefined,
  ): Promise<void> => {
    if (values) await addTo(spellThings, blocks, values);
    for (const s of varied) {
      const things = textThings[s];
      if (!things) continue;
      const columns = spells[s]!;
      const own = new Float64Array(count * columns.length);
      for (let i = 0, at = 0; i < count; i++) {
        for (const [thing, text] of columns.entries())
          own[at++] = cosine[i * texts + text]! - things.shifts[thing]!;
      }
      await addTo(things, blocks, own);
    }
  };
  await blocks.each(async ({ start, count, cosine }) => {
    for (let i = 0; i < count; i++) {
      const row = i * texts;
      shares.add(cosine, row, copies[start + i]!);
    }
    for (const spread of spreads) spread.add(cosine, texts, start, copies);
    const values = spellThings && new Float64Array(count * spells.length);
    for (const [s, columns] of values ? spells.entries() : []) {
      const shift = centres[s]!;
      for (let i = 0, at = s; i < count; i++, at += spells.length) {
        const row = i * texts;
        const value =
          columns.length === 1
            ? cosine[row + columns[0]!]!
            : (fits[s]?.value(start + i, cosine, row, columns) ?? 0);
        values![at] = value - shift;
      }
    }
    await adding;
    // Products are computed while the next block is gone through.
    adding = addAll(count, cosine, values);
    adding.catch(() => undefined); // told when it is awaited
  });
  await adding;

  const { ranks, order } = ranksOf(centres);
  const found = rangesFrom(spellThings, centres, different);
  const first = order[0];
  const behind = (s: number): Behind | undefined => {
    if (first === undefined || s === first) return undefined;
    const difference = centres[s]! - centres[first]!;
    const readsTheSame = sameColumns(spells[s]!, spells[first]!);
    if (!found?.yardstick || !(spellThings instanceof PairMoments) || readsTheSame) return { difference };
    return { difference, interval: intervalFrom(difference, spellThings.of(s, first), found.yardstick) };
  };
  return {
    pictures,
    different,
    spells: spells.map((columns, s): LibrarySpell => {
      const own = rangesFrom(
        textThings[s],
        columns.map((text) => means[text]!),
        different,
      );
      const stand = stands.indexOf(bestOf[s]!);
      const distance = behind(s);
      return {
        texts: columns.map((text, i): LibraryText => ({
          rank: ranked[s]!.ranks[i]!,
          ...(own && { ranks: own.ranges[i]! }),
          meanProbability: choices[s]!.meanOf(i, different),
          fitsBest: choices[s]!.fitsBest[i]!,
          meanCosine: means[text]!,
        })),
        best: ranked[s]!.order[0]!,
        rank: ranks[s]!,
        ...(found && { ranks: found.ranges[s]! }),
        meanProbability: shares.meanOf(stand, different),
        fitsBest: shares.fitsBest[stand]!,
        meanCosine: centres[s]!,
        chosenCosine: means[bestOf[s]!]!,
        ...(distance && { behind: distance }),
        ...(own?.yardstick && { yardstick: own.yardstick }),
        ...spreads[stand]!.told(),
      };
    }),
    order,
    ...(found?.yardstick && { yardstick: found.yardstick }),
  };
}

type Things = PairMoments | OwnMoments;

/** Undefined where nothing can be said of ranks. */
function spreadOf(observations: number, shifts: Float64Array): Things | undefined {
  if (shifts.length < 2 || observations < fewestObservations) return undefined;
  return shifts.length > mostPaired ? new OwnMoments(shifts) : new PairMoments(shifts);
}

async function addTo(things: Things | undefined, blocks: LibraryBlocks, values: Float64Array): Promise<void> {
  if (things instanceof OwnMoments) things.add(values);
  else if (things) things.add(values, await blocks.pairSums(values, things.shifts.length));
}

function rangesFrom(
  things: Things | undefined,
  centres: ArrayLike<number>,
  observations: number,
): Ranges | undefined {
  if (!things) return undefined;
  return things instanceof OwnMoments
    ? finish(rangesOfOwn(centres, things.spreads(), observations))
    : finish(rangesOfPairs(centres, finish(things.spreads()), observations));
}

function sameColumns(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

/** How some texts share the pictures among them; see `sharesOf`, which rounds each share to 32 bits too. */
class Shares {
  readonly fitsBest: Float64Array;
  readonly #sums: Float64Array;
  readonly #exponentials: Float64Array;

  constructor(
    private readonly columns: readonly number[],
    private readonly scale: number,
    pictures: number,
  ) {
    this.fitsBest = new Float64Array(columns.length).fill(columns.length === 1 ? pictures : 0);
    this.#sums = new Float64Array(columns.length);
    this.#exponentials = new Float64Array(columns.length);
  }

  add(cosine: Float32Array, row: number, copies: number): void {
    const { columns, scale } = this;
    const count = columns.length;
    if (count === 1) return;
    let largest = -Infinity;
    for (let i = 0; i < count; i++) {
      const value = cosine[row + columns[i]!]!;
      if (value > largest) largest = value;
    }
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const value = cosine[row + columns[i]!]!;
      if (value === largest) this.fitsBest[i]! += copies;
      sum += this.#exponentials[i] = Math.exp((value - largest) * scale);
    }
    for (let i = 0; i < count; i++) this.#sums[i]! += Math.fround(this.#exponentials[i]! / sum);
  }

  /** Its mean share over the different pictures. */
  meanOf(i: number, different: number): number {
    return this.columns.length === 1 ? 1 : this.#sums[i]! / different;
  }
}

/** How the cosines of one text are spread, and where they are largest and smallest. */
class Spread {
  readonly #counts = new Float64Array(fineSteps);
  readonly #nearest: Largest;
  readonly #farthest: Largest;
  #largest = -Infinity;
  /** Σ exp((cosine − largest) · scale) over all files. */
  #sum = 0;

  constructor(
    private readonly column: number,
    private readonly scale: number,
    most: number,
  ) {
    this.#nearest = new Largest(most);
    this.#farthest = new Largest(most);
  }

  /** @param cosine pictures × texts, from picture `start` on */
  add(cosine: Float32Array, texts: number, start: number, copies: ArrayLike<number>): void {
    const { scale } = this;
    const counts = this.#counts;
    let [largest, sum] = [this.#largest, this.#sum];
    for (let at = this.column, picture = start; at < cosine.length; at += texts, picture++) {
      const value = cosine[at]!;
      const step = Math.floor(((value + 1) / 2) * fineSteps);
      counts[Math.min(Math.max(step, 0), fineSteps - 1)]!++;
      if (value > this.#nearest.least) this.#nearest.add(value, picture);
      if (-value > this.#farthest.least) this.#farthest.add(-value, picture);
      if (value > largest) {
        sum *= Math.exp((largest - value) * scale);
        largest = value;
      }
      sum += copies[picture]! * Math.exp((value - largest) * scale);
    }
    [this.#largest, this.#sum] = [largest, sum];
  }

  told(): Pick<LibrarySpell, 'distribution' | 'nearest' | 'farthest'> {
    const found = (cosine: number, picture: number): FoundPicture => ({
      picture,
      cosine,
      probability: Math.exp((cosine - this.#largest) * this.scale) / this.#sum,
    });
    return {
      distribution: coarse(this.#counts),
      nearest: Array.from(this.#nearest, ([value, picture]) => found(value, picture)),
      farthest: Array.from(this.#farthest, ([value, picture]) => found(-value, picture)),
    };
  }
}

/** The part that is not empty, in few steps. */
function coarse(counts: Float64Array): Distribution {
  let from = counts.findIndex((count) => count > 0);
  if (from === -1) return { low: 0, high: 0, counts: [] };
  let to = counts.findLastIndex((count) => count > 0) + 1;
  const width = Math.max(1, Math.ceil((to - from) / toldSteps));
  from = Math.floor(from / width) * width;
  to = Math.ceil(to / width) * width;
  const told: number[] = [];
  for (let at = from; at < to; at += width) {
    told.push(counts.subarray(at, Math.min(at + width, fineSteps)).reduce((sum, count) => sum + count, 0));
  }
  const cosineAt = (step: number): number => (step / fineSteps) * 2 - 1;
  return { low: cosineAt(from), high: cosineAt(to), counts: told };
}
