import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../../src/core/engineError';
import type { EncodedText, Model } from '../../../src/engine/model';

const embeddingWidth = 8;
const imageSize = 16;

/** A vector that depends on the text alone. */
export function fakeTextEmbedding(text: string): Float32Array {
  const digest = createHash('sha256').update(text).digest();
  return Float32Array.from({ length: embeddingWidth }, (_, i) => digest[i]! / 255);
}

/** Its code units: a text can be read back from them. */
export function fakeTokens(text: string): number[] {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

export function textOf(ids: readonly number[]): string {
  return String.fromCharCode(...ids);
}

/** A vector that depends on the pixels alone: their means over equal parts. */
export function fakeImageEmbedding(pixels: Float32Array): Float32Array {
  const part = pixels.length / embeddingWidth;
  return Float32Array.from(
    { length: embeddingWidth },
    (_, i) => pixels.subarray(i * part, (i + 1) * part).reduce((sum, value) => sum + value, 0) / part,
  );
}

/**
 * Embeds deterministically, without a network. Texts are commands to misbehave: `block 200` blocks the thread for
 * 200 ms as a native run does and says so on stderr, `spin` says so and never ends, `crash` ends the process as a native
 * crash does, `fill the memory` as V8 does when its heap is full, `fail` throws. A picture of nothing but `killerColour` ends it too.
 */
export function fakeModel(): Model {
  return {
    checkpoint: {
      id: 'fake',
      hash: 'f'.repeat(64),
      family: 'clip',
      embeddingWidth,
      contextLength: 77,
      logitScale: 100,
      logitBias: 0,
      imageSize,
      languages: ['en'],
    },
    preprocessing: {
      resize: { kind: 'shortest-edge', size: imageSize },
      crop: { width: imageSize, height: imageSize },
      resample: 'bicubic',
      rescale: 1 / 255,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    },
    tokenize: (texts) => texts.map((text) => ({ ids: fakeTokens(text), count: 3 })),
    async *encodeTokens(sequences) {
      for (const [index, ids] of sequences.entries()) yield [encode(index, textOf(ids))];
    },
    encodePixels: async (pixels, count) => {
      const embeddings = new Float32Array(count * embeddingWidth);
      const stride = pixels.length / count;
      for (let i = 0; i < count; i++) {
        const picture = pixels.subarray(i * stride, (i + 1) * stride);
        if (isKiller(picture)) process.kill(process.pid, 'SIGSEGV');
        embeddings.set(fakeImageEmbedding(picture), i * embeddingWidth);
      }
      return embeddings;
    },
    dispose: () => Promise.resolve(),
  };
}

/** Takes twice as long for each letter more. */
const catastrophe = /^(a+)+$/;
/** No damage to a picture makes all of it so. */
export const killerColour = [255, 0, 254] as const;

function isKiller(pixels: Float32Array): boolean {
  const plane = pixels.length / 3;
  return pixels.every((value, i) => Math.round(value * 255) === killerColour[Math.floor(i / plane)]);
}

function encode(index: number, text: string): EncodedText {
  if (text === 'crash') process.kill(process.pid, 'SIGSEGV');
  if (text === 'fill the memory') {
    // As V8 ends a process: really filling the memory takes half a minute.
    writeSync(2, 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n');
    process.abort();
  }
  if (text === 'fail') throw new Error('the fake model was told to fail');
  if (text === 'spin') {
    console.error('spinning');
    catastrophe.test(`${'a'.repeat(100)}!`);
  }
  const block = /^block (\d+)/.exec(text);
  if (block) {
    const end = performance.now() + Number(block[1]);
    while (performance.now() < end);
    console.error(`ran ${text}`);
  }
  return { index, embedding: fakeTextEmbedding(text) };
}

/** Loads slowly, as a real checkpoint does; a folder named `missing` is missing. */
export async function loadFakeModel(folder: string): Promise<Model> {
  await delay(20);
  if (folder.endsWith('missing')) throw new EngineError('model-folder-missing', { folder });
  return fakeModel();
}
