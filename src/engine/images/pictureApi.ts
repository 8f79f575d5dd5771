import type { Preprocessing } from '../../core/clip/preprocessing';
import type { Alpha, ImageErrorCode } from '../../core/ports';
import { isAlpha, isImageErrorCode } from '../../protocol/engine';
import { isRecord, type Contract } from '../../protocol/rpc';
import type { PreparedPicture } from './preparePicture';

/** What the picture thread is told once, when it is started. */
export interface PictureThreadData {
  readonly preprocessing: Preprocessing;
  readonly imageSize: number;
  /** What `hasForeignGlib` says on the main thread. */
  readonly foreignGlib: boolean;
}

/** Engine → picture thread. */
export interface PictureApi {
  /** A bad picture is an answer, not an error. */
  prepare(picture: PictureBytes): Preparation;
}

export interface PictureBytes {
  readonly bytes: Uint8Array;
  readonly alpha: Alpha;
}

export type Preparation =
  | { readonly ok: true; readonly picture: PreparedPicture }
  | { readonly ok: false; readonly code: ImageErrorCode; readonly detail: string };

export const pictureContract: Contract<PictureApi> = {
  methods: {
    prepare: {
      params: (value): value is PictureBytes =>
        isRecord(value) && value.bytes instanceof Uint8Array && isAlpha(value.alpha),
      result: (value): value is Preparation =>
        isRecord(value) &&
        (value.ok === true
          ? isRecord(value.picture) && value.picture.pixels instanceof Float32Array
          : isImageErrorCode(value.code)),
    },
  },
  progress: (value): value is never => value === undefined,
};
