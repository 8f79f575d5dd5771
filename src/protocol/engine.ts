import type {
  Alpha,
  Checkpoint,
  ImageErrorCode,
  ImageOutcome,
  Precision,
  Priority,
  Progress,
  TextEmbedding,
  Tokenization,
} from '../core/ports';
import { isRecord, type Contract, type Guard } from './rpc';

/** What the engine is told once, when it is forked: its only command-line argument, as JSON. */
export interface EngineArguments {
  readonly modelFolder: string;
  /** Where graphs and image embeddings are kept; undefined keeps nothing on disk. */
  readonly cacheFolder?: string;
  /** Threads of one native run. */
  readonly threads: number;
  /** The engine ends itself after this many milliseconds without a call. */
  readonly idleExitMs: number;
}

/** Client → engine. The engine calls nobody. */
export interface EngineApi {
  /** Answered as soon as the process runs, before anything is loaded. */
  hello(params: null): EngineGreeting;
  /** Loads the checkpoint when it is not loaded yet. */
  checkpoint(params: null): Checkpoint;
  tokenize(params: TextsParams): Tokenization[];
  embedTexts(params: EmbedTextsParams): TextEmbedding[];
  embedImages(params: ImagesParams): ImageOutcome[];
}

export interface EngineGreeting {
  readonly pid: number;
}

export interface TextsParams {
  readonly texts: readonly string[];
  readonly priority: Priority;
}

export interface EmbedTextsParams extends TextsParams {
  readonly precision: Precision;
}

export interface ImagesParams {
  /** Absolute. */
  readonly paths: readonly string[];
  readonly priority: Priority;
  readonly alpha: Alpha;
}

/** One call may name this many texts or pictures: more is a defect of the caller, not a wish. */
const maxItems = 1_000_000;

const priorities: Record<Priority, true> = { caret: true, visible: true, background: true };
const precisions: Record<Precision, true> = { fp32: true, int8: true };
const alphas: Record<Alpha, true> = { 'over-white': true, dropped: true };
const phases: Record<Progress['phase'], true> = { loading: true, texts: true, images: true };
const imageErrorCodes: Record<ImageErrorCode, true> = {
  'image-missing': true,
  'image-unreadable': true,
  'image-empty': true,
  'image-pointer': true,
  'image-not-a-picture': true,
  'image-too-large': true,
  'image-too-narrow': true,
  'image-too-slow': true,
  'image-no-memory': true,
  'image-crashed': true,
  'image-truncated': true,
};

const isString = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isNull = (value: unknown): value is null => value === null;
const isOneOf = <K extends string>(keys: Record<K, true>, value: unknown): value is K =>
  isString(value) && Object.hasOwn(keys, value);
/** A hole is an item that is undefined: `every` alone would pass over it. */
const isArrayOf = <T>(value: unknown, isItem: Guard<T>): value is T[] =>
  Array.isArray(value) && value.length <= maxItems && Array.from<unknown>(value).every(isItem);
const isOptionalCount = (value: unknown): boolean => value === undefined || isCount(value);

export function isEngineArguments(value: unknown): value is EngineArguments {
  return (
    isRecord(value) &&
    isString(value.modelFolder) &&
    (value.cacheFolder === undefined || isString(value.cacheFolder)) &&
    isCount(value.threads) &&
    isCount(value.idleExitMs)
  );
}

function isTextsParams(value: unknown): value is TextsParams {
  return isRecord(value) && isArrayOf(value.texts, isString) && isOneOf(priorities, value.priority);
}

function isEmbedTextsParams(value: unknown): value is EmbedTextsParams {
  return isTextsParams(value) && isOneOf(precisions, (value as Partial<EmbedTextsParams>).precision);
}

function isImagesParams(value: unknown): value is ImagesParams {
  return (
    isRecord(value) &&
    isArrayOf(value.paths, isString) &&
    isOneOf(priorities, value.priority) &&
    isAlpha(value.alpha)
  );
}

function isCheckpoint(value: unknown): value is Checkpoint {
  return (
    isRecord(value) &&
    isString(value.id) &&
    isString(value.hash) &&
    (value.family === 'clip' || value.family === 'siglip') &&
    isCount(value.embeddingWidth) &&
    isCount(value.contextLength) &&
    isNumber(value.logitScale) &&
    isNumber(value.logitBias) &&
    isCount(value.imageSize) &&
    isArrayOf(value.languages, isString)
  );
}

function isTokenization(value: unknown): value is Tokenization {
  return (
    isRecord(value) &&
    isArrayOf(value.ids, isCount) &&
    isCount(value.count) &&
    isOptionalCount(value.lostFrom)
  );
}

function isTextEmbedding(value: unknown): value is TextEmbedding {
  return (
    isRecord(value) &&
    value.embedding instanceof Float32Array &&
    isCount(value.tokenCount) &&
    isOptionalCount(value.lostFrom)
  );
}

export const isImageErrorCode = (value: unknown): value is ImageErrorCode => isOneOf(imageErrorCodes, value);

export const isAlpha = (value: unknown): value is Alpha => isOneOf(alphas, value);

function isImageOutcome(value: unknown): value is ImageOutcome {
  if (!isRecord(value) || !isString(value.path)) return false;
  if (value.ok === false) return isImageErrorCode(value.code) && isString(value.detail);
  return (
    value.ok === true &&
    value.embedding instanceof Float32Array &&
    isString(value.hash) &&
    isCount(value.width) &&
    isCount(value.height)
  );
}

export const engineContract: Contract<EngineApi, Progress> = {
  methods: {
    hello: {
      params: isNull,
      result: (value): value is EngineGreeting => isRecord(value) && isCount(value.pid),
    },
    checkpoint: { params: isNull, result: isCheckpoint },
    tokenize: { params: isTextsParams, result: (value) => isArrayOf(value, isTokenization) },
    embedTexts: { params: isEmbedTextsParams, result: (value) => isArrayOf(value, isTextEmbedding) },
    embedImages: { params: isImagesParams, result: (value) => isArrayOf(value, isImageOutcome) },
  },
  progress: (value): value is Progress =>
    isRecord(value) && isOneOf(phases, value.phase) && isCount(value.done) && isCount(value.total),
};
