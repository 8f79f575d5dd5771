import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Preprocessor } from '../../../src/core/clip/preprocess';
import { dot } from '../../../src/core/clip/similarity';
import { loadSharp } from '../../../src/engine/images/loadSharp';
import type { Model } from '../../../src/engine/model';
import { embedTexts } from './fixtures';

export interface Deviation {
  readonly prompts: number;
  /** Between a prompt's two embeddings. */
  readonly leastCosine: number;
  readonly meanCosine: number;
  /** Part of the pairs of prompts for a picture whose order changes, of all and of those within 0.01 in cosine. */
  readonly flippedPairs: number;
  readonly flippedClosePairs: number;
  /** Part of the questions about a picture whose best prompt stays the best. */
  readonly keptFirst: number;
}

const folder = path.join(__dirname, '../../fixtures/mini-eval');

interface Questions {
  readonly questions: readonly {
    readonly texts?: readonly string[];
    readonly cases: readonly { readonly file: string; readonly texts?: readonly string[] }[];
  }[];
}

/** How int8 differs from fp32 on the bundled checkpoint's questions: each a picture and what may be said of it. */
export async function deviation(model: Model): Promise<Deviation> {
  const { questions } = JSON.parse(await readFile(path.join(folder, 'cases.json'), 'utf8')) as Questions;
  const cases = questions.flatMap(({ texts, cases: own }) =>
    own.map(({ file, texts: its = texts! }) => ({ file, texts: its })),
  );
  const prompts = [...new Set(cases.flatMap(({ texts }) => texts))];
  const fp32 = await embedTexts(model, prompts, 192);
  const int8 = await embedTexts(model, prompts, 192, 'int8');
  const cosines = prompts.map((_, i) => dot(fp32[i]!, int8[i]!));

  const pictures = new Map<string, Float32Array>();
  let [pairs, flipped, closePairs, closeFlipped, kept] = [0, 0, 0, 0, 0];
  for (const { file, texts } of cases) {
    const picture = pictures.get(file) ?? (await embedPicture(model, path.join(folder, file)));
    pictures.set(file, picture);
    const rows = texts.map((text) => prompts.indexOf(text));
    const [right, screened] = [fp32, int8].map((all) => rows.map((row) => dot(all[row]!, picture)));
    for (let i = 0; i < rows.length; i++)
      for (let j = 0; j < i; j++) {
        const difference = right![i]! - right![j]!;
        const isFlipped = difference * (screened![i]! - screened![j]!) < 0;
        pairs++;
        if (isFlipped) flipped++;
        if (Math.abs(difference) > 0.01) continue;
        closePairs++;
        if (isFlipped) closeFlipped++;
      }
    const best = (scores: readonly number[]): number => scores.indexOf(Math.max(...scores));
    if (best(right!) === best(screened!)) kept++;
  }
  return {
    prompts: prompts.length,
    leastCosine: Math.min(...cosines),
    meanCosine: cosines.reduce((sum, each) => sum + each, 0) / cosines.length,
    flippedPairs: flipped / pairs,
    flippedClosePairs: closeFlipped / closePairs,
    keptFirst: kept / cases.length,
  };
}

async function embedPicture(model: Model, file: string): Promise<Float32Array> {
  const { data, info } = await loadSharp()(await readFile(file))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { imageSize } = model.checkpoint;
  const pixels = new Float32Array(3 * imageSize * imageSize);
  new Preprocessor(model.preprocessing).write({ width: info.width, height: info.height, data }, pixels);
  return model.encodePixels(pixels, 1);
}
