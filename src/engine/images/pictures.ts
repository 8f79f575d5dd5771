import type { Preprocessing } from '../../core/clip/preprocessing';
import type { HiddenRecord } from '../../core/infotext/pictureRecord';
import type { Alpha, PictureArea, Thumbnail } from '../../core/ports';
import { Budget } from './budget';
import type { FoundWriting } from './findWriting';
import { pictureExaminer, picturePreparer, type PreparedPicture } from './preparePicture';
import { hashPicture, maxFileBytes, readPicture } from './readPicture';

/** A picture as the image tower needs it, and of which bytes it was made. */
export interface PreparedFile {
  /** SHA-256 (hex) of the file's bytes. */
  readonly hash: string;
  readonly picture: PreparedPicture;
}

/** A picture as it was examined, and of which bytes. */
export interface ExaminedFile {
  /** SHA-256 (hex) of the file's bytes. */
  readonly hash: string;
  readonly writing: FoundWriting;
}

/** A record of a maker's, where there is one. */
export type HiddenFound = HiddenRecord | 'too-large' | undefined;

/** Reads pictures' files. Paths are absolute; a bad picture rejects with a `PictureError`. */
export interface Pictures {
  /** SHA-256 (hex) of the file's bytes. */
  hash(path: string, signal: AbortSignal): Promise<string>;
  /** @param part in shares of the picture's edges; all of it by default */
  prepare(path: string, alpha: Alpha, signal: AbortSignal, part?: PictureArea): Promise<PreparedFile>;
  /** @param edge longer edge at most, in pixels */
  thumbnail(path: string, edge: number, signal: AbortSignal): Promise<Thumbnail>;
  /** Transparency is over white, as a viewer sees it. */
  examine(path: string, signal: AbortSignal): Promise<ExaminedFile>;
  /** What lies in the lowest bits of its pixels. */
  hidden(path: string, signal: AbortSignal): Promise<HiddenFound>;
}

/** Reads pictures in this process: any number at once, in a bounded memory. */
export function localPictures(preprocessing: Preprocessing, imageSize: number): Pictures {
  const examine = pictureExaminer(preprocessing, imageSize);
  const { prepare, thumbnail, hidden } = picturePreparer(preprocessing, imageSize);
  // As much as the largest single file.
  const held = new Budget(maxFileBytes);
  return {
    hash: hashPicture,
    prepare: (path, alpha, _, part) =>
      readPicture(path, held, async ({ bytes, hash }) => ({
        hash,
        picture: await prepare(bytes, alpha, part),
      })),
    thumbnail: (path, edge) => readPicture(path, held, ({ bytes }) => thumbnail(bytes, edge)),
    examine: (path) =>
      readPicture(path, held, async ({ bytes, hash }) => ({ hash, writing: await examine(bytes) })),
    hidden: (path) => readPicture(path, held, ({ bytes }) => hidden(bytes)),
  };
}
