import assert from 'node:assert/strict';
import { readPicture } from '../../../src/core/infotext/readPicture';
import type {
  PictureReading,
  PictureRecord,
  RgbaPixels,
  Sidecars,
} from '../../../src/core/infotext/pictureRecord';
import { hiddenRecord } from '../../../src/core/infotext/stealth';
import { inflate } from '../../../src/files/inflate';

/** Reads a picture with Node's own inflate. */
export function readFrom(
  file: Uint8Array,
  sidecars: Sidecars = {},
  pixels?: RgbaPixels,
): Promise<PictureReading> {
  return readPicture(
    file,
    { inflate, ...(pixels ? { hidden: () => Promise.resolve(hiddenIn(pixels)) } : {}) },
    sidecars,
  );
}

const hiddenIn = (pixels: RgbaPixels) => hiddenRecord(pixels.width, pixels.height, () => pixels);

/** The best record of a picture. */
export async function bestOf(file: Uint8Array, sidecars: Sidecars = {}): Promise<PictureRecord> {
  const { records } = await readFrom(file, sidecars);
  assert.ok(records[0], 'the picture says nothing');
  return records[0];
}

export const valueOf = ({ parameters }: PictureRecord, name: string): string | undefined =>
  parameters.find(([other]) => other === name)?.[1];
