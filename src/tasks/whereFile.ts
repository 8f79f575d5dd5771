import type {
  Checkpoint,
  Embedder,
  EmbedOptions,
  ImageErrorCode,
  PatchReader,
  PictureArea,
  PicturePlaces,
} from '../core/ports';
import { applyTemplates, lostInPrompt } from '../core/score/applyTemplates';
import { promptEmbedding } from '../core/score/promptEmbedding';
import {
  fitsAt,
  heatMaps,
  heatWindows,
  type HeatMethod,
  type LookedAt,
  type PictureHeat,
} from '../core/why/heat';
import { cellAt } from '../core/why/heatGrid';
import { neutralTextsFor } from '../core/why/neutralTexts';
import { rivalsOf, withWhatTheyName } from '../core/why/rivals';
import { phrasesOf } from '../core/why/textUnits';
import type { ScoredFile } from './scoreFile';

/** Where a phrase is in the pictures of a spell file. */
export interface PhrasePlaces {
  readonly phrase: string;
  /** The first word of it that did not fit into the checkpoint's context, from which on it was not read. */
  readonly lostFrom?: string;
  readonly method: HeatMethod;
  /** What else a place could show: phrases of the same prompt. */
  readonly rivals: readonly string[];
  readonly checkpoint: Checkpoint;
  readonly pictures: readonly WherePicture[];
  readonly failures: readonly WhereFailure[];
}

export interface WherePicture {
  /** Absolute. */
  readonly path: string;
  /** Of the upright picture in pixels. */
  readonly width: number;
  readonly height: number;
  /** What the checkpoint sees of it as a whole. */
  readonly seen: PictureArea;
  readonly heat: PictureHeat;
}

/** A picture that could not be looked at. */
export interface WhereFailure {
  readonly path: string;
  readonly code: ImageErrorCode;
  readonly detail: string;
}

export interface WhereOptions extends Pick<EmbedOptions, 'signal' | 'onProgress' | 'priority'> {
  /** The spell whose phrases are the rivals; those of all spells where it is absent. */
  readonly spell?: number;
  /** Of those of the file, absolute; all by default. */
  readonly pictures?: readonly string[];
  /** `product` by default. */
  readonly method?: HeatMethod;
  /** Looks at several parts of each picture too: finer, and several times as long. */
  readonly windows?: boolean;
}

/** Rivals beyond these change nothing that can be seen. */
const mostRivals = 64;

/**
 * Looks for a phrase in the pictures of a file that was scored, which need not stand in the file.
 * @returns undefined where the file has no readable picture
 * @throws EngineError, `places-unsupported` where the checkpoint cannot tell places apart; the signal's reason
 */
export async function findPhrase(
  phrase: string,
  { file, score }: ScoredFile,
  reader: Embedder & PatchReader,
  { spell, pictures, method = 'product', windows = false, ...options }: WhereOptions = {},
): Promise<PhrasePlaces | undefined> {
  if (score === undefined || score.images.length === 0) return undefined;
  const { signal, onProgress } = options;
  const wanted = score.images.map(({ path }) => path).filter((path) => pictures?.includes(path) ?? true);
  const rivals = rivalsOf(phrase, phrasesIn(score, spell)).slice(0, mostRivals);
  const neutral = neutralTextsFor(phrase);
  const { vectors, lostFrom } = await embedded(
    [phrase, ...rivals, ...neutral],
    { file, score },
    reader,
    options,
  );
  const texts = {
    phrase: vectors[0]!,
    rivals: vectors.slice(1, 1 + rivals.length),
    neutral: vectors.slice(1 + rivals.length),
  };
  const wholes = await reader.embedImages(wanted, options);
  const looked: (LookedAt & { readonly path: string })[] = [];
  const failures: WhereFailure[] = [];
  onProgress?.({ phase: 'images', done: 0, total: wanted.length });
  for (const [i, path] of wanted.entries()) {
    const whole = wholes[i]!;
    const found = whole.ok ? await lookAt(path, texts.phrase, windows, reader, options) : whole;
    signal?.throwIfAborted();
    if (found.ok && whole.ok) looked.push({ ...found, path, whole: whole.embedding });
    else if (!found.ok) failures.push({ path, code: found.code, detail: found.detail });
    onProgress?.({ phase: 'images', done: i + 1, total: wanted.length });
  }
  const { checkpoint } = score;
  const heats = heatMaps(looked, texts, { method, logitScale: checkpoint.logitScale });
  return {
    ...{ phrase, method, rivals, checkpoint, failures },
    ...(lostFrom !== undefined && { lostFrom }),
    pictures: looked.map(({ path, places: { width, height, seen } }, i) => ({
      ...{ path, width, height, seen },
      heat: heats[i]!,
    })),
  };
}

type Looked =
  | { readonly ok: true; readonly places: PicturePlaces; readonly windows: readonly PicturePlaces[] }
  | ({ readonly ok: false } & Omit<WhereFailure, 'path'>);

async function lookAt(
  path: string,
  phrase: Float32Array,
  withWindows: boolean,
  reader: PatchReader,
  { signal, priority }: EmbedOptions,
): Promise<Looked> {
  const places = await reader.readPlaces(path, [phrase], { signal, priority });
  if (!places.ok) return places;
  const windows: PicturePlaces[] = [];
  for (const part of withWindows ? heatWindows(places.width, places.height) : []) {
    const window = await reader.readPlaces(path, [phrase], { signal, priority, part });
    if (!window.ok) return window;
    windows.push(window);
  }
  return { ok: true, places, windows };
}

/** What of the file fits a place of a picture. */
export interface FittingPhrase {
  readonly phrase: string;
  /** p(phrase | place) among the phrases of the file and neutral texts. */
  readonly probability: number;
}

/**
 * The other direction: which phrases of the file fit a place best, the best first.
 * @param picture absolute
 * @param at a point of the picture, in its pixels
 * @returns how probable all neutral texts are together in `neutral`; undefined where the picture cannot be read, or where
 * the checkpoint does not see that place
 * @throws as `findPhrase`
 */
export async function phrasesAt(
  picture: string,
  at: { readonly x: number; readonly y: number },
  { file, score }: ScoredFile,
  reader: Embedder & PatchReader,
  options: Pick<EmbedOptions, 'signal' | 'priority'> = {},
): Promise<{ readonly phrases: readonly FittingPhrase[]; readonly neutral: number } | undefined> {
  if (score === undefined) return undefined;
  const phrases = withWhatTheyName(phrasesIn(score, undefined)).slice(0, mostRivals);
  const neutral = neutralTextsFor(phrases.join());
  const { vectors } = await embedded([...phrases, ...neutral], { file, score }, reader, options);
  const places = await reader.readPlaces(picture, [], options);
  const cell = places.ok ? cellAt(places, at.x, at.y) : undefined;
  if (!places.ok || cell === undefined) return undefined;
  const fits = fitsAt(places, cell, vectors, score.checkpoint.logitScale);
  return {
    phrases: phrases
      .map((phrase, i) => ({ phrase, probability: fits[i]! }))
      .sort((a, b) => b.probability - a.probability),
    neutral: fits.slice(phrases.length).reduce((sum, each) => sum + each, 0),
  };
}

type Scored = Required<Pick<ScoredFile, 'file' | 'score'>>;

/** The phrases of the texts that the spells stand with, each once. */
function phrasesIn({ spells, prompts }: Scored['score'], spell: number | undefined): string[] {
  const texts = spells.flatMap(({ best }, i) =>
    best === undefined || (spell !== undefined && i !== spell) ? [] : [prompts[best]!.expansion.text],
  );
  return [
    ...new Set(texts.flatMap((text) => phrasesOf(text).map(({ start, end }) => text.slice(start, end)))),
  ];
}

/** Embeddings of texts as prompts of the file, within its templates, and the first word of the first that was not read. */
async function embedded(
  texts: readonly string[],
  { file, score }: Scored,
  embedder: Embedder,
  options: EmbedOptions,
): Promise<{ readonly vectors: Float32Array[]; readonly lostFrom?: string }> {
  const templates = file.frontMatter.templates.map(({ value }) => value);
  const filled = texts.map((text) => applyTemplates(text, templates));
  const sent = [...new Set(filled.flat().map(({ text }) => text))];
  const found = await embedder.embedTexts(sent, options);
  const byText = new Map(sent.map((text, i) => [text, found[i]!]));
  const first = texts[0] ?? '';
  const lost = (filled[0] ?? []).flatMap((each) => {
    const { lostFrom } = byText.get(each.text)!;
    return lostFrom === undefined ? [] : [lostInPrompt(lostFrom, each, first.length)];
  });
  const [word] = first.slice(Math.min(first.length, ...lost)).match(/\S{1,40}/u) ?? [];
  return {
    vectors: filled.map((each) =>
      promptEmbedding(
        each.map(({ text }) => byText.get(text)!.embedding),
        score.checkpoint,
      ),
    ),
    ...(word !== undefined && { lostFrom: word }),
  };
}
