import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadModel } from '../../src/engine/loadModel';
import type { Model } from '../../src/engine/model';

/**
 * Holds the engine against transformers and open_clip: `npx tsx scripts/checkpoints/compare.ts FOLDER [NAME …]`, FOLDER as
 * `theirs.py` has made it. Says of each checkpoint how many texts have other token ids, and by how much embeddings differ at
 * most, in parts of their length; fails where that is more than 1e-4.
 */

interface Theirs {
  readonly texts: readonly string[];
  readonly ids: readonly (readonly number[])[];
  readonly textEmbeddings: readonly (readonly number[])[];
  readonly imageEmbeddings: readonly (readonly number[])[];
  readonly pixels: readonly number[];
  readonly logitScale: number;
  readonly logitBias: number;
  readonly logitsPerImage: readonly (readonly number[])[] | null;
}

const most = 1e-4;

async function main(): Promise<void> {
  const [folder, ...names] = process.argv.slice(2);
  if (!folder) throw new Error('compare.ts FOLDER [NAME …]');
  const found = await readdir(folder, { withFileTypes: true });
  const all = found.filter((entry) => entry.isDirectory() && entry.name !== 'pictures');
  let isEqual = true;
  for (const { name } of all.filter((entry) => names.length === 0 || names.includes(entry.name)))
    isEqual = (await compared(path.join(folder, name))) && isEqual;
  process.exitCode = isEqual ? 0 : 1;
}

async function compared(folder: string): Promise<boolean> {
  const theirs = JSON.parse(await readFile(path.join(folder, 'expected.json'), 'utf8')) as Theirs;
  const pixels = new Float32Array(Uint8Array.from(await readFile(path.join(folder, 'pixels.f32'))).buffer);
  const before = process.memoryUsage().rss;
  const start = process.cpuUsage();
  const model = await loadModel(folder, { threads: 1 });
  const { user, system } = process.cpuUsage(start);
  const held = process.memoryUsage().rss - before;
  const reading = performance.now();
  const ids = model.tokenize(theirs.texts).map((each) => each.ids);
  const tokens = performance.now() - reading;
  const other = theirs.texts.filter((_, i) => String(ids[i]) !== String(theirs.ids[i]));
  const texts = await embedTexts(model, theirs.texts);
  const pictures = await model.encodePixels(pixels, theirs.pixels[0]!);
  const { embeddingWidth: width, logitScale, logitBias } = model.checkpoint;
  const picture = (i: number): Float32Array => pictures.subarray(i * width, (i + 1) * width);
  const errors = {
    texts: Math.max(...texts.map((each, i) => difference(each, theirs.textEmbeddings[i]!))),
    pictures: Math.max(...theirs.imageEmbeddings.map((each, i) => difference(picture(i), each))),
    scale: Math.abs(logitScale / theirs.logitScale - 1),
    logits: Math.max(
      0,
      ...(theirs.logitsPerImage ?? []).map((row, i) =>
        difference(
          texts.map((text) => dot(text, picture(i)) * logitScale + logitBias),
          row,
        ),
      ),
    ),
  };
  await model.dispose();
  const figures = Object.entries(errors).map(([what, error]) => `${what} ${error.toExponential(1)}`);
  console.log(
    `${path.basename(folder)}: ids ${theirs.texts.length - other.length}/${theirs.texts.length}, ${figures.join(', ')}; ` +
      `loaded in ${((user + system) / 1e6).toFixed(1)} s of a processor, ${Math.round(held / 1e6)} MB more, ${theirs.texts.length} texts read in ${tokens.toFixed(0)} ms`,
  );
  for (const text of other) console.log(`  other ids: ${JSON.stringify(text.slice(0, 60))}`);
  return other.length === 0 && Object.values(errors).every((error) => error < most);
}

async function embedTexts(model: Model, texts: readonly string[]): Promise<Float32Array[]> {
  const embeddings = new Array<Float32Array>(texts.length);
  const ids = model.tokenize(texts).map((each) => each.ids);
  for await (const run of model.encodeTokens(ids, { tokensPerRun: 192 }))
    for (const { index, embedding } of run) embeddings[index] = embedding;
  return embeddings;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const apart = Array.from({ length: expected.length }, (_, i) => actual[i]! - expected[i]!);
  return Math.sqrt(dot(apart, apart) / dot(expected, expected));
}

void main();
