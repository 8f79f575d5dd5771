/** A fresh process that loads a checkpoint and scores with it: how long each step takes, and the most it held. */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { loadModel } from '../../src/engine/loadModel';
import { generatedFolder } from '../folders';
import { answer, type Answer } from './answer';

const [folder, threads] = [process.argv[2]!, Number(process.argv[3])];

void (async () => {
  const cacheFolder = await mkdtemp(path.join(generatedFolder, 'loading-'));
  const figures: Record<string, number> = { 'peak before, MB': peakMB() };
  let since = performance.now();
  const lap = (step: string): void => {
    figures[`${step}, s`] = (performance.now() - since) / 1000;
    figures[`peak after ${step}, MB`] = peakMB();
    since = performance.now();
  };
  const load = () => loadModel(folder, { cacheFolder, threads });
  const first = await load();
  lap('first load');
  await first.dispose();
  since = performance.now();
  const model = await load();
  lap('next load');
  const embed = async (texts: readonly string[]): Promise<void> => {
    const tokens = model.tokenize(texts).map(({ ids }) => ids);
    for await (const _ of model.encodeTokens(tokens, { tokensPerRun: 192 }));
  };
  await embed(['a photograph of an astronaut riding a horse']);
  lap('first text');
  await embed(Array.from({ length: 32 }, (_, i) => `a photograph of number ${i} on a table`));
  lap('32 texts');
  const size = 3 * model.checkpoint.imageSize ** 2;
  const pixels = Float32Array.from({ length: 8 * size }, (_, i) => Math.sin(i / 7));
  await model.encodePixels(pixels.subarray(0, size), 1);
  lap('first picture');
  await model.encodePixels(pixels, 8);
  lap('8 pictures');
  await model.dispose();
  await rm(cacheFolder, { recursive: true });
  answer(figures satisfies Answer);
})();

/** The most memory that this process has ever had resident, in MB (millions of bytes). */
function peakMB(): number {
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}
