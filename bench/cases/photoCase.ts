import { readFile } from 'node:fs/promises';
import { readCheckpoint } from '../../src/engine/checkpoint/readCheckpoint';
import { picturePreparer } from '../../src/engine/images/preparePicture';
import { names } from '../peers/names';
import { transformersJs } from '../peers/transformersJs';
import type { FigureTable, TimedCase } from '../report/result';
import { figureTable } from './figureTable';
import { photoSize, preparePhoto } from './pictures';
import { timedCase } from './timedCase';

/** From a 12-megapixel JPEG on disk to what the image tower takes. */
export async function photoCase(
  folder: string,
): Promise<{ readonly timed: TimedCase; readonly differences: FigureTable }> {
  const file = await preparePhoto();
  const { preprocessing, checkpoint } = await readCheckpoint(folder);
  const { prepare } = picturePreparer(preprocessing, checkpoint.image.imageSize);
  const own = async (): Promise<Float32Array> => (await prepare(await readFile(file), 'over-white')).pixels;

  const { library, model } = transformersJs(folder);
  const processor = await library.AutoProcessor.from_pretrained(model);
  const theirs = async (): Promise<Float32Array> =>
    (await processor(await library.RawImage.read(file))).pixel_values.data;

  const megapixels = Math.round((photoSize.width * photoSize.height) / 1e6);
  const differences = differencesInBytes(await own(), await theirs(), preprocessing.std);
  return {
    timed: await timedCase(
      { id: 'photo', title: `a ${megapixels}-megapixel JPEG: read, decode, resize, normalise` },
      [
        { name: names.own, run: own },
        { name: names.transformersJs, run: theirs },
      ],
      { rounds: 15, warmUps: 2, mostRounds: 30 },
    ),
    differences: figureTable('photo-difference', 'transformers.js from Pillow’s pixels, of 255', {
      [names.transformersJs]: differences,
    }),
  };
}

/** Ours are Pillow's, as the tests hold; so this is how far the others' are from Pillow's. */
function differencesInBytes(
  own: Float32Array,
  theirs: Float32Array,
  std: readonly number[],
): { readonly mean: number; readonly largest: number } {
  const plane = own.length / 3;
  let [sum, largest] = [0, 0];
  own.forEach((value, i) => {
    const difference = Math.abs(value - theirs[i]!) * std[Math.floor(i / plane)]! * 255;
    sum += difference;
    largest = Math.max(largest, difference);
  });
  return { mean: sum / own.length, largest };
}
