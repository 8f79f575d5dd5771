import {
  accelerators,
  deviceChoices,
  deviceChoosings,
  deviceExclusions,
  deviceRefusals,
  type DeviceChoice,
  type DeviceChoosing,
  type DeviceRefusal,
  type DeviceState,
} from '../core/device';
import type { Framing } from '../core/clip/preprocessing';
import type {
  Alpha,
  Checkpoint,
  ExaminationOutcome,
  HiddenRecordOutcome,
  ImageErrorCode,
  ImageOutcome,
  PictureArea,
  PictureAttentionOutcome,
  PlacesOutcome,
  Thumbnail,
  ThumbnailOutcome,
  Precision,
  Priority,
  Progress,
  ScoringServer,
  TextAttention,
  TextEmbedding,
  Tokenization,
  TokenSpan,
  WrittenLine,
} from '../core/ports';
import type { LibraryOutcome, LibraryPicture, LibraryQuestion } from '../core/score/library/libraryScorer';
import { MAX_TEXT } from '../core/infotext/limits';
import type { HiddenRecord } from '../core/infotext/pictureRecord';
import { progressPhases } from '../core/phases';
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
  /** What computes pictures. */
  readonly device: DeviceChoice;
  /** Hash of the only checkpoint that it may answer by; undefined for the one that it finds. */
  readonly hash?: string;
  /** Between two beats of its heart, in milliseconds. */
  readonly beatMs: number;
  /** Whose towers are asked; undefined runs them here. Its token is in the environment: see `serverTokenVariable`. */
  readonly server?: EngineServerAddress;
  /** Bytes that embeddings of pictures may take on disk; some gigabytes by default. */
  readonly embeddingsLimit?: number;
}

export interface EngineServerAddress {
  readonly url: string;
  /** The model's name there; the only one by default. */
  readonly model?: string;
}

/** The environment's variable that holds a server's token: unlike arguments, others on this machine cannot read it. */
export const serverTokenVariable = 'SPELLWRIGHT_SERVER_TOKEN';

/** Client → engine. The engine calls nobody. */
export interface EngineApi {
  /** Answered as soon as the process runs, before anything is loaded. */
  hello(params: null): EngineGreeting;
  /** Loads the checkpoint when it is not loaded yet. */
  checkpoint(params: null): Checkpoint;
  tokenize(params: TextsParams): Answer<Tokenization>;
  embedTexts(params: EmbedTextsParams): Answer<TextEmbedding>;
  embedImages(params: ImagesParams): Answer<ImageOutcome>;
  /** Answers with one item. */
  scoreLibrary(params: LibraryParams): Answer<LibraryOutcome>;
  /** Answers with one item. */
  readPlaces(params: PlacesParams): Answer<PlacesOutcome>;
  /** Answers with one item. */
  attendPicture(params: PictureParams): Answer<PictureAttentionOutcome>;
  attendTexts(params: TextsParams): Answer<TextAttention>;
  /** Answers with one item. */
  thumbnail(params: ThumbnailParams): Answer<ThumbnailOutcome>;
  /** Answers with one item. */
  examinePicture(params: PictureParams): Answer<ExaminationOutcome>;
  /** Answers with one item. */
  hiddenRecord(params: HiddenRecordParams): Answer<HiddenRecordOutcome>;
  /** What computes pictures; answers with one item. */
  device(params: DeviceParams): Answer<DeviceState>;
}

/** What a checkpoint says, and which one it was. */
export interface Answer<T> {
  /** `Checkpoint.hash`: whoever holds numbers of another one must not put these beside them. */
  readonly hash: string;
  /** One for each text or picture of the question, in its order. */
  readonly items: T[];
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

export interface LibraryParams extends LibraryQuestion {
  readonly priority: Priority;
}

export interface PictureParams {
  /** Absolute. */
  readonly path: string;
  readonly priority: Priority;
}

export interface PlacesParams extends PictureParams {
  /** Embeddings of texts, of unit length. */
  readonly texts: readonly Float32Array[];
  /** In shares of the picture's edges. */
  readonly part?: PictureArea;
}

export interface ThumbnailParams {
  /** Absolute. */
  readonly path: string;
  /** Longer edge at most, in pixels. */
  readonly edge: number;
}

export interface HiddenRecordParams {
  /** Absolute. */
  readonly path: string;
}

export interface DeviceParams {
  readonly choosing: DeviceChoosing;
}

/** Pixels of the longer edge of the largest thumbnail: 12 MiB cross at most. */
export const largestThumbnail = 2048;

/** One call may name this many texts or pictures: more is a defect of the caller, not a wish. */
const maxItems = 1_000_000;

const priorities: Record<Priority, true> = { caret: true, visible: true, background: true };
const precisions: Record<Precision, true> = { fp32: true, int8: true };
const alphas: Record<Alpha, true> = { 'over-white': true, dropped: true };
const namesOf = <K extends string>(names: readonly K[]): Record<K, true> =>
  Object.fromEntries(names.map((name) => [name, true])) as Record<K, true>;
const deviceNames = namesOf(deviceChoices);
const acceleratorNames = namesOf(accelerators);
const choosings = namesOf(deviceChoosings);
const refusalReasons = namesOf(deviceRefusals);
const exclusions = namesOf(deviceExclusions);
const imageErrorCodes: Record<ImageErrorCode, true> = {
  'image-missing': true,
  'image-unreadable': true,
  'image-empty': true,
  'image-pointer': true,
  'image-not-a-picture': true,
  'image-kind-unread': true,
  'image-too-large': true,
  'image-too-narrow': true,
  'image-too-slow': true,
  'image-no-memory': true,
  'image-crashed': true,
  'image-truncated': true,
};

/** SHA-256 (hex). */
const isHash = (value: unknown): value is string => isString(value) && /^[0-9a-f]{64}$/.test(value);
const isString = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isPositive = (value: unknown): value is number => isCount(value) && value > 0;
const isNull = (value: unknown): value is null => value === null;
const isOneOf = <K extends string>(keys: Record<K, true>, value: unknown): value is K =>
  isString(value) && Object.hasOwn(keys, value);
/** A hole is an item that is undefined: `every` alone would pass over it. */
const isArrayOf = <T>(value: unknown, isItem: Guard<T>): value is T[] =>
  Array.isArray(value) && value.length <= maxItems && Array.from<unknown>(value).every(isItem);
/**
 * Its elements are numbers, of which one at least says where it points. One plain loop: an editor's thread checks
 * answers of millions of numbers.
 */
function isEmbedding(value: unknown): value is Float32Array {
  if (!(value instanceof Float32Array)) return false;
  let squares = 0;
  for (let i = 0; i < value.length; i++) squares += value[i]! * value[i]!;
  return squares > 0 && squares < Infinity;
}
const isOptionalCount = (value: unknown): boolean => value === undefined || isCount(value);

export function isEngineArguments(value: unknown): value is EngineArguments {
  return (
    isRecord(value) &&
    isString(value.modelFolder) &&
    (value.cacheFolder === undefined || isString(value.cacheFolder)) &&
    isCount(value.threads) &&
    isOneOf(deviceNames, value.device) &&
    isCount(value.idleExitMs) &&
    isCount(value.beatMs) &&
    (value.hash === undefined || isHash(value.hash)) &&
    isOptionalCount(value.embeddingsLimit) &&
    (value.server === undefined ||
      (isRecord(value.server) &&
        isString(value.server.url) &&
        (value.server.model === undefined || isString(value.server.model))))
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

function isFraming(value: unknown): value is Framing {
  if (!isRecord(value) || !isRecord(value.resize)) return false;
  const { resize, crop } = value;
  if (crop !== undefined && !(isRecord(crop) && isPositive(crop.width) && isPositive(crop.height)))
    return false;
  switch (resize.kind) {
    case 'none':
      return true;
    case 'shortest-edge':
      return isPositive(resize.size);
    case 'exact':
      return isPositive(resize.width) && isPositive(resize.height);
    default:
      return false;
  }
}

function isCheckpoint(value: unknown): value is Checkpoint {
  return (
    isRecord(value) &&
    isString(value.id) &&
    isHash(value.hash) &&
    (value.family === 'clip' || value.family === 'siglip') &&
    isPositive(value.embeddingWidth) &&
    isPositive(value.contextLength) &&
    isNumber(value.logitScale) &&
    isNumber(value.logitBias) &&
    isPositive(value.imageSize) &&
    (value.framing === undefined || isFraming(value.framing)) &&
    isArrayOf(value.languages, isString) &&
    (value.server === undefined || isScoringServer(value.server)) &&
    isRuntime(value.runtime)
  );
}

const isRuntime = (value: unknown): value is 'wasm' | undefined => value === undefined || value === 'wasm';

function isScoringServer(value: unknown): value is ScoringServer {
  return (
    isRecord(value) &&
    isString(value.host) &&
    isString(value.model) &&
    isString(value.checkpoint) &&
    isString(value.checkpointHash) &&
    isRecord(value.agreement) &&
    isNumber(value.agreement.text) &&
    isNumber(value.agreement.picture)
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
    isEmbedding(value.embedding) &&
    isCount(value.tokenCount) &&
    isOptionalCount(value.lostFrom)
  );
}

export const isImageErrorCode = (value: unknown): value is ImageErrorCode => isOneOf(imageErrorCodes, value);

export const isAlpha = (value: unknown): value is Alpha => isOneOf(alphas, value);

/** What became of one picture: `ok` with what `isRead` holds of it, or why not. */
const isOutcomeOf =
  <T>(isRead: (value: Record<string, unknown>) => boolean): Guard<T> =>
  (value): value is T => {
    if (!isRecord(value) || !isString(value.path)) return false;
    if (value.ok === false) return isImageErrorCode(value.code) && isString(value.detail);
    return value.ok === true && isRead(value);
  };

/** Of which bytes, and how large. */
const isOfPicture = (value: Record<string, unknown>): boolean =>
  isHash(value.hash) && isPositive(value.width) && isPositive(value.height);

const isImageOutcome = isOutcomeOf<ImageOutcome>(
  (value) => isOfPicture(value) && isEmbedding(value.embedding),
);

const isVectors = (value: unknown): value is Float32Array[] => isArrayOf(value, isEmbedding);

/** Numbers, each of them one; a hole or an infinity is none. */
const isNumbers = (value: unknown): value is Float32Array =>
  value instanceof Float32Array && value.every((each) => Number.isFinite(each));

function isPictureParams(value: unknown): value is PictureParams {
  return isRecord(value) && isString(value.path) && isOneOf(priorities, value.priority);
}

const isArea = (value: unknown): value is PictureArea =>
  isRecord(value) && [value.left, value.top, value.right, value.bottom].every(isNumber);

/** Some of the picture, and nothing beyond it. */
export function isPart(value: unknown): value is PictureArea {
  if (!isArea(value)) return false;
  const { left, top, right, bottom } = value;
  return 0 <= left && left < right && right <= 1 && 0 <= top && top < bottom && bottom <= 1;
}

/** Nearest and farthest pictures of one spell. */
const mostFound = 10_000;

function isLibraryParams(value: unknown): value is LibraryParams {
  if (!isRecord(value) || !isArrayOf(value.paths, isString) || !isVectors(value.texts)) return false;
  const { texts, spells, most, lookHoldsMs, priority } = value;
  const isText = (each: unknown): each is number => isCount(each) && each < texts.length;
  const isSpell = (each: unknown): each is number[] => isArrayOf(each, isText) && each.length > 0;
  return (
    isArrayOf(spells, isSpell) &&
    isCount(most) &&
    most <= mostFound &&
    isOptionalCount(lookHoldsMs) &&
    isOneOf(priorities, priority)
  );
}

function isPlacesParams(value: unknown): value is PlacesParams {
  if (!isPictureParams(value)) return false;
  const { texts, part } = value as Partial<PlacesParams>;
  return isVectors(texts) && (part === undefined || isPart(part));
}

export const isThumbnailEdge = (value: unknown): value is number =>
  isPositive(value) && value <= largestThumbnail;

function isThumbnailParams(value: unknown): value is ThumbnailParams {
  return isRecord(value) && isString(value.path) && isThumbnailEdge(value.edge);
}

export function isThumbnail(value: unknown): value is Thumbnail {
  if (!isRecord(value) || !isPositive(value.width) || !isPositive(value.height)) return false;
  const { shown } = value;
  return (
    isRecord(shown) &&
    isThumbnailEdge(shown.width) &&
    isThumbnailEdge(shown.height) &&
    shown.data instanceof Uint8Array &&
    shown.data.length === 3 * shown.width * shown.height
  );
}

const isThumbnailOutcome = isOutcomeOf<ThumbnailOutcome>(isThumbnail);

/** Nothing, a record, or that it is too large. */
export function isHiddenRecord(value: unknown): value is HiddenRecord | 'too-large' | undefined {
  if (value === undefined || value === 'too-large') return true;
  return (
    isRecord(value) &&
    (value.channels === 'alpha' || value.channels === 'rgb') &&
    typeof value.isPacked === 'boolean' &&
    value.payload instanceof Uint8Array &&
    value.payload.length <= MAX_TEXT
  );
}

const isHiddenRecordOutcome = isOutcomeOf<HiddenRecordOutcome>(({ record }) => isHiddenRecord(record));

const isPlacesOutcome = isOutcomeOf<PlacesOutcome>((value) => {
  if (!isPositive(value.rows) || !isPositive(value.columns)) return false;
  const cells = value.rows * value.columns;
  return (
    isOfPicture(value) &&
    isArea(value.seen) &&
    [value.features, value.evidence, value.attention].every(
      (numbers) => isNumbers(numbers) && numbers.length % cells === 0,
    )
  );
});

/** Shares of what is read, layer by layer: a row for each layer, in which each place has one. */
function hasAttention(value: Record<string, unknown>, places: number): boolean {
  const { layers, own, rollout } = value;
  return (
    isPositive(layers) &&
    [own, rollout].every((numbers) => isNumbers(numbers) && numbers.length === layers * places)
  );
}

const isPictureAttentionOutcome = isOutcomeOf<PictureAttentionOutcome>(
  (value) =>
    isOfPicture(value) &&
    isArea(value.seen) &&
    isPositive(value.rows) &&
    isPositive(value.columns) &&
    typeof value.hasOwnToken === 'boolean' &&
    hasAttention(value, value.rows * value.columns),
);

const isTokenSpan = (value: unknown): value is TokenSpan =>
  isRecord(value) && isCount(value.start) && isCount(value.end) && isPositive(value.tokens);

function isTextAttention(value: unknown): value is TextAttention {
  if (!isRecord(value) || !isPositive(value.tokens) || !isArrayOf(value.spans, isTokenSpan)) return false;
  const spelled = value.spans.reduce((sum, { tokens }) => sum + tokens, 0);
  return spelled <= value.tokens && isOptionalCount(value.lostFrom) && hasAttention(value, value.tokens);
}

function isLine(value: unknown): value is WrittenLine {
  return (
    isRecord(value) &&
    isArea(value.area) &&
    isCount(value.letters) &&
    isPositive(value.inkWidth) &&
    isPositive(value.inkHeight) &&
    value.ink instanceof Uint8Array &&
    value.ink.length === value.inkWidth * value.inkHeight &&
    isEmbedding(value.without)
  );
}

const isExaminationOutcome = isOutcomeOf<ExaminationOutcome>(
  (value) =>
    isOfPicture(value) &&
    isEmbedding(value.embedding) &&
    isNumber(value.writtenShare) &&
    isCount(value.lineCount) &&
    isArrayOf(value.lines, isLine),
);

const isRefusal = (value: unknown): value is DeviceRefusal =>
  isRecord(value) &&
  isOneOf(acceleratorNames, value.device) &&
  isOneOf(refusalReasons, value.reason) &&
  isString(value.detail);

const isDeviceState = (value: unknown): value is DeviceState =>
  isRecord(value) &&
  isOneOf(deviceNames, value.asked) &&
  (value.pictures === undefined ||
    value.pictures === 'cpu' ||
    value.pictures === 'server' ||
    isOneOf(acceleratorNames, value.pictures)) &&
  (value.server === undefined || isString(value.server)) &&
  isRuntime(value.runtime) &&
  (value.excluded === undefined || isOneOf(exclusions, value.excluded)) &&
  (value.difference === undefined || isNumber(value.difference)) &&
  isArrayOf(value.refused, isRefusal);

const isRankRange = (value: unknown): boolean =>
  isRecord(value) && isPositive(value.first) && isPositive(value.last) && value.first <= value.last;

const isInterval = (value: unknown): boolean =>
  isRecord(value) && isNumber(value.low) && isNumber(value.high) && value.low <= value.high;

function isYardstick(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { observations, pairs, prior, reach, stretch } = value;
  const isPrior =
    prior === undefined || (isRecord(prior) && isNumber(prior.variance) && typeof prior.degrees === 'number');
  return isPositive(observations) && isPositive(pairs) && isPrior && isNumber(reach) && isNumber(stretch);
}

const isStanding = (value: Record<string, unknown>): boolean =>
  isPositive(value.rank) &&
  isNumber(value.meanProbability) &&
  isCount(value.fitsBest) &&
  isNumber(value.meanCosine) &&
  (value.ranks === undefined || isRankRange(value.ranks));

const isLibraryPicture = (value: unknown): value is LibraryPicture =>
  isRecord(value) && isString(value.path) && isNumber(value.cosine) && isNumber(value.probability);

function isDistribution(value: unknown): boolean {
  return isInterval(value) && isArrayOf((value as Record<string, unknown>).counts, isCount);
}

function isLibrarySpell(value: unknown): value is LibraryOutcome['spells'][number] {
  if (!isRecord(value) || !isStanding(value)) return false;
  const { texts, best, chosenCosine, behind, yardstick, distribution, nearest, farthest } = value;
  const isText = (each: unknown): each is unknown => isRecord(each) && isStanding(each);
  const isBehind =
    behind === undefined ||
    (isRecord(behind) &&
      isNumber(behind.difference) &&
      (behind.interval === undefined || isInterval(behind.interval)));
  return (
    isArrayOf(texts, isText) &&
    isCount(best) &&
    best < texts.length &&
    isNumber(chosenCosine) &&
    isBehind &&
    (yardstick === undefined || isYardstick(yardstick)) &&
    isDistribution(distribution) &&
    isArrayOf(nearest, isLibraryPicture) &&
    isArrayOf(farthest, isLibraryPicture)
  );
}

const isFailure = (value: unknown): value is LibraryOutcome['failures'][number] =>
  isRecord(value) && isString(value.path) && isImageErrorCode(value.code) && isString(value.detail);

function isLibraryOutcome(value: unknown): value is LibraryOutcome {
  if (!isRecord(value) || !isArrayOf(value.spells, isLibrarySpell)) return false;
  const { pictures, different, spells, order, yardstick, failures, failed } = value;
  const isSpell = (each: unknown): each is number => isCount(each) && each < spells.length;
  return (
    isCount(pictures) &&
    isCount(different) &&
    isArrayOf(order, isSpell) &&
    new Set(order).size === spells.length &&
    order.length === spells.length &&
    (yardstick === undefined || isYardstick(yardstick)) &&
    isArrayOf(failures, isFailure) &&
    isCount(failed)
  );
}

const isAnswerOf =
  <T>(isItem: Guard<T>): Guard<Answer<T>> =>
  (value): value is Answer<T> =>
    isRecord(value) && isHash(value.hash) && isArrayOf(value.items, isItem);

export const engineContract: Contract<EngineApi, Progress> = {
  methods: {
    hello: {
      params: isNull,
      result: (value): value is EngineGreeting => isRecord(value) && isCount(value.pid),
    },
    checkpoint: { params: isNull, result: isCheckpoint },
    tokenize: {
      params: isTextsParams,
      result: isAnswerOf(isTokenization),
      answers: ({ texts }, { items }) => items.length === texts.length,
    },
    embedTexts: {
      params: isEmbedTextsParams,
      result: isAnswerOf(isTextEmbedding),
      answers: ({ texts }, { items }) => items.length === texts.length,
    },
    embedImages: {
      params: isImagesParams,
      result: isAnswerOf(isImageOutcome),
      answers: ({ paths }, { items }) =>
        items.length === paths.length && items.every(({ path }, i) => path === paths[i]),
    },
    scoreLibrary: {
      params: isLibraryParams,
      result: isAnswerOf(isLibraryOutcome),
      answers: ({ paths, spells }, { items: [item, ...others] }) => {
        if (!item || others.length > 0) return false;
        if (item.pictures === 0) return item.spells.length === 0;
        if (item.spells.length !== spells.length) return false;
        const asked = new Set(paths);
        return item.spells.every(
          ({ texts, nearest, farthest }, i) =>
            texts.length === spells[i]!.length &&
            [...nearest, ...farthest].every(({ path }) => asked.has(path)),
        );
      },
    },
    readPlaces: {
      params: isPlacesParams,
      result: isAnswerOf(isPlacesOutcome),
      answers: ({ path, texts }, { items: [item, ...others] }) =>
        others.length === 0 &&
        item?.path === path &&
        (!item.ok || item.evidence.length === texts.length * item.rows * item.columns),
    },
    attendPicture: {
      params: isPictureParams,
      result: isAnswerOf(isPictureAttentionOutcome),
      answers: ({ path }, { items: [item, ...others] }) => others.length === 0 && item?.path === path,
    },
    attendTexts: {
      params: isTextsParams,
      result: isAnswerOf(isTextAttention),
      answers: ({ texts }, { items }) =>
        items.length === texts.length &&
        items.every(({ spans }, i) =>
          spans.every(({ start, end }) => start < end && end <= texts[i]!.length),
        ),
    },
    thumbnail: {
      params: isThumbnailParams,
      result: isAnswerOf(isThumbnailOutcome),
      answers: ({ path, edge }, { items: [item, ...others] }) =>
        others.length === 0 &&
        item?.path === path &&
        (!item.ok || Math.max(item.shown.width, item.shown.height) <= edge),
    },
    examinePicture: {
      params: isPictureParams,
      result: isAnswerOf(isExaminationOutcome),
      answers: ({ path }, { items: [item, ...others] }) => others.length === 0 && item?.path === path,
    },
    hiddenRecord: {
      params: (value): value is HiddenRecordParams => isRecord(value) && isString(value.path),
      result: isAnswerOf(isHiddenRecordOutcome),
      answers: ({ path }, { items: [item, ...others] }) => others.length === 0 && item?.path === path,
    },
    device: {
      params: (value): value is DeviceParams => isRecord(value) && isOneOf(choosings, value.choosing),
      result: isAnswerOf(isDeviceState),
      answers: (_, { items }) => items.length === 1,
    },
  },
  progress: (value): value is Progress =>
    isRecord(value) &&
    progressPhases.some((phase) => phase === value.phase) &&
    isCount(value.done) &&
    isCount(value.total),
};
