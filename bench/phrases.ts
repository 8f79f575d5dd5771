/**
 * What long lists of phrases cost at ViT-B/32's shape: embedding them, from cold and from what was kept, putting them in
 * order by pictures, memory; and what completion takes while somebody types, from the key to the list. Beside the clock,
 * what the engine's processor time would be on the clock if nothing else ran: on a busy machine only that says something.
 * Run: npx tsx bench/phrases.ts [--mini] [--phrases 100000] [--pictures 10] [--completion 200000] [--rounds 60]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { vocabularyFiles } from '../scripts/craft/readVocabulary';
import { EngineClient } from '../src/client/engineClient';
import { RememberingEmbedder } from '../src/client/rememberingEmbedder';
import { filledGap, KeptMeasures, measuredCompletions, wantedLanguage } from '../src/core/craft/complete';
import { PackedEmbeddings } from '../src/core/craft/packedEmbeddings';
import { PhraseIndex } from '../src/core/craft/phraseIndex';
import { readPhraseList } from '../src/core/craft/phraseList';
import { centre, type Candidates } from '../src/core/craft/screen';
import { vocabularyOf } from '../src/core/craft/vocabularyFile';
import type { Vocabulary } from '../src/core/ports';
import { parseSpellFile } from '../src/core/spell/parseSpellFile';
import { finish, paced } from '../src/core/steps';
import { gapAt, matching, phrasePlace } from '../src/extension/features/craft/phrasePlace';
import { timeBox } from '../src/extension/features/craft/timeBox';
import { SlicedWork } from '../src/extension/services/slicedWork';
import { pauses } from '../src/files/pauses';
import { embedPhrases } from '../src/tasks/embedPhrases';
import { pictureMeasure } from '../src/tasks/pictureMeasure';
import { scoreFile, type ScoredFile } from '../src/tasks/scoreFile';
import { bundleOf } from '../test/engine/process/engineBundle';
import { preparePictures } from './cases/pictures';
import { Words } from './cases/words';
import { prepareVitB32Alone } from './checkpoint/prepare';
import { bundledCheckpoint, generatedFolder } from './folders';

const threads = 2;
const root = path.resolve(__dirname, '..');
const warmUps = 5;
/** As `measuredCompletion.ts` has them. */
const [budgetMs, mostOffered] = [80, 50];
/** Of somebody who types fast, beside what the list takes. */
const betweenKeysMs = 100;

const { values } = parseArgs({
  options: {
    mini: { type: 'boolean', default: false },
    phrases: { type: 'string', default: '100000' },
    pictures: { type: 'string', default: '10' },
    completion: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '60' },
  },
});

async function main(): Promise<void> {
  const folder = values.mini ? bundledCheckpoint : await prepareVitB32Alone();
  const engineFile = await bundleOf('src/engine/main.ts');
  const cacheFolder = mkdtempSync(path.join(tmpdir(), 'spellwright-phrases-'));
  const open = (): EngineClient =>
    new EngineClient({
      engineFile,
      modelFolder: folder,
      cacheFolder,
      threads,
      log: (line) => console.error(line),
    });
  const paths = await preparePictures(Number(values.pictures));
  const words = new Words(folder, 11);
  try {
    if (Number(values.phrases) > 0) await longList(open, cacheFolder, words, paths);
    await completion(open, words, paths);
  } finally {
    rmSync(cacheFolder, { recursive: true });
  }
}

/** Tags of two or three words, as a file of A1111's tag autocomplete. */
function tagList(words: Words, count: number): string {
  const tags = new Set<string>();
  while (tags.size < count) tags.add(words.words(2 + (tags.size % 2)).join('_'));
  return [...tags].map((tag, i) => `${tag},0,${10 * (count - i)},`).join('\n');
}

async function longList(
  open: () => EngineClient,
  cacheFolder: string,
  words: Words,
  paths: readonly string[],
): Promise<void> {
  const text = tagList(words, Number(values.phrases));
  const list = await stalling('reading the list', () => paced(readPhraseList('tags.csv', text), pauses()));
  const few = { name: 'few', phrases: list.phrases.slice(0, 4096) };
  for (const how of ['cold', 'from what was kept'] as const) {
    const client = open();
    try {
      const clock = performance.now();
      const checkpoint = await client.checkpoint();
      const loaded = performance.now();
      const pictures = (await client.embedImages(paths)).flatMap((each) => (each.ok ? [each.embedding] : []));
      const seen = performance.now();
      const before = processorMs(client.pid!);
      const candidates = await stalling(`embeddings, ${how}`, () =>
        embedPhrases([list], () => true, client, { cacheFolder }),
      );
      const processor = (processorMs(client.pid!) - before) / threads;
      const embedded = performance.now();
      const along = await paced(candidates.packed.along(centre(pictures)), pauses());
      const ordered = performance.now();
      console.log(
        `${how}: ${list.phrases.length} phrases × ${pictures.length} pictures in ${seconds(ordered - clock)}: checkpoint ${seconds(loaded - clock)}, pictures ${seconds(seen - loaded)}, embeddings ${seconds(embedded - seen)} (${seconds(processor)} of ${threads} processors), order ${seconds(ordered - embedded)} (${rate(along.length, ordered - embedded)})`,
      );
      if (how === 'cold')
        console.log(
          `  int8: ${rate(list.phrases.length, embedded - seen)} on the clock, ${rate(list.phrases.length, processor)} if nothing else ran`,
        );
      console.log(`  memory: engine ${memory(client.pid!)}, this process ${memory(process.pid)} at most`);
      if (how === 'cold') await compareNumbers(client, few, pictures, checkpoint.embeddingWidth);
    } finally {
      client.dispose();
    }
  }
}

/** Which of the first phrases in full precision are among those that int8 would have measured. */
async function compareNumbers(
  client: EngineClient,
  { phrases }: Vocabulary,
  pictures: readonly Float32Array[],
  width: number,
): Promise<void> {
  const texts = phrases.map(({ text }) => text);
  const target = centre(pictures);
  const orderBy = async (precision: 'int8' | 'fp32'): Promise<{ order: number[]; took: number }> => {
    const before = processorMs(client.pid!);
    const packed = PackedEmbeddings.empty(texts.length, width);
    const embedded = await client.embedTexts(texts, { precision, priority: 'background' });
    embedded.forEach(({ embedding }, row) => packed.set(row, embedding));
    const took = (processorMs(client.pid!) - before) / threads;
    const along = finish(packed.along(target));
    return { order: [...along.keys()].sort((a, b) => along[b]! - along[a]!), took };
  };
  const [full, small] = [await orderBy('fp32'), await orderBy('int8')];
  const among = (first: number, screened: number): string => {
    const chosen = new Set(small.order.slice(0, screened));
    return `${full.order.slice(0, first).filter((row) => chosen.has(row)).length} of ${first}`;
  };
  console.log(
    `  of ${texts.length} phrases: fp32 ${rate(texts.length, full.took)}, int8 ${rate(texts.length, small.took)} if nothing else ran; of the first by fp32, int8 screens: ${among(1, 48)} and ${among(10, 48)} in 48, ${among(10, 200)} in 200, ${among(10, 2048)} in 2048`,
  );
}

async function completion(open: () => EngineClient, words: Words, paths: readonly string[]): Promise<void> {
  const bundled = vocabularyOf('vocabulary', [...vocabularyFiles(root).values()]);
  const long = finish(readPhraseList('tags.csv', tagList(words, Number(values.completion))));
  const client = open();
  const embedder = new RememberingEmbedder(client);
  try {
    const bundledEmbedded = await embedPhrases([bundled], () => true, client);
    await typing('bundled phrases', [bundled], bundledEmbedded, embedder, client, words, paths);
    const { embeddingWidth } = await client.checkpoint();
    // Their values do not change what an order of them costs.
    const packed = PackedEmbeddings.empty(
      long.phrases.length + bundledEmbedded.phrases.length,
      embeddingWidth,
    );
    for (let at = 0; at < packed.values.length; at++) packed.values[at] = ((at * 7919) % 255) - 127;
    packed.scales.fill(1 / 127 / Math.sqrt(embeddingWidth));
    const index = finish(PhraseIndex.of([long, bundled]));
    const both = {
      phrases: index.phrases,
      packed: new PackedEmbeddings(
        embeddingWidth,
        packed.scales.subarray(0, index.phrases.length),
        packed.values.subarray(0, index.phrases.length * embeddingWidth),
      ),
    };
    await typing('own phrases and these', [long, bundled], both, embedder, client, words, paths);
  } finally {
    client.dispose();
  }
}

/** Completion behind a comma and within a word, each time right after a key that changed the prompt: it is scored meanwhile. */
async function typing(
  title: string,
  vocabularies: readonly Vocabulary[],
  candidates: Candidates,
  embedder: RememberingEmbedder,
  client: EngineClient,
  words: Words,
  paths: readonly string[],
): Promise<void> {
  const index = await stalling('an index', () => paced(PhraseIndex.of(vocabularies), new SlicedWork().pause));
  const score = (text: string): Promise<ScoredFile> =>
    scoreFile({
      file: parseSpellFile(text),
      path: `${generatedFolder}/completion.spell`,
      embedder: async () => embedder,
      languagesOf: async () => [],
      priority: 'caret',
    });
  const head = `---\nimages: [${paths.join(', ')}]\n---\n### a\n`;
  const first = await score(`${head}a cat\n### b\na dog\n`);
  const measure = await pictureMeasure(first, embedder, { priority: 'caret' });
  if (!measure) throw new Error('no pictures');
  const along = await stalling('an order', () =>
    paced(candidates.packed.along(centre(measure.pictures)), new SlicedWork().pause),
  );
  for (const [kind, typedOf, keyBefore] of [
    ['behind a comma', () => '', false],
    ['three letters', () => words.word().slice(0, 3), false],
    ['one letter', () => words.word().slice(0, 1), false],
    ['the letter after a comma', () => words.word().slice(0, 1), true],
  ] as const) {
    const taken: number[] = [];
    const processor: number[] = [];
    const counts: number[] = [];
    for (let round = -warmUps; round < Number(values.rounds); round++) {
      const prompt = `${words.words(12).join(' ')}, ${words.words(2).join(' ')}`;
      await score(`${head}${prompt}\n### b\na dog\n`); // what somebody had typed before
      const typed = typedOf();
      const kept = new KeptMeasures();
      if (keyBefore) {
        const gone = `${head}${prompt}, ${typed.slice(0, -1)}`;
        const scored = score(`${gone}\n### b\na dog\n`);
        await complete(`${gone}\n### b\na dog\n`, gone.length, { index, candidates, along, measure, kept });
        await scored;
        await new Promise((resolve) => setTimeout(resolve, betweenKeysMs));
      }
      const text = `${head}${prompt}, ${typed}`;
      const file = `${text}\n### b\na dog\n`;
      const before = processorMs(client.pid!);
      const scoring = score(file);
      const began = performance.now();
      const own = process.cpuUsage();
      const count = await complete(file, text.length, { index, candidates, along, measure, kept });
      taken.push(performance.now() - began);
      const { user, system } = process.cpuUsage(own);
      await scoring;
      processor.push((processorMs(client.pid!) - before) / threads + (user + system) / 1000);
      counts.push(count);
      if (round < 0) [taken, processor, counts].forEach((each) => each.pop());
    }
    console.log(
      `${index.phrases.length} ${title}, ${kind}: p50 ${at(taken, 0.5)} ms, p95 ${at(taken, 0.95)} ms, most ${at(taken, 1)} ms; if nothing else ran p50 ${at(processor, 0.5)} ms, p95 ${at(processor, 0.95)} ms, the scores included; measured ${at(counts, 0.5)} (least ${at(counts, 0)})`,
    );
  }
}

/** @returns how many phrases were measured */
async function complete(
  text: string,
  offset: number,
  {
    index,
    candidates,
    along,
    measure,
    kept,
  }: {
    readonly index: PhraseIndex;
    readonly candidates: Candidates;
    readonly along: Float32Array;
    readonly measure: NonNullable<Awaited<ReturnType<typeof pictureMeasure>>>;
    readonly kept: KeptMeasures;
  },
): Promise<number> {
  const began = performance.now();
  const file = parseSpellFile(text);
  const place = phrasePlace(file, offset);
  if (!place) throw new Error('no place');
  const { pause } = new SlicedWork();
  const { begun, matches } = await matching(index, place.begun, pause);
  if (!begun) return 0;
  const gap = gapAt(file, { start: begun.start, end: place.tail.end }, {});
  if (!gap) throw new Error('no gap');
  const found = await measuredCompletions({ index, packed: candidates.packed, along }, gap, measure, {
    wanted: {
      ...(matches && { matches }),
      language: wantedLanguage(begun.typed, gap, 'en'),
      polarity: 'positive',
      said: filledGap(gap, ''),
      most: mostOffered,
    },
    next: timeBox(began + budgetMs),
    late: new Promise((resolve) => setTimeout(resolve, began + budgetMs - performance.now())),
    kept,
    pause,
  });
  return found.measured.length;
}

/** Tells how long the thread was held at most. */
async function stalling<T>(what: string, work: () => Promise<T>): Promise<T> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const made = await work();
  delay.disable();
  console.log(
    `${what}: ${seconds(performance.now() - began)}, the thread held for ${(delay.percentile(99) / 1e6).toFixed(0)} ms at p99, ${(delay.max / 1e6).toFixed(0)} ms at most`,
  );
  return made;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const rate = (count: number, ms: number): string =>
  `${Math.round((1000 * count) / Math.max(ms, 1))} a second`;

function at(samples: readonly number[], share: number): string {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(0);
}

function memory(pid: number): string {
  const most = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return `${Math.round(Number(most) / 1024)} MB`;
}

/** Of Linux, which counts in hundredths of a second. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

void main();
