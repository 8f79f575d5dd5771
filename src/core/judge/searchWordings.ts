import { genomeKey, textOf, vary, type Genome, type Variation } from '../craft/variation';
import { seededRandom } from '../spell/seededRandom';
import { separatorOf } from '../why/textUnits';
import { fewestObservations } from '../statistics/pairedDifference';
import { fitWordings, type DescribedWording, type WordingModel, type WordingTrial } from './wordingModel';

/** One picture to look at. */
export interface WordingPicture {
  readonly text: string;
  /** By its place among the seeds: the search has its own, and those that judge at the end come after them. */
  readonly seed: number;
}

export interface SearchWordingsOptions extends Variation {
  /** The wording that it begins with, and is compared with. */
  readonly start: Genome;
  /** As the author wrote it. */
  readonly written: string;
  /** Pictures to look at, all together: `fewestPictures` at least. */
  readonly budget: number;
  /** Of the search's chance. */
  readonly seed: number;
  /** What texts promise before anything is drawn, the more the better, in any unit. */
  readonly promise: (texts: readonly string[]) => Promise<readonly number[]>;
  /** How close a picture came to the target; undefined of one that cannot be read, or did not come. */
  readonly look: (picture: WordingPicture) => Promise<number | undefined>;
  /** Ends the search before the next picture, with what there is. */
  readonly isOver: () => boolean;
}

/** What the pictures so far say after a round. */
export interface WordingRound {
  /** From 1. */
  readonly round: number;
  /** Pictures that were looked at, those of the rounds before among them. */
  readonly pictures: number;
  readonly best: string;
  /** Expected closeness of the best, of the median of the round's wordings, and of the wording that it began with. */
  readonly bestCloseness: number;
  readonly medianCloseness: number;
  readonly startCloseness: number;
}

export interface FoundWording {
  readonly text: string;
  readonly genome: Genome;
  /** Pictures of it that the search looked at. */
  readonly tries: number;
}

export interface SearchedWordings {
  readonly winner: FoundWording;
  readonly rounds: readonly WordingRound[];
  /** Different wordings that were drawn. */
  readonly wordings: number;
  /** Pictures looked at: as many as the budget, unless it was ended before or nothing new is left. */
  readonly pictures: number;
  /** Seeds of which winner and start were drawn to be judged, by their places; none where the winner is the start. */
  readonly freshSeeds: readonly number[];
  readonly wasEnded: boolean;
}

/** How the pictures of a budget are shared out. */
export interface SearchPlan {
  /** Pictures of the search. */
  readonly search: number;
  /** Seeds of the judgement at the end, each drawn of the winner and of the start. */
  readonly fresh: number;
  /** Wordings of a round. */
  readonly field: number;
}

/** Half of them judge: with fewer nothing can be said of the winner. */
export const fewestPictures = 4 * fewestObservations;
/** The judgement takes a quarter of the budget, up to so many seeds: the interval narrows slowly. */
const mostFresh = 16;
/** The first round has so much of the search: many wordings once, on one seed, tell of many phrases. */
const first = 1 / 3;
/** The last rounds have so much of it: no new wordings, the best are tried again. */
const last = 0.3;
/** So many of them. */
const finalists = 3;
/** Of a round's wordings so many were drawn before: they are tried again on its new seed. */
const proven = 0.5;
/** Of the new ones so many are drawn whatever is expected of them, as that may be wrong: of the first round, and later. */
const daring = { first: 0.5, later: 0.25 } as const;
/** Changes by chance for each wording that is to be chosen among them. */
const drafts = 40;
/** But no more than so many in a round: each is a text that is embedded before a picture is drawn. */
const mostDrafts = 2000;
/** Of these, so many have one more change, and so on. */
const further = 0.4;

export function searchPlan(budget: number): SearchPlan {
  const fresh = Math.min(mostFresh, Math.max(fewestObservations, Math.round(budget / 8)));
  const search = budget - 2 * fresh;
  return { search, fresh, field: Math.min(12, Math.max(4, Math.round(Math.sqrt(search)))) };
}

interface Known extends DescribedWording {
  readonly text: string;
  readonly genome: Genome;
  /** Place among those that were drawn. */
  place?: number;
  tries: number;
}

/**
 * Looks for the wording whose pictures come closest: rounds of changed wordings, each round on a new seed that all its
 * wordings share. What came closest so far is tried again beside what was made of it. Which is best says the model of all pictures (`fitWordings`), not the luckiest picture; the
 * winner and the wording that it began with are then drawn on seeds that the search did not see.
 * @throws what `promise` and `look` throw
 */
export async function* searchWordings(
  options: SearchWordingsOptions,
): AsyncGenerator<WordingRound, SearchedWordings> {
  return yield* new WordingSearch(options).run();
}

class WordingSearch {
  private readonly random: () => number;
  private readonly separator: string;
  private readonly plan: SearchPlan;
  private readonly known = new Map<string, Known>();
  private readonly drawn: Known[] = [];
  private readonly trials: WordingTrial[] = [];
  private readonly phrases = new Map<string, number>();
  private readonly rounds: WordingRound[] = [];
  private pictures = 0;
  private start!: Known;

  constructor(private readonly options: SearchWordingsOptions) {
    this.random = seededRandom(options.seed);
    this.separator = separatorOf(options.written);
    this.plan = searchPlan(options.budget);
  }

  async *run(): AsyncGenerator<WordingRound, SearchedWordings> {
    const { isOver } = this.options;
    const [start] = await this.describe([this.options.start]);
    this.start = start!;
    let seed = 0;
    while (this.pictures < this.plan.search && !isOver()) {
      const field = await this.field(seed === 0);
      for (const wording of field) {
        if (isOver()) break;
        await this.look(wording, seed);
      }
      seed++;
      // Pictures that cannot be read cost what they cost.
      if (this.trials.length === 0) continue;
      const round = this.told(field);
      this.rounds.push(round);
      yield round;
    }
    const winner = this.winner();
    const isChanged = winner !== this.start;
    const freshSeeds: number[] = [];
    for (let i = 0; isChanged && i < this.plan.fresh && !isOver(); i++) {
      for (const { text } of [this.start, winner]) {
        if (isOver()) break;
        await this.lookAt(text, seed + i);
      }
      freshSeeds.push(seed + i);
    }
    return {
      winner: { text: winner.text, genome: winner.genome, tries: winner.tries },
      rounds: this.rounds,
      wordings: this.drawn.length,
      pictures: this.pictures,
      freshSeeds,
      wasEnded: isOver(),
    };
  }

  /** One that did not come before the search was ended does not count. */
  private async lookAt(text: string, seed: number): Promise<number | undefined> {
    const closeness = await this.options.look({ text, seed });
    if (closeness !== undefined || !this.options.isOver()) this.pictures++;
    return closeness;
  }

  private async look(wording: Known, seed: number): Promise<void> {
    const closeness = await this.lookAt(wording.text, seed);
    if (closeness === undefined) return;
    wording.place ??= this.drawn.push(wording) - 1;
    wording.tries++;
    this.trials.push({ wording: wording.place, seed, closeness });
  }

  /** The wordings of the next round: the best so far, and new ones made of them; in the last rounds the best alone. */
  private async field(isFirst: boolean): Promise<Known[]> {
    const { search, field } = this.plan;
    const left = search - this.pictures;
    const model = this.model();
    const sorted = this.drawn.length === 0 ? [this.start] : this.sorted(model);
    if (!isFirst && left <= last * search) return sorted.slice(0, Math.min(finalists, left));
    const size = Math.min(isFirst ? Math.max(field, Math.round(first * search)) : field, left);
    const going = sorted.slice(0, Math.max(1, Math.floor(size * proven)));
    const wanted = size - going.length;
    const children = await this.describe(this.children(sorted, Math.min(mostDrafts, wanted * drafts)));
    const byChance = children.slice(0, Math.round(wanted * (isFirst ? daring.first : daring.later)));
    const expected = new Map(children.map((each) => [each, this.expected(each, model)]));
    const promising = children
      .slice(byChance.length)
      .sort((a, b) => expected.get(b)! - expected.get(a)!)
      .slice(0, wanted - byChance.length);
    return [...going, ...byChance, ...promising];
  }

  /** Changes of those that are there, the better ones more often; none that was drawn. */
  private children(sorted: readonly Known[], tries: number): Genome[] {
    const made = new Map<string, Genome>();
    for (let i = 0; i < tries; i++) {
      const parent = Math.min(...[0, 0, 0].map(() => Math.floor(this.random() * sorted.length)));
      let child = vary(sorted[parent]!.genome, this.options, this.random);
      while (this.random() < further) child = vary(child, this.options, this.random);
      const key = genomeKey(child);
      if (key !== '' && key !== genomeKey(this.options.start) && this.known.get(key)?.place === undefined)
        made.set(key, child);
    }
    return [...made.values()];
  }

  private async describe(genomes: readonly Genome[]): Promise<Known[]> {
    const { start, written, promise } = this.options;
    const fresh = genomes.filter((genome) => !this.known.has(genomeKey(genome)));
    const texts = fresh.map((genome) => (genome === start ? written : textOf(genome, this.separator)));
    const promises = texts.length === 0 ? [] : await promise(texts);
    for (const [i, genome] of fresh.entries())
      this.known.set(genomeKey(genome), {
        text: texts[i]!,
        genome,
        promise: promises[i]!,
        phrases: genome.filter(({ text }) => text !== '').map(({ text }) => this.numberOf(text)),
        tries: 0,
      });
    return genomes.map((genome) => this.known.get(genomeKey(genome))!);
  }

  private numberOf(phrase: string): number {
    const key = phrase.toLowerCase();
    const number = this.phrases.get(key) ?? this.phrases.size;
    this.phrases.set(key, number);
    return number;
  }

  private model(): WordingModel {
    return fitWordings(this.drawn, this.trials);
  }

  /** Before there is a picture, what the text promises. */
  private expected(wording: Known, model: WordingModel): number {
    return this.trials.length === 0 ? wording.promise : model.expected(wording, wording.place);
  }

  /** Those that were drawn, the best first. */
  private sorted(model = this.model()): Known[] {
    const expected = new Map(this.drawn.map((each) => [each, model.expected(each, each.place)]));
    return [...this.drawn].sort((a, b) => expected.get(b)! - expected.get(a)!);
  }

  private winner(): Known {
    const [best = this.start] = this.sorted();
    return best;
  }

  private told(field: readonly Known[]): WordingRound {
    const model = this.model();
    const values = field
      .filter(({ place }) => place !== undefined)
      .map((each) => model.expected(each, each.place))
      .sort((a, b) => a - b);
    const [best = this.start] = this.sorted(model);
    const bestCloseness = model.expected(best, best.place);
    return {
      round: this.rounds.length + 1,
      pictures: this.pictures,
      best: best.text,
      bestCloseness,
      medianCloseness: values[Math.floor(values.length / 2)] ?? bestCloseness,
      startCloseness: model.expected(this.start, this.start.place),
    };
  }
}
