/**
 * Speed of a server's towers beside this machine's: throughput of many pictures and texts, latency of one text.
 * `npx tsx bench/cluster.ts [--server URL] [--pictures 10000] [--texts 1000] [--seconds 120]`
 * Ends a measure after that time, and says how many it did. Prints JSON, one line.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { Engines } from '../src/client/engines';
import type { Embedder } from '../src/core/ports';

const root = path.resolve(__dirname, '..');
const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    pictures: { type: 'string', default: '10000' },
    texts: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '120' },
  },
});

/** Pictures and texts that are asked for together: so that a measure can end. */
const chunk = 200;
const keyPresses = 30;

/** Different bytes each, as photographs have; small, so that making them does not take longer than embedding them. */
async function makePictures(folder: string, count: number): Promise<string[]> {
  const files: string[] = [];
  const refs = path.join(root, 'examples', 'refs');
  const sources = (await readdir(refs)).filter((name) => /\.(png|jpg|webp)$/.test(name));
  for (let i = 0; i < count; i++) {
    const file = path.join(folder, `${i}.jpg`);
    const source = path.join(refs, sources[i % sources.length]!);
    const turned = sharp(source)
      .flatten({ background: '#fff' })
      .modulate({ hue: (i * 7) % 360 });
    await turned
      .resize(256 + (i % 128), 256)
      .jpeg()
      .toFile(file);
    files.push(file);
  }
  return files;
}

interface Measured {
  readonly count: number;
  readonly seconds: number;
  readonly perSecond: number;
}

async function measure<T>(all: readonly T[], ask: (some: T[]) => Promise<unknown>): Promise<Measured> {
  const started = performance.now();
  const limit = Number(values.seconds) * 1000;
  let count = 0;
  while (count < all.length && performance.now() - started < limit) {
    const some = all.slice(count, count + chunk);
    await ask(some);
    count += some.length;
  }
  const seconds = (performance.now() - started) / 1000;
  return { count, seconds: rounded(seconds), perSecond: rounded(count / seconds) };
}

async function latency(embedder: Embedder): Promise<{ readonly median: number; readonly p95: number }> {
  const times: number[] = [];
  for (let i = 0; i < keyPresses; i++) {
    const started = performance.now();
    await embedder.embedTexts([`a key press, number ${i}`], { priority: 'caret' });
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return { median: rounded(times[keyPresses / 2]!), p95: rounded(times[Math.floor(keyPresses * 0.95)]!) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'spellwright-bench-'));
  const engines = new Engines({
    engineFile: path.join(root, 'dist', 'engine.js'),
    modelsFolder: path.join(root, 'models'),
    cacheFolder: path.join(folder, 'cache'),
    server: () =>
      values.server === undefined
        ? undefined
        : { url: values.server, token: process.env.SPELLWRIGHT_SERVER_TOKEN },
  });
  try {
    const files = await makePictures(folder, Number(values.pictures));
    const texts = Array.from(
      { length: Number(values.texts) },
      (_, i) => `picture ${i}: a cat beside ${i} apples`,
    );
    const engine = await engines.for(undefined, undefined);
    const { id, server } = await engine.checkpoint();
    await engine.embedTexts(['warm']);
    const pictures = await measure(files, (some) => engine.embedImages(some));
    const ofTexts = await measure(texts, (some) => engine.embedTexts(some));
    const keyPressMs = await latency(engine);
    const machine = { cores: availableParallelism(), load: rounded(loadavg()[0]!) };
    console.log(
      JSON.stringify({
        checkpoint: id,
        agreement: server?.agreement,
        pictures,
        texts: ofTexts,
        keyPressMs,
        machine,
      }),
    );
  } finally {
    engines.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

void main();
