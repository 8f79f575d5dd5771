import type { GenerationProgress } from './generator';
import { GeneratorError } from './generatorError';

/** Before the first look: short pictures are told of, too. */
const FIRST_MS = 100;
/** Between an answer and the next look. */
const PAUSE_MS = 400;

/**
 * Looks how far work has come until it is done; a look that fails is passed over, as the work itself will say what is wrong.
 * @param look told to end with the work; undefined where there is nothing to tell
 */
export async function watched<T>(
  work: Promise<T>,
  look: (signal: AbortSignal) => Promise<GenerationProgress | undefined>,
  onProgress: (progress: GenerationProgress) => void,
): Promise<T> {
  const done = new AbortController();
  const looking = (async () => {
    for (let pause = FIRST_MS; ; pause = PAUSE_MS) {
      await delay(pause, done.signal);
      if (done.signal.aborted) return;
      const progress = await look(done.signal).catch(passOver);
      if (progress && !done.signal.aborted) onProgress(progress);
    }
  })();
  try {
    return await Promise.race([work, looking.then(() => work)]);
  } finally {
    done.abort();
  }
}

function passOver(error: unknown): undefined {
  if (error instanceof GeneratorError || (error as Error).name === 'AbortError') return undefined;
  throw error;
}

/** Ends early with the signal. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
