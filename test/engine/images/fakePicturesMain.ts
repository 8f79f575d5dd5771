/**
 * A picture process that misbehaves as a file's name says: `crash` ends it as a native crash does, `hang` blocks its
 * thread for good, `greedy` needs all memory for itself, and `slow` takes 300 ms. Says on stderr what it began.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { PictureError } from '../../../src/engine/images/pictureError';
import { servePictures } from '../../../src/engine/images/servePictures';

let inWork = 0;

async function misbehave(path: string): Promise<void> {
  if (path.includes('hang')) for (;;);
  if (path.includes('crash')) process.kill(process.pid, 'SIGSEGV');
  if (path.includes('slow')) await delay(300);
  if (path.includes('greedy') && inWork > 1) throw new PictureError('image-no-memory', 'out of memory');
}

async function counted<T>(path: string, result: T): Promise<T> {
  inWork++;
  try {
    await delay(20); // So that what is asked for together is in work together.
    await misbehave(path);
    return result;
  } finally {
    inWork--;
  }
}

servePictures({
  hash: (path) => counted(path, `hash of ${path}`),
  prepare: (path) =>
    counted(path, {
      hash: `hash of ${path}`,
      picture: { width: path.length, height: 1, pixels: new Float32Array(3) },
    }),
  thumbnail: (path) =>
    counted(path, {
      ...{ width: path.length, height: 1 },
      shown: { width: 1, height: 1, data: new Uint8Array(3) },
    }),
  examine: (path) =>
    counted(path, {
      hash: `hash of ${path}`,
      writing: {
        ...{ width: path.length, height: 1, pixels: new Float32Array(3) },
        ...{ lines: [], lineCount: 0, writtenShare: 0 },
      },
    }),
  hidden: (path) => counted(path, undefined),
});
