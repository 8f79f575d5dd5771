/**
 * A fresh process that has texts and pictures encoded and watches its own event loop meanwhile: what an editor or a
 * server would feel that uses the library.
 */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { EngineClient } from '../../src/client/engineClient';
import { preparePictures } from '../cases/pictures';
import { Words } from '../cases/words';
import { quietSession, transformersJs } from '../peers/transformersJs';
import { answer, residentMB } from './answer';

export const watched = ['own', 'transformers'] as const;
type Watched = (typeof watched)[number];

const [kind, folder, threads, engineFile] = process.argv.slice(2) as [Watched, string, string, string];
const rounds = 3;
const [prompts, pictures] = [64, 6];

interface Encoder {
  encode(texts: readonly string[], pictures: readonly string[]): Promise<unknown>;
  /** Of all its processes, in MB. */
  memory(): number;
}

const open: Record<Watched, () => Promise<Encoder>> = {
  own: async () => {
    // No cache folder: pictures are to be encoded each time.
    const options = { engineFile, modelFolder: folder, threads: Number(threads) };
    const client = new EngineClient({ ...options, log: (line) => console.error(line) });
    return {
      encode: (texts, paths) => Promise.all([client.embedTexts(texts), client.embedImages(paths)]),
      memory: () => residentMB() + residentOf(client.pid!),
    };
  },
  transformers: async () => {
    const { library, model } = transformersJs(folder);
    const classify = await library.pipeline('zero-shot-image-classification', model, quietSession);
    return {
      encode: (texts, paths) => classify(paths, texts, { hypothesis_template: '{}' }),
      memory: residentMB,
    };
  },
};

/** Resident memory of another process in MB; not a number where the system does not tell. */
function residentOf(pid: number): number {
  try {
    const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return (Number(kib) * 1024) / 1e6;
  } catch {
    return NaN;
  }
}

void (async () => {
  const words = new Words(folder, 8);
  const paths = await preparePictures(pictures);
  const encoder = await open[kind]();
  const texts = (): string[] => Array.from({ length: prompts }, () => words.words(18).join(' '));
  await encoder.encode(texts(), paths);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (let round = 0; round < rounds; round++) await encoder.encode(texts(), paths);
  delay.disable();
  answer({
    'event loop p99, ms': delay.percentile(99) / 1e6,
    'event loop longest, ms': delay.max / 1e6,
    'memory of all processes, MB': encoder.memory(),
  });
})();
