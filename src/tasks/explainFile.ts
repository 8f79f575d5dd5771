import type { Checkpoint, Embedder, EmbedOptions } from '../core/ports';
import type { ScoredPrompt } from '../core/score/fileScore';
import { byGroup } from '../core/score/pictureGroups';
import type { Expansion, Slot, Span } from '../core/spell/spell';
import { finish, paced, type Pause, type Steps } from '../core/steps';
import { Game } from '../core/why/game';
import { ledger, ledgerTexts, type Ledger, type LedgerEntry, type Rivals } from '../core/why/ledger';
import { measureTexts, type Measure } from '../core/why/measureTexts';
import { pairs, pairTexts, type Pair } from '../core/why/pairs';
import {
  antitheticOrders,
  exactShapley,
  exactTexts,
  mostExact,
  sampledShapley,
  sampledTexts,
  type Worth,
} from '../core/why/shapley';
import { shapleyValues, type ShapleyTable } from '../core/why/shapleyTable';
import { phrasesOf, unitLabels, wordsOf, type TextUnit } from '../core/why/textUnits';
import { pictureMeasure } from './pictureMeasure';
import type { ScoredFile } from './scoreFile';

/** What carries the score of one spell: the words of the text that it stands with. */
export interface ExplainedSpell {
  readonly spell: number;
  /** The text that CLIP reads, which the units are parts of. */
  readonly text: string;
  /** Of the prompt as it is written: what they are filled with stands in the text, but not there. */
  readonly slots: readonly Slot[];
  /** By phrase; by word where the text is one phrase. */
  readonly ledger: Ledger;
  /** The text is one phrase: its units are words. */
  readonly isOfWords: boolean;
  /** Units beyond `mostUnits`, which are always there. */
  readonly unweighed: number;
  /** The first word beyond the checkpoint's context, where there is one: from it on nothing is read, nor weighed. */
  readonly lostWord?: string;
  /** The words of each phrase of several, one after the other; empty where they were not asked for. */
  readonly words: readonly { readonly phrase: number; readonly ledger: Ledger }[];
  /** The strongest first; absent where they were not asked for, and with more than `mostPaired` units. */
  readonly pairs?: readonly Pair[];
  /** Absent where it was not asked for. */
  readonly shapley?: ShapleyTable;
}

export interface ExplainOptions extends Pick<EmbedOptions, 'signal' | 'onProgress' | 'priority'> {
  /** The words of each phrase too, or of those that it says true for. */
  readonly withWords?: boolean | ((phrase: string, unit: TextUnit) => boolean);
  readonly withPairs?: boolean;
  /** Shapley's values: exact up to `mostExact` units, from `sampledOrders` orders beyond. */
  readonly withShapley?: boolean;
  /** Awaited between steps of the arithmetic, for a thread that must not be held. */
  readonly pause?: Pause;
}

/** Of a text with more units than this only the first are weighed: each asks for two texts, and a pair for one more. */
export const mostUnits = 64;
/** And of more than this no pairs. */
export const mostPaired = 24;
/** Orders that Shapley's values of a text with more than `mostExact` units are sampled from; each asks for a text per unit. */
export const sampledOrders = 32;
/** The same orders whenever they are drawn, so that the same text has the same values. */
const ordersSeed = 20210226;

/**
 * Weighs the words of one spell of a file that was scored, in the text that it stands with.
 * @returns undefined where there is nothing to weigh: no readable picture, or an empty prompt
 * @throws EngineError, and the signal's reason
 */
export async function explainSpell(
  scored: ScoredFile,
  spell: number,
  embedder: Embedder,
  { withWords = false, withPairs = false, withShapley = false, pause, ...options }: ExplainOptions = {},
): Promise<ExplainedSpell | undefined> {
  const { score } = scored;
  const best = score?.spells[spell]?.best;
  if (score === undefined || best === undefined || score.images.length === 0) return undefined;
  const { text } = score.prompts[best]!.expansion;
  // To weigh what is not read would give it an effect, and whatever is taken out before it would bring some of it in.
  const read = text.slice(0, score.prompts[best]!.lostFrom);
  const found = await pictureMeasure(scored, embedder, options);
  if (!found) return undefined;
  const run = async <T>(steps: Steps<T>): Promise<T> => (pause ? paced(steps, pause) : finish(steps));
  const measure: Measure = { ...found, run };
  const phrases = phrasesOf(read);
  const [only] = phrases;
  if (only === undefined) return undefined;
  const units = phrases.length > 1 ? phrases : wordsOf(read, only);
  const game = gameOf(read, units);
  const roomy = withRoom(game.all, score.prompts[best]!, score.checkpoint);
  const wantsWords = typeof withWords === 'function' ? withWords : () => withWords;
  const wordGames =
    phrases.length > 1
      ? game.players.flatMap((phrase, i) => {
          if (!wantsWords(unitText(text, phrase), phrase)) return [];
          const words = wordsOf(text, phrase);
          const others = phrases.filter((other) => other !== phrase);
          return words.length > 1 ? [{ phrase: i, game: gameOf(read, words, others) }] : [];
        })
      : [];
  const paired = withPairs && game.players.length <= mostPaired;
  const orders =
    withShapley && game.players.length > mostExact
      ? antitheticOrders(game.players.length, sampledOrders / 2, ordersSeed)
      : undefined;
  const texts = [
    await run(ledgerTexts(game, roomy)),
    ...(await all(wordGames, (each) => run(ledgerTexts(each.game, roomy)))),
    paired ? await run(pairTexts(game)) : [],
    withShapley ? await run(orders ? sampledTexts(game, orders) : exactTexts(game)) : [],
  ];
  const worth = await measureTexts(texts.flat(), measure);
  const rivals = rivalsOf(score, spell);
  return {
    spell,
    text,
    slots: scored.file.spells[spell]!.positive.slots,
    ledger: await run(ledger(game, worth, rivals, roomy)),
    isOfWords: phrases.length === 1,
    unweighed: units.length - game.players.length,
    ...(read.length < text.length && { lostWord: firstWord(text.slice(read.length)) }),
    words: await all(wordGames, async ({ phrase, game: words }) => ({
      phrase,
      ledger: await run(ledger(words, worth, rivals, roomy)),
    })),
    ...(paired && { pairs: await run(pairs(game, worth)) }),
    ...(withShapley && { shapley: await run(shapleyOf(game, orders, worth)) }),
  };
}

function firstWord(text: string): string {
  return /[\p{L}\p{N}][^\s,、，;；]{0,39}/u.exec(text)?.[0] ?? text.trim().slice(0, 40);
}

/** Tokens that a word that says nothing may have, with its comma; a word of the prompt has one at least. */
const neutralTokens = 8;

/** As much of a text as leaves room in the context for a word after it. */
function withRoom(text: string, { tokenCount }: ScoredPrompt, { contextLength }: Checkpoint): string {
  if (tokenCount + neutralTokens <= contextLength) return text;
  const words = wordsOf(text, { start: 0, end: text.length });
  const last = words.at(-1 - neutralTokens);
  return last ? text.slice(0, last.end).replace(/[\s,、，;；]+$/u, '') : text;
}

/** One after the other. */
async function all<From, To>(items: readonly From[], make: (item: From) => Promise<To>): Promise<To[]> {
  const made: To[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}

function* shapleyOf(
  game: Game,
  orders: readonly (readonly number[])[] | undefined,
  worth: Worth,
): Steps<ShapleyTable> {
  if (orders) return shapleyValues(yield* sampledShapley(game, orders, worth), orders.length);
  const exact = yield* exactShapley(game, worth);
  return shapleyValues(exact.map((values) => ({ values, standardError: 0 })));
}
/** @param others what is always there; so is what of the units is too much to be weighed */
function gameOf(text: string, units: readonly TextUnit[], others: readonly TextUnit[] = []): Game {
  const rest = units.slice(mostUnits);
  // Nothing of it is ever taken out: as one unit it costs no more than any other.
  const whole = rest.length > 0 ? [{ start: rest[0]!.start, end: rest.at(-1)!.end }] : [];
  return new Game(text, units.slice(0, mostUnits), [...whole, ...others]);
}

/** The other spells of a file, each with the text that it stands with; undefined where there is none. */
function rivalsOf(
  { spells, cosine, images, checkpoint: { logitScale } }: NonNullable<ScoredFile['score']>,
  spell: number,
): Rivals | undefined {
  const groups = images.map(({ group }) => group);
  const rows = spells.flatMap(({ best }, other) => (other === spell || best === undefined ? [] : [best]));
  if (rows.length === 0) return undefined;
  return {
    logitScale,
    cosines: rows.map((row) =>
      byGroup(cosine.subarray(row * images.length, (row + 1) * images.length), groups),
    ),
  };
}

/** How many words a phrase of a text has that `withWords` would weigh. */
export function wordCount(text: string, phrase: TextUnit): number {
  return wordsOf(text, phrase).length;
}

/**
 * Where a unit of an expansion's text is written in the spell file: all that lies between its first and last character. What
 * a wildcard or a variable says is written elsewhere: its place is the whole of its name.
 */
export function writtenSpan({ offsets }: Expansion, { start, end }: TextUnit, slots: readonly Slot[]): Span {
  const named = slots.filter(({ kind }) => kind === 'wildcard' || kind === 'variable');
  const endAt = new Map(named.map(({ span }) => [span.start, span.end]));
  let [first, last] = [Infinity, 0];
  for (let i = start; i < end; i++) {
    first = Math.min(first, offsets[i]!);
    last = Math.max(last, endAt.get(offsets[i]!) ?? offsets[i]! + 1);
  }
  return { start: first, end: last };
}

/** How the units of a ledger are told from each other in words. */
export function labelsOf(text: string, entries: Ledger['entries']): ReadonlyMap<LedgerEntry, string> {
  const labels = unitLabels(
    text,
    entries.map(({ unit }) => unit),
  );
  return new Map(entries.map((entry, i) => [entry, labels[i]!]));
}

export function unitText(text: string, { start, end }: TextUnit): string {
  return text.slice(start, end);
}
