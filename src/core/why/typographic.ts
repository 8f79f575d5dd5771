import { dot } from '../clip/similarity';
import type { ExaminedPicture, PictureArea } from '../ports';
import type { Steps } from '../steps';
import { OTHER_WORDS } from './otherWords';
import { readInk, type Reading } from './wordShape';

/** A word that may be written in a picture, as the checkpoint understands it. */
export interface CandidateWord {
  readonly word: string;
  /** Unit length. */
  readonly embedding: Float32Array;
}

/** A word of the file that is written in a picture. */
export interface WordInPicture {
  readonly word: string;
  readonly area: PictureArea;
  /** The word that fits the picture best of all, as it is and with the writing painted over. */
  readonly winner: string;
  readonly winnerWithout: string;
  /** The written word's p among the words, as it is and with the writing painted over. */
  readonly probability: number;
  readonly probabilityWithout: number;
  /** The picture is taken for what is written in it: the written word wins, and no longer when it is painted over. */
  readonly takesOver: boolean;
}

/** Distance of a reading; beyond it what is written is another word, or none. */
const farthest = 1.1;
/** Of the distance of the file's next word. */
const clear = 0.92;
/** A common word is written there rather where it is nearer by more than this. */
const asNear = 1.1;
/** Where the winner changes too, a reading may be this far, as long as no word is nearer. */
const farthestOfWinner = 1.3;

/**
 * Which of a file's words are written in a picture, and whether one takes it over. Each line of writing is compared with
 * drawings of the words and of common other ones, and the picture with itself without the line. One word of one line is a step.
 * @param candidates at least two
 * @param logitScale of the checkpoint
 */
export function* wordsInPicture(
  { embedding, lines }: Pick<ExaminedPicture, 'embedding' | 'lines'>,
  candidates: readonly CandidateWord[],
  logitScale: number,
): Steps<WordInPicture[]> {
  const words = candidates.map(({ word }) => word);
  // One letter more, less or other is too little to tell words apart by.
  const others = OTHER_WORDS.filter((other) => !words.some((word) => isNear(word, other)));
  const before = shares(embedding, candidates, logitScale);
  const found: WordInPicture[] = [];
  for (const { ink, inkWidth, inkHeight, area, without } of lines) {
    const written = { width: inkWidth, height: inkHeight, ink };
    const own = yield* readInk(written, words, 2 * farthestOfWinner);
    if (own[0] === undefined || own[0].distance > farthestOfWinner) continue;
    const [other] = yield* readInk(written, others, own[0].distance / asNear);
    if (other && asNear * other.distance < own[0].distance) continue;
    const after = shares(without, candidates, logitScale);
    const [winner, winnerWithout] = [words[largest(before)]!, words[largest(after)]!];
    const word = wordOf(own, winner === winnerWithout ? undefined : winner);
    if (word === undefined) continue;
    const at = words.indexOf(word);
    found.push({
      ...{ word, area, winner, winnerWithout },
      probability: before[at]!,
      probabilityWithout: after[at]!,
      takesOver: winner === word && winnerWithout !== word,
    });
  }
  return found;
}

/** @param changed the winner, where it loses without the line */
function wordOf([first, second]: readonly Reading[], changed: string | undefined): string | undefined {
  if (first === undefined) return undefined;
  const { word, distance } = first;
  if (word === changed && distance <= farthestOfWinner) return word;
  const isClear = second === undefined || distance <= clear * second.distance;
  return distance <= farthest && isClear ? word : undefined;
}

/** p(word | picture) among the words. */
function shares(
  picture: Float32Array,
  candidates: readonly CandidateWord[],
  logitScale: number,
): Float64Array {
  const logits = Float64Array.from(candidates, ({ embedding }) => logitScale * dot(embedding, picture));
  const most = Math.max(...logits);
  const odds = logits.map((logit) => Math.exp(logit - most));
  const sum = odds.reduce((total, each) => total + each, 0);
  return odds.map((each) => each / sum);
}

function largest(values: Float64Array): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[at]!) at = i;
  return at;
}

/** Whether one letter put in, left out or exchanged makes one word of the other. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1);
}
