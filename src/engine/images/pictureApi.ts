import type { Preprocessing } from '../../core/clip/preprocessing';
import type { Alpha, ImageErrorCode, PictureArea, Thumbnail } from '../../core/ports';
import {
  isAlpha,
  isHiddenRecord,
  isImageErrorCode,
  isPart,
  isThumbnail,
  isThumbnailEdge,
} from '../../protocol/engine';
import { isRecord, type Contract } from '../../protocol/rpc';
import type { ExaminedFile, HiddenFound, PreparedFile } from './pictures';

/** What the picture process is told once, when it is forked: its last argument, as JSON. */
export interface PictureProcessData {
  readonly preprocessing: Preprocessing;
  readonly imageSize: number;
  /** What `hasForeignGlib` says in the engine. */
  readonly foreignGlib: boolean;
}

/** Engine → picture process. */
export interface PictureApi {
  /** SHA-256 (hex) of the file's bytes. */
  hash(params: PicturePath): PictureAnswer<string>;
  prepare(params: PrepareParams): PictureAnswer<PreparedFile>;
  thumbnail(params: ThumbnailParams): PictureAnswer<Thumbnail>;
  examine(params: PicturePath): PictureAnswer<ExaminedFile>;
  hidden(params: PicturePath): PictureAnswer<HiddenFound>;
}

export interface PrepareParams extends PicturePath {
  readonly alpha: Alpha;
  /** In shares of the picture's edges; all of it where there is none. */
  readonly part?: PictureArea;
}

export interface ThumbnailParams extends PicturePath {
  /** Longer edge at most, in pixels. */
  readonly edge: number;
}

export interface PicturePath {
  /** Absolute. */
  readonly path: string;
}

/** A bad picture is an answer, not an error. */
export type PictureAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ImageErrorCode; readonly detail: string };

const isPath = (value: unknown): value is PicturePath & Record<string, unknown> =>
  isRecord(value) && typeof value.path === 'string';

const isPreparedFile = (value: unknown): value is PreparedFile =>
  isRecord(value) &&
  typeof value.hash === 'string' &&
  isRecord(value.picture) &&
  value.picture.pixels instanceof Float32Array;

const isExaminedFile = (value: unknown): value is ExaminedFile =>
  isRecord(value) &&
  typeof value.hash === 'string' &&
  isRecord(value.writing) &&
  value.writing.pixels instanceof Float32Array &&
  Array.isArray(value.writing.lines) &&
  value.writing.lines.every((line) => isRecord(line) && line.pixels instanceof Float32Array);

function isAnswer<T>(value: unknown, isValue: (value: unknown) => value is T): value is PictureAnswer<T> {
  if (!isRecord(value)) return false;
  return value.ok === true
    ? isValue(value.value)
    : isImageErrorCode(value.code) && typeof value.detail === 'string';
}

export const pictureContract: Contract<PictureApi> = {
  methods: {
    hash: {
      params: isPath,
      result: (value): value is PictureAnswer<string> =>
        isAnswer(value, (hash): hash is string => typeof hash === 'string'),
    },
    prepare: {
      params: (value): value is PrepareParams =>
        isPath(value) && isAlpha(value.alpha) && (value.part === undefined || isPart(value.part)),
      result: (value): value is PictureAnswer<PreparedFile> => isAnswer(value, isPreparedFile),
    },
    thumbnail: {
      params: (value): value is ThumbnailParams => isPath(value) && isThumbnailEdge(value.edge),
      result: (value): value is PictureAnswer<Thumbnail> => isAnswer(value, isThumbnail),
    },
    examine: {
      params: isPath,
      result: (value): value is PictureAnswer<ExaminedFile> => isAnswer(value, isExaminedFile),
    },
    hidden: {
      params: isPath,
      result: (value): value is PictureAnswer<HiddenFound> => isAnswer(value, isHiddenRecord),
    },
  },
  progress: (value): value is never => value === undefined,
};
