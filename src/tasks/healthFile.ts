import type { Embedder, EmbedOptions, PictureExaminer } from '../core/ports';
import { applyTemplates } from '../core/score/applyTemplates';
import type { FileScore } from '../core/score/fileScore';
import { promptEmbedding } from '../core/score/promptEmbedding';
import { finish, paced, type Pause } from '../core/steps';
import { contentWords } from '../core/why/contentWords';
import {
  comparedMarks,
  cropOf,
  fewestForOutlier,
  mostPaired,
  sizeMarks,
  textMarks,
  type Crop,
  type HealthMark,
} from '../core/why/referenceHealth';
import { canDraw } from '../core/why/strokeAlphabet';
import { wordsInPicture, type CandidateWord, type WordInPicture } from '../core/why/typographic';
import type { ScoredFile } from './scoreFile';

/** How the reference pictures of a scored file are: what can be told at once. */
export interface FileHealth {
  /** In the order of the score's pictures. */
  readonly pictures: readonly PictureHealth[];
  readonly different: number;
  /** Why pictures were not compared with each other, or not wholly; absent where they were. */
  readonly uncompared?: 'too-few' | 'too-many';
}

export interface PictureHealth {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  /** Absent where the checkpoint does not say what it sees. */
  readonly crop?: Crop;
  readonly marks: readonly HealthMark[];
}

/** What pictures were examined for. */
export interface WrittenWords {
  readonly candidates: readonly CandidateWord[];
  /** Those of them that can be read in a picture: Latin letters without accents, and digits. */
  readonly readable: number;
}

/** Words of a file that are looked for in its pictures; others are left out. */
export const mostWords = 64;

/** `pause` is for a thread that must not be held. */
type HealthOptions = EmbedOptions & { readonly pause?: Pause };

type Scored = Pick<ScoredFile, 'file' | 'score'>;

/**
 * What is the matter with the pictures of a file that was scored, as far as it can be told without their pixels.
 * @returns undefined where there is no picture to tell of, or one has gone since
 * @throws EngineError, and the signal's reason
 */
export async function healthOfFile(
  { score }: Scored,
  embedder: Embedder,
  { pause, ...options }: HealthOptions = {},
): Promise<FileHealth | undefined> {
  if (score === undefined || score.images.length === 0) return undefined;
  const { checkpoint, images } = score;
  const outcomes = await embedder.embedImages(
    images.map(({ path }) => path),
    options,
  );
  const known = outcomes.flatMap((outcome, i) =>
    outcome.ok ? [{ ...images[i]!, embedding: outcome.embedding }] : [],
  );
  if (known.length < images.length) return undefined;
  const steps = comparedMarks(known, standingCosines(score), checkpoint.logitScale);
  const compared = await (pause ? paced(steps, pause) : finish(steps));
  return {
    pictures: known.map(({ path, width, height }, i) => ({
      ...{ path, width, height },
      ...(checkpoint.framing && { crop: cropOf({ width, height }, checkpoint.framing) }),
      marks: [...compared[i]!, ...sizeMarks({ width, height }, checkpoint.imageSize, checkpoint.framing)],
    })),
    different: score.differentImages,
    ...(score.differentImages < fewestForOutlier && { uncompared: 'too-few' as const }),
    ...(images.length > mostPaired && { uncompared: 'too-many' as const }),
  };
}

/** Cosines of the texts that spells stand with, each once: row-major texts × pictures. */
function standingCosines({ spells, prompts, cosine, images }: FileScore): Float32Array {
  const rows = new Set(spells.flatMap(({ best }) => (best === undefined ? [] : [prompts[best]!.sameAs])));
  const width = images.length;
  const cosines = new Float32Array(rows.size * width);
  for (const [i, row] of [...rows].entries())
    cosines.set(cosine.subarray(row * width, (row + 1) * width), i * width);
  return cosines;
}

/**
 * The words that may be written in the pictures of a file: what its spells and their slots' options name.
 * @throws EngineError, and the signal's reason
 */
async function writtenWords(
  { file, score }: Scored,
  embedder: Embedder,
  options: EmbedOptions = {},
): Promise<WrittenWords> {
  const words = contentWords(score?.prompts.map(({ expansion }) => expansion.text) ?? [], mostWords);
  if (score === undefined || words.length === 0) return { candidates: [], readable: 0 };
  const templates = file.frontMatter.templates.map(({ value }) => value);
  const filled = words.map((word) => applyTemplates(word, templates).map(({ text }) => text));
  const embedded = await embedder.embedTexts(filled.flat(), options);
  let at = 0;
  const candidates = words.map((word, i) => {
    const own = embedded.slice(at, (at += filled[i]!.length)).map(({ embedding }) => embedding);
    return { word, embedding: promptEmbedding(own, score.checkpoint) };
  });
  return { candidates, readable: words.filter(canDraw).length };
}

/**
 * What is written in one picture, and whether it takes the picture over. One run of the image tower, and one more for
 * each of up to four lines of writing. A picture that cannot be read any more has no marks.
 * @throws EngineError, and the signal's reason
 */
async function marksOfWriting(
  path: string,
  { candidates }: WrittenWords,
  logitScale: number,
  examiner: PictureExaminer,
  { pause, ...options }: HealthOptions = {},
): Promise<HealthMark[]> {
  const outcome = await examiner.examinePicture(path, options);
  if (!outcome.ok) return [];
  const marks = textMarks(outcome.writtenShare, outcome.lineCount);
  if (candidates.length < 2) return marks;
  const steps = wordsInPicture(outcome, candidates, logitScale);
  return [...marks, ...(pause ? await paced(steps, pause) : finish(steps)).map(wordMark)];
}

function wordMark(found: WordInPicture): HealthMark {
  const { word, area, winnerWithout, probability, probabilityWithout, takesOver } = found;
  return takesOver
    ? { code: 'word-takes-over', word, instead: winnerWithout, area, probability, probabilityWithout }
    : { code: 'word-written', word, area, probability, probabilityWithout };
}

/**
 * Looks for writing in each of the pictures, one after the other.
 * @param onMarks told of each picture as soon as it was looked at
 * @throws EngineError, and the signal's reason
 */
export async function examineWriting(
  scored: Scored,
  embedder: Embedder & PictureExaminer,
  { onProgress, pause, ...options }: HealthOptions,
  onMarks: (picture: number, marks: readonly HealthMark[]) => void,
): Promise<WrittenWords> {
  const words = await writtenWords(scored, embedder, options);
  const images = scored.score?.images ?? [];
  for (const [i, { path }] of images.entries()) {
    onProgress?.({ phase: 'images', done: i, total: images.length });
    const { logitScale } = scored.score!.checkpoint;
    onMarks(i, await marksOfWriting(path, words, logitScale, embedder, { ...options, pause }));
    options.signal?.throwIfAborted();
  }
  onProgress?.({ phase: 'images', done: images.length, total: images.length });
  return words;
}
