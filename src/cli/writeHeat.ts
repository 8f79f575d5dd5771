import { stat } from 'node:fs/promises';
import { extname, join, parse, resolve } from 'node:path';
import type { ImageErrorCode, PictureReader } from '../core/ports';
import type { HeatGrid } from '../core/why/heatGrid';
import { enlarged, paintHeat } from '../core/why/heatPicture';
import { writePng } from '../files/writePng';
import { problemText } from '../words/problemText';
import { systemReason } from '../words/systemReason';
import { WHERE_WORDING } from '../words/where';
import { say, type Language } from '../words/words';
import { shownPath } from './problems';

/** Of the longer edge of what is written, in pixels: large pictures are made smaller, small ones larger. */
const writtenEdge = { most: 1024, least: 512 } as const;
const writtenOpacity = 0.7;

/** Where maps are written. */
export interface HeatTarget {
  readonly isFolder: boolean;
  /**
   * For the map of a picture, absolute: in a folder each has a name of its own.
   * @param picture its path
   */
  readonly for: (picture: string) => string;
}

/**
 * @param out a folder that is there, or the name of a PNG; relative to the current folder
 * @param ending of the names in a folder
 * @returns undefined where it is neither
 */
export async function heatTarget(out: string, ending: string): Promise<HeatTarget | undefined> {
  const target = resolve(out);
  const found = out === '' ? undefined : await stat(target).catch(() => undefined);
  if (found?.isDirectory()) {
    const nameFor = namesApart(ending);
    return { isFolder: true, for: (picture) => join(target, nameFor(picture)) };
  }
  return isPngName(out) ? { isFolder: false, for: () => target } : undefined;
}

/** Whether a path names a PNG, and not a folder. */
export function isPngName(out: string): boolean {
  return extname(out).toLowerCase() === '.png' && !/[\\/]$/.test(out);
}

/** A name for each picture; those of one name get numbers. Some disks take small and capital letters as the same. */
function namesApart(ending: string): (picture: string) => string {
  const taken = new Set<string>();
  return (picture) => {
    const stem = parse(picture).name;
    for (let count = 1; ; count++) {
      const name = `${stem}${count === 1 ? '' : `-${count}`}${ending}`;
      const key = name.normalize('NFC').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return name;
    }
  };
}

/** A map over a picture. */
export interface PictureMap extends HeatGrid {
  /** Of the picture, absolute. */
  readonly path: string;
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** 0 to 1 by cell. */
  readonly values: ArrayLike<number>;
}

/**
 * Writes a picture with its map.
 * @param out relative to the current folder
 * @returns why it was not written; undefined where it was
 * @throws the signal's reason
 */
export async function writeHeat(
  out: string,
  { path, width, height, ...heat }: PictureMap,
  {
    reader,
    overwrite,
    language,
    signal,
  }: {
    readonly reader: PictureReader;
    readonly overwrite?: boolean;
    readonly language: Language;
    readonly signal: AbortSignal;
  },
): Promise<string | undefined> {
  const target = resolve(out);
  const notWritten = (reason: string): string =>
    say(WHERE_WORDING.notWritten, language, { path: shownPath(target), reason });
  const thumbnail = await reader.thumbnail(path, writtenEdge.most, { signal });
  if (!thumbnail.ok) return notWritten(pictureText(thumbnail, language));
  const shown = enlarged(thumbnail.shown, writtenEdge.least);
  try {
    await writePng(target, paintHeat(shown, { width, height }, heat, writtenOpacity), { overwrite });
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      return say(WHERE_WORDING[overwrite ? 'noFile' : 'taken'], language, { path: shownPath(target) });
    return notWritten(systemReason(error, language));
  }
}

function pictureText(
  { path, code, detail }: { readonly path: string; readonly code: ImageErrorCode; readonly detail: string },
  language: Language,
): string {
  const listener = { language, face: 'terminal', shown: shownPath } as const;
  return problemText({ code, parameters: { path, detail } }, listener);
}
