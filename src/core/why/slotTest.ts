import type { FileScore, ScoredPrompt } from '../score/fileScore';
import { byGroup, groupCount } from '../score/pictureGroups';
import type { Slot, SpellFile, Wildcards } from '../spell/spell';
import { mean } from '../statistics/moments';
import { fewestObservations, type Interval } from '../statistics/pairedDifference';
import { wilson } from '../statistics/wilson';

/** Which option of a slot each picture takes: classification without a class, as the options are the classes. */
export interface SlotTest {
  /** Index in `Prompt.slots` of the spell's positive prompt. */
  readonly slot: number;
  /** As it is written. */
  readonly written: string;
  /** In the order of the slot; those that no scored text took are left out. */
  readonly options: readonly TestedOption[];
  /** Different pictures; near-duplicates count as one. */
  readonly pictures: readonly TestedPicture[];
  /** Of the pictures that each option won (row), how often each other came second (column). */
  readonly seconds: readonly (readonly number[])[];
  readonly outcome: SlotOutcome;
  /** Absent where no file name names an option. */
  readonly named?: NamedPictures;
}

/**
 * `clear`: one option wins more than half of all such pictures, beyond doubt. `open`: none does. `too-few`: fewer than 5
 * different pictures.
 */
export type SlotOutcome = 'clear' | 'open' | 'too-few';

export interface TestedOption {
  /** Index of the option; of the line, for a wildcard. */
  readonly option: number;
  readonly label: string;
  /** Pictures that it wins; one that several win is shared among them. */
  readonly wins: number;
  /** 95 %, of the share of pictures that it wins. */
  readonly interval: Interval;
  /** Mean over pictures of its probability among the options. */
  readonly probability: number;
  /** Scored texts that took it. */
  readonly texts: number;
}

export interface TestedPicture {
  /** Indices in `FileScore.images`. */
  readonly images: readonly number[];
  /** Of each of `options`; they sum to 1. */
  readonly probabilities: readonly number[];
  /** Indices in `options`. */
  readonly winner: number;
  readonly second: number;
  /** The option that the file's name names. */
  readonly named?: number;
}

/** What becomes of the pictures whose file names say which option they show. */
export interface NamedPictures {
  readonly pictures: number;
  readonly right: number;
  /** 95 %, of the share that is right. */
  readonly interval: Interval;
  /** Of the pictures that name an option (row), how many each option won (column). */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * Tests every slot of a spell that has a choice. An option stands with the mean cosine of all scored texts that took it, so
 * that the other slots are averaged out, and a softmax over the options at the checkpoint's scale makes probabilities of these.
 * @returns empty without readable pictures
 */
export function slotTests(
  file: SpellFile,
  score: FileScore,
  spell: number,
  wildcards: Wildcards | undefined,
): SlotTest[] {
  const prompts = (score.spells[spell]?.rows ?? []).map((row) => score.prompts[row]!);
  if (score.images.length === 0) return [];
  return (file.spells[spell]?.positive.slots ?? []).flatMap((slot) => {
    const taking = textsByOption(prompts, slot.index);
    if (taking.size < 2) return [];
    const options = [...taking].sort(([a], [b]) => a - b);
    const labels = options.map(([option]) => optionLabel(file, slot, option, wildcards));
    return [slotTest(file, score, slot, options, labels)];
  });
}

type Taking = readonly [option: number, prompts: readonly ScoredPrompt[]];

function slotTest(
  file: SpellFile,
  score: FileScore,
  slot: Slot,
  taking: readonly Taking[],
  labels: readonly string[],
): SlotTest {
  const groups = score.images.map(({ group }) => group);
  const cosines = taking.map(([, prompts]) => meanCosines(score, prompts, groups));
  const count = groupCount(groups);
  const pictures = Array.from({ length: count }, (_, group): TestedPicture => {
    const images = groups.flatMap((each, image) => (each === group ? [image] : []));
    const probabilities = softmax(cosines.map((own) => own[group]! * score.checkpoint.logitScale));
    const order = probabilities.map((_, i) => i).sort((a, b) => probabilities[b]! - probabilities[a]!);
    const named = namedOption(score.images[images[0]!]!.path, labels);
    return {
      images,
      probabilities,
      winner: order[0]!,
      second: order[1]!,
      ...(named !== undefined && { named }),
    };
  });
  const options = taking.map(([option, prompts], i): TestedOption => {
    const wins = pictures.reduce((sum, picture) => sum + winOf(picture, i), 0);
    return {
      option,
      label: labels[i]!,
      wins,
      interval: wilson(wins, count),
      probability: mean(pictures.map(({ probabilities }) => probabilities[i]!)),
      texts: prompts.length,
    };
  });
  const named = namedPictures(pictures, options.length);
  return {
    slot: slot.index,
    written: oneLine(file.text.slice(slot.span.start, slot.span.end)),
    options,
    pictures,
    seconds: table(options.length, pictures, ({ winner, second }) => [winner, second]),
    outcome: outcomeOf(options, count),
    ...(named && { named }),
  };
}

/** The scored texts that took each option. Slots inside a wildcard's lines bear the wildcard's number after it; only its own pick counts. */
export function textsByOption(prompts: readonly ScoredPrompt[], slot: number): Map<number, ScoredPrompt[]> {
  const taking = new Map<number, ScoredPrompt[]>();
  for (const prompt of prompts) {
    const choice = prompt.expansion.choices.find((each) => each.slot === slot);
    for (const option of new Set(choice?.options ?? [])) {
      const texts = taking.get(option) ?? [];
      taking.set(option, texts);
      texts.push(prompt);
    }
  }
  return taking;
}

/** By different picture. */
function meanCosines(
  { cosine, images }: FileScore,
  prompts: readonly ScoredPrompt[],
  groups: readonly number[],
): Float64Array {
  const sum = new Float32Array(images.length);
  for (const { row } of prompts)
    for (let i = 0; i < images.length; i++) sum[i]! += cosine[row * images.length + i]! / prompts.length;
  return byGroup(sum, groups);
}

function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function winOf({ probabilities, winner }: TestedPicture, option: number): number {
  const best = probabilities[winner]!;
  if (probabilities[option] !== best) return 0;
  return 1 / probabilities.filter((each) => each === best).length;
}

function outcomeOf(options: readonly TestedOption[], pictures: number): SlotOutcome {
  if (pictures < fewestObservations) return 'too-few';
  return options.some(({ interval: { low } }) => low > 0.5) ? 'clear' : 'open';
}

function namedPictures(pictures: readonly TestedPicture[], options: number): NamedPictures | undefined {
  const known = pictures.filter(({ named }) => named !== undefined);
  if (known.length === 0) return undefined;
  const right = known.filter(({ winner, named }) => winner === named).length;
  return {
    pictures: known.length,
    right,
    interval: wilson(right, known.length),
    confusion: table(options, known, ({ named, winner }) => [named!, winner]),
  };
}

function table(
  size: number,
  pictures: readonly TestedPicture[],
  place: (picture: TestedPicture) => readonly [row: number, column: number],
): number[][] {
  const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const picture of pictures) {
    const [row, column] = place(picture);
    counts[row]![column]!++;
  }
  return counts;
}

/** What an option says: its text as it is written, or the wildcard's line; empty where it says nothing. */
function optionLabel(
  { text }: SpellFile,
  { options, wildcard }: Slot,
  option: number,
  wildcards: Wildcards | undefined,
): string {
  const span = options[option]?.span;
  const written = span ? text.slice(span.start, span.end) : wildcards?.lookup(wildcard ?? '')?.[option];
  return written === undefined ? `${option + 1}` : oneLine(written);
}

/** Labels are read in tables. */
const longestLabel = 60;

function oneLine(text: string): string {
  const line = text
    .slice(0, 4 * longestLabel)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > longestLabel ? `${line.slice(0, longestLabel)}…` : line;
}

/** The one option whose words stand in a picture's file name, one after another; of "red" and "dark red" the longer. */
function namedOption(path: string, labels: readonly string[]): number | undefined {
  const name = wordsIn(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
  const found = labels
    .map((label, option) => ({ option, words: wordsIn(label) }))
    .filter(({ words }) => words !== '  ' && name.includes(words));
  const longest = found.filter(({ words }) => found.every((other) => words.includes(other.words)));
  return longest.length === 1 ? longest[0]!.option : undefined;
}

function wordsIn(text: string): string {
  return ` ${text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')} `;
}
