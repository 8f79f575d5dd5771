import { mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { generatedFolder } from '../folders';

/** A 12-megapixel photograph's size. */
export const photoSize = { width: 4000, height: 3000 } as const;
/** As image generators give them. */
const pictureSize = { width: 768, height: 768 } as const;

/** @returns the path of a JPEG of 12 megapixels */
export function preparePhoto(): Promise<string> {
  return picture('photo', photoSize, 4);
}

/** @returns the paths of so many JPEGs as a generator makes them */
export function preparePictures(count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => picture(`picture-${i}`, pictureSize, 5 + i)));
}

/** Edges in pixels of the shapes, and their part in the brightness. */
const scales = [
  { size: 512, strength: 0.5 },
  { size: 128, strength: 0.25 },
  { size: 32, strength: 0.13 },
  { size: 8, strength: 0.07 },
  { size: 2, strength: 0.05 },
] as const;

/** Random shapes, the larger the stronger, as in a photograph: so that it takes about as many bytes. */
async function picture(
  name: string,
  { width, height }: { readonly width: number; readonly height: number },
  seed: number,
): Promise<string> {
  const file = path.join(generatedFolder, 'pictures', `${name}.jpg`);
  if (await stat(file).catch(() => undefined)) return file;
  await mkdir(path.dirname(file), { recursive: true });
  const random = seededRandom(seed);
  const noise = (scale: number): Sharp => {
    const [columns, rows] = [Math.ceil(width / scale), Math.ceil(height / scale)];
    const values = Uint8Array.from({ length: columns * rows * 3 }, () => random() * 256);
    return sharp(values, { raw: { width: columns, height: rows, channels: 3 } }).resize(width, height, {
      kernel: 'cubic',
      fit: 'fill',
    });
  };
  const layers = await Promise.all(
    scales.map(async ({ size, strength }) => ({ strength, values: await noise(size).raw().toBuffer() })),
  );
  const mixed = Uint8Array.from({ length: width * height * 3 }, (_, i) =>
    layers.reduce((sum, { strength, values }) => sum + strength * values[i]!, 0),
  );
  await sharp(mixed, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toFile(`${file}.unfinished`);
  await rename(`${file}.unfinished`, file);
  return file;
}
