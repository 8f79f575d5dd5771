/**
 * Reads mutated picture files: `npx tsx scripts/infotext/fuzz.ts [files] [first seed]`. Fails where one throws, takes more than
 * a second of the processor, or where memory goes over 300 MB; says the seed, with which one file is made again. tsx itself
 * takes some 60 MB: bundled with esbuild into a file beside this one, it runs without.
 */
import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { readPicture } from '../../src/core/infotext/readPicture';
import type { PictureReading } from '../../src/core/infotext/pictureRecord';
import { inflate } from '../../src/files/inflate';
import { mutate, randomFrom } from './mutate';
import { soundFiles } from './soundFiles';

const MOST_MS = 1000;
const MOST_MEMORY = 300e6;

const count = Number(process.argv[2] ?? 100_000);
const first = Number(process.argv[3] ?? 1);

/** Ends the process where one file takes ten times too long: nothing else could. */
function watch(current: Int32Array): Worker {
  const code = `const { workerData } = require('node:worker_threads'); const { writeSync } = require('node:fs');
    let last = -1; setInterval(() => { const seed = Atomics.load(workerData, 0);
    if (seed === last) { writeSync(2, 'seed ' + seed + ' hangs\\n'); process.kill(process.pid, 'SIGKILL'); } last = seed; }, ${10 * MOST_MS});`;
  return new Worker(code, { eval: true, workerData: current });
}

async function main(): Promise<void> {
  const sound = soundFiles();
  const current = new Int32Array(new SharedArrayBuffer(4));
  const watchdog = watch(current);
  let [slowest, slowestSeed, memory, told, thrown] = [0, 0, 0, 0, 0];
  const idle = process.memoryUsage().rss;
  for (let seed = first; seed < first + count; seed++) {
    Atomics.store(current, 0, seed);
    const random = randomFrom(seed);
    const [name, bytes] = sound[seed % sound.length]!;
    const file = mutate(bytes, random);
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    try {
      const reading = await read(name, file);
      if (reading.records.length > 0) told++;
    } catch (error) {
      thrown++;
      console.error(`seed ${seed} (${name}) throws:`, error);
    }
    const { user, system } = process.cpuUsage(cpu);
    // Of the processor, where others hold it up; of the clock, where the collector has threads of its own.
    const took = Math.min(performance.now() - started, (user + system) / 1000);
    if (took > slowest) [slowest, slowestSeed] = [took, seed];
    memory = Math.max(memory, process.memoryUsage.rss());
    if (seed % 10_000 === 0)
      writeSync(
        1,
        `${seed - first + 1} files, slowest ${slowest.toFixed(0)} ms, ${(memory / 1e6).toFixed(0)} MB\n`,
      );
  }
  await watchdog.terminate();
  console.log(
    `${count} mutated files of ${sound.length}: ${thrown} threw, slowest ${slowest.toFixed(0)} ms (seed ${slowestSeed}), most memory ${(memory / 1e6).toFixed(0)} MB (${(idle / 1e6).toFixed(0)} MB before), ${told} still said something`,
  );
  if (thrown > 0 || slowest > MOST_MS || memory > MOST_MEMORY) process.exitCode = 1;
}

function read(name: string, file: Buffer): Promise<PictureReading> {
  if (name.endsWith('.json'))
    return readPicture(new Uint8Array(), { inflate }, { json: file.toString('utf8') });
  if (name.endsWith('.txt'))
    return readPicture(new Uint8Array(), { inflate }, { txt: file.toString('utf8') });
  return readPicture(file, { inflate });
}

void main();
