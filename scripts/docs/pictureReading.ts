/**
 * Prints how far apart the bundled checkpoint's embeddings lie where other programs for CLIP read a picture otherwise:
 * the cosine between the two readings, over the pictures of the examples.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Preprocessor } from '../../src/core/clip/preprocess';
import type { RgbImage } from '../../src/core/clip/preprocessing';
import { loadSharp } from '../../src/engine/images/loadSharp';
import { openPicture } from '../../src/engine/images/openPicture';
import { loadModel } from '../../src/engine/loadModel';
import { dot } from '../../src/core/clip/similarity';
import { root } from '../editor/repository';

type Reading = readonly [ours: RgbImage, theirs: RgbImage];

/** Each gives a picture as it is read here and as it is read elsewhere. */
const readings: Readonly<Record<string, (picture: RgbImage, edge: number) => Promise<Reading>>> = {
  'transparency: its white made clear, over white or dropped with black underneath': clearWhite,
  'a crop one pixel further left, of an edge of {edge} pixels': shifted,
  '16-bit grey: its upper eight bits, or every value above 255 white': grey16,
};

async function clearWhite(picture: RgbImage): Promise<Reading> {
  const { width, height, data } = picture;
  const rgba = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const colour = data.subarray(i * 3, i * 3 + 3);
    if (colour.some((value) => value < 250)) rgba.set([...colour, 255], i * 4);
  }
  const png = await loadSharp()(rgba, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return [await (await openPicture(png)).decode(), await (await openPicture(png, 'dropped')).decode()];
}

/** A little wider than high, so that shrinking to the edge leaves the crop something to choose. */
async function shifted({ width, height, data }: RgbImage, edge: number): Promise<Reading> {
  const wide = { width: edge + 1, height: edge };
  const pixels = await loadSharp()(data, { raw: { width, height, channels: 3 } })
    .resize({ ...wide, fit: 'fill' })
    .raw()
    .toBuffer();
  const crop = (left: number): RgbImage => {
    const part = new Uint8Array(edge * edge * 3);
    for (let y = 0; y < edge; y++) {
      const from = (y * wide.width + left) * 3;
      part.set(pixels.subarray(from, from + edge * 3), y * edge * 3);
    }
    return { width: edge, height: edge, data: part };
  };
  return [crop(1), crop(0)];
}

async function grey16({ width, height, data }: RgbImage): Promise<Reading> {
  const grey = await loadSharp()(data, { raw: { width, height, channels: 3 } })
    .toColourspace('grey16')
    .png()
    .toBuffer();
  const ours = await (await openPicture(grey)).decode();
  // Black is the only value of eight bits that is none above 255 as one of sixteen.
  return [ours, { width, height, data: ours.data.map((value) => (value === 0 ? 0 : 255)) }];
}

async function main(): Promise<void> {
  const model = await loadModel(path.join(root, 'models', 'mini'), { threads: 1 });
  const edge = model.checkpoint.imageSize;
  const preprocessor = new Preprocessor(model.preprocessing);
  const embed = async (picture: RgbImage): Promise<Float32Array> => {
    const pixels = new Float32Array(3 * edge * edge);
    preprocessor.write(picture, pixels);
    return model.encodePixels(pixels, 1);
  };
  const folder = path.join(root, 'examples', 'refs');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.png')).sort();
  const pictures = await Promise.all(
    names.map(async (name) => (await openPicture(await readFile(path.join(folder, name)))).decode()),
  );

  console.log(`| cosine over ${names.length} drawings | mean | least |\n| --- | ---: | ---: |`);
  for (const [title, readingOf] of Object.entries(readings)) {
    const cosines: number[] = [];
    for (const picture of pictures) {
      const [ours, theirs] = await readingOf(picture, edge);
      cosines.push(dot(await embed(ours), await embed(theirs)));
    }
    const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
    const cells = [title.replace('{edge}', String(edge)), mean.toFixed(2), Math.min(...cosines).toFixed(2)];
    console.log(`| ${cells.join(' | ')} |`);
  }
  await model.dispose();
}

void main();
