import { intervalOf, fewestObservations, yardstick, type Interval } from '../statistics/pairedDifference';
import { mean } from '../statistics/moments';
import { each, type Steps } from '../steps';
import type { Game } from './game';
import type { Cosines } from './measureTexts';
import { isMostlyJapanese, type TextUnit } from './textUnits';
import type { Worth } from './shapley';

/**
 * Words that say nothing of any picture. What they change tells how much a word changes that carries nothing: a checkpoint
 * moves a little at any word.
 */
const neutralWords = {
  latin: ['a picture', 'an image', 'picture', 'the', 'of', 'thing', 'something', 'and'],
  japanese: ['絵', '画像', '一枚の絵', 'もの', '何か', 'それ', 'の', 'と'],
} as const;

export interface LedgerEntry {
  readonly unit: TextUnit;
  /**
   * What it adds to the mean cosine: half of what it adds to nothing, half of what the text loses without it. Where no more
   * than two units act together, this is exactly its Shapley value.
   */
  readonly effect: number;
  /** 95 %, for all units of the table together. Absent with fewer than 5 different pictures. */
  readonly interval?: Interval;
  /** What it adds to nothing. */
  readonly alone: number;
  /** What the text loses without it. */
  readonly leftOut: number;
  /** What it adds to p(this spell | picture), in the mean over pictures; absent where the file has no other spell. */
  readonly probability?: number;
  /**
   * The text loses no more without it than without words that say nothing, and it adds no more to nothing than they do. What
   * stands twice in other words is not idle, though the text loses little without it.
   */
  readonly idle: boolean;
  /** It takes away from the score, and the text is better off without it as it stands. */
  readonly hurts: boolean;
  /** Alone it takes away, beside the others it adds, or the other way round: both more than words do that say nothing. */
  readonly depends: boolean;
  /** The effect is beyond chance: its interval lies on one side of 0. False where there is none. */
  readonly isSure: boolean;
}

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  /** Mean cosine of the whole text. */
  readonly all: number;
  /** Mean cosine with none of the units. */
  readonly none: number;
  /** all − none − the sum of the effects: what only three units or more make together. */
  readonly unexplained: number;
  /** What words change that say nothing. */
  readonly floor: Floor;
}

/** Changes of the mean cosine, both 0 or more, up to which a unit counts as idle. */
export interface Floor {
  /** Three quarters of the words that say nothing change a whole text by no more. */
  readonly leftOut: number;
  /** None of them alone is further from nothing. */
  readonly alone: number;
}

/** Of the other spells of the file, the cosines of their best texts. */
export interface Rivals {
  readonly cosines: readonly Cosines[];
  readonly logitScale: number;
}

/**
 * The texts that a ledger needs. A player a step.
 * @param roomy see `ledger`
 */
export function* ledgerTexts(game: Game, roomy = game.all): Steps<string[]> {
  const { all, none } = game;
  const own = yield* each(game.players, (_, player) => [game.alone(player), game.without(player)]);
  return [
    all,
    none,
    ...own.flat(),
    roomy,
    ...neutralFor(all).flatMap((word) => [withWord(roomy, word), withWord(none, word)]),
  ];
}

/**
 * Weighs the units of a text, one a step.
 * @param worth of the `ledgerTexts`
 * @param roomy what words are added to that say nothing: the whole text, or its beginning where it fills the context, as
 *   what is added there is not read
 */
export function* ledger(game: Game, worth: Worth, rivals?: Rivals, roomy: string = game.all): Steps<Ledger> {
  const of = (text: string): Cosines => worth.get(text)!;
  const [all, none] = [of(game.all), of(game.none)];
  const floor = floorOf(game, worth, roomy);
  const by = all.length >= fewestObservations ? yardstick(all.length, game.players.length) : undefined;
  const entries = yield* each(game.players, (unit, player): LedgerEntry => {
    const [alone, without] = [of(game.alone(player)), of(game.without(player))];
    const values = all.map((value, i) => halfOfBoth(value, none[i]!, alone[i]!, without[i]!));
    const effect = mean(values);
    const added = mean(alone) - mean(none);
    const lost = mean(all) - mean(without);
    const interval = by && intervalOf(effect, values, by);
    return {
      unit,
      effect,
      ...(interval && { interval }),
      alone: added,
      leftOut: lost,
      ...(rivals && {
        probability: halfOfBoth(
          share(all, rivals),
          share(none, rivals),
          share(alone, rivals),
          share(without, rivals),
        ),
      }),
      idle: Math.abs(lost) <= floor.leftOut && Math.abs(added) <= floor.alone,
      hurts: effect < 0 && lost < -floor.leftOut,
      depends: added < 0 !== lost < 0 && Math.abs(lost) > floor.leftOut && Math.abs(added) > floor.alone,
      isSure: interval !== undefined && (interval.low > 0 || interval.high < 0),
    };
  });
  const explained = entries.reduce((sum, { effect }) => sum + effect, 0);
  return {
    entries,
    all: mean(all),
    none: mean(none),
    unexplained: mean(all) - mean(none) - explained,
    floor,
  };
}

function halfOfBoth(all: number, none: number, alone: number, without: number): number {
  return (alone - none + all - without) / 2;
}

function floorOf(game: Game, worth: Worth, roomy: string): Floor {
  const { all, none } = game;
  const change = (text: string, word: string): number =>
    Math.abs(mean(worth.get(withWord(text, word))!) - mean(worth.get(text)!));
  const words = neutralFor(all);
  const leftOut = words.map((word) => change(roomy, word)).sort((a, b) => a - b);
  return {
    leftOut: leftOut[Math.round(0.75 * (leftOut.length - 1))]!,
    alone: Math.max(...words.map((word) => change(none, word))),
  };
}

/** Mean over pictures of the softmax's share of a text among its rivals. */
function share(cosines: Cosines, { cosines: rivals, logitScale }: Rivals): number {
  return mean(
    cosines.map(
      (own, i) => 1 / rivals.reduce((sum, rival) => sum + Math.exp((rival[i]! - own) * logitScale), 1),
    ),
  );
}

/** In the language in which the text is mostly written. */
export function neutralFor(text: string): readonly string[] {
  return isMostlyJapanese(text) ? neutralWords.japanese : neutralWords.latin;
}

function withWord(text: string, word: string): string {
  return text === '' ? word : `${text}, ${word}`;
}
