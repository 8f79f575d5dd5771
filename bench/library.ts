/**
 * What a library of very many pictures costs once its pictures are embedded: looking at all files again, ranking prompts on
 * them, finding the best of one text, memory; and rclip's way (one SQLite table, a product in numpy) on the same embeddings.
 * Embeddings are random vectors of ViT-B/32's width, and files hold a number each: decoding and towers have figures of their
 * own. Beside the clock stands the processor's time, which says more on a busy machine.
 * Run: npx tsx bench/library.ts [--pictures 100000] [--prompts 256] [--variants 1] [--rounds 3]
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { normalized } from '../src/core/clip/similarity';
import { seededRandom } from '../src/core/spell/seededRandom';
import { EmbeddingCache } from '../src/engine/cache/embeddingCache';
import { KnownFiles, stampOf } from '../src/engine/cache/knownFiles';
import { scoreLibrary, type ScoreLibraryOptions } from '../src/engine/library/scoreLibrary';
import type { Model } from '../src/engine/model';
import { Products } from '../src/engine/products';

const { values } = parseArgs({
  options: {
    pictures: { type: 'string', default: '100000' },
    prompts: { type: 'string', default: '256' },
    variants: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
  },
});
const [pictures, prompts, variants, rounds] = [
  values.pictures,
  values.prompts,
  values.variants,
  values.rounds,
].map(Number) as [number, number, number, number];
const width = 512;
const random = seededRandom(1);
/** Alike to each other as embeddings of pictures are: a common part and one of its own. */
const common = Float32Array.from({ length: width }, () => random() - 0.5);
const vector = (): Float32Array => normalized(common.map((value) => value + random() - 0.5))!;

let highest = 0;
const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 20);

async function timed<T>(title: string, task: () => Promise<T>): Promise<T> {
  globalThis.gc?.();
  highest = process.memoryUsage.rss();
  const before = highest;
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const result = await task();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  highest = Math.max(highest, process.memoryUsage.rss());
  console.log(
    `${title}: ${seconds(performance.now() - start)} on the clock, ${seconds((user + system) / 1000)} of processors,`,
    `${Math.round(highest / 1e6)} MB at most, ${Math.round((highest - before) / 1e6)} more than before`,
  );
  return result;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'spellwright-library-'));
  try {
    const files = path.join(folder, 'library');
    const paths = Array.from({ length: pictures }, (_, i) => path.join(files, String(i % 100), `${i}.png`));
    for (let i = 0; i < 100; i++) mkdirSync(path.join(files, String(i)), { recursive: true });
    for (const [i, file] of paths.entries()) writeFileSync(file, String(i));
    await delay(2500); // see KnownFiles
    const hashes = paths.map((_, i) => createHash('sha256').update(String(i)).digest('hex'));
    const openCache = (): EmbeddingCache =>
      new EmbeddingCache({
        folder: path.join(folder, 'images'),
        context: 'bench',
        embeddingWidth: width,
        onUnwritable: console.error,
      });
    const raw = path.join(folder, 'vectors.f32');
    const cache = openCache();
    await timed(`keeping ${pictures} embeddings`, async () => {
      for (let from = 0; from < pictures; from += 256) {
        const some = hashes.slice(from, from + 256).map((hash) => ({ hash, embedding: vector() }));
        for (const { embedding } of some) appendFileSync(raw, Buffer.from(embedding.buffer));
        await Promise.all(
          some.map(({ hash, embedding }) => cache.put(hash, { embedding, width: 512, height: 512 })),
        );
      }
    });
    const known = new KnownFiles(folder, console.error);
    for (let from = 0; from < pictures; from += 1000) {
      await Promise.all(
        paths.slice(from, from + 1000).map(async (file, i) => {
          const stamp = await stampOf(file);
          if (stamp) await known.remember(file, stamp, hashes[from + i]!);
        }),
      );
    }
    await cache.missing([]); // leaves its table of contents

    const products = new Products(2);
    const model = { checkpoint: { embeddingWidth: width, logitScale: 100 }, products } as unknown as Model;
    const optionsFor = (opened: EmbeddingCache): ScoreLibraryOptions => ({
      model,
      cache: opened,
      known: new KnownFiles(folder, console.error),
      pictures: undefined as never, // nothing is read
      job: { turn: (task) => task() },
      batchSize: () => 4,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      last: {},
    });
    const question = (count: number): Parameters<typeof scoreLibrary>[0] => ({
      paths,
      texts: Array.from({ length: count }, vector),
      spells: Array.from({ length: Math.ceil(count / variants) }, (_, s) =>
        Array.from({ length: Math.min(variants, count - s * variants) }, (__, i) => s * variants + i),
      ),
      most: 24,
    });
    const opened = openCache();
    await timed('opening the store', () => opened.missing([]).then(() => undefined));
    const options = optionsFor(opened);
    await timed(`looking at ${pictures} files for the first time, and one text`, () =>
      scoreLibrary(question(1), options),
    );
    for (let round = 0; round < rounds; round++) {
      await timed('one text', () => scoreLibrary(question(1), options));
      await timed(`${prompts} prompts`, () => scoreLibrary(question(prompts), options));
      const held = { ...question(prompts), lookHoldsMs: 3_600_000 };
      await timed(`${prompts} prompts, files looked at a moment before`, () => scoreLibrary(held, options));
      const one = { ...question(1), lookHoldsMs: 3_600_000 };
      await timed('one text, files looked at a moment before', () => scoreLibrary(one, options));
    }
    console.log(
      spawnSync('python3', ['-I', path.join(__dirname, 'library', 'rclip.py'), raw, String(width)], {
        encoding: 'utf8',
        cwd: folder,
      }).stdout,
    );
    await products.dispose();
  } finally {
    clearInterval(watch);
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
