import path from 'node:path';
import type { Checkpoint, Embedder } from '../../src/core/ports';
import type { PublishedCase } from '../../src/models/publishedScores';

export const checkpoint: Checkpoint = {
  id: 'openai/clip-vit-base-patch32',
  hash: 'ab'.repeat(32),
  family: 'clip',
  embeddingWidth: 16,
  contextLength: 77,
  logitScale: 100,
  logitBias: 0,
  imageSize: 224,
  languages: [],
};

/**
 * An embedder whose scores are those of the cases. Each text has an axis of its own, and a picture lies so that its
 * cosine to each is published logit / scale; one more axis makes it unit length.
 * @param shift added to every logit of a picture
 * @param logitScale what it says of itself; its cosines stay those of a scale of 100
 */
export function standIn(
  cases: readonly PublishedCase[],
  { shift = 0, logitScale = 100 } = {},
): { -readonly [Method in keyof Embedder]: Embedder[Method] } {
  const texts = cases.flatMap((known) => known.texts);
  const width = texts.length + 1;
  const logitsOf = ({ kind, values }: PublishedCase): number[] =>
    // Any logits with these differences have these probabilities.
    kind === 'logits' ? [...values] : values.map((value) => Math.log(value) + 25);
  return {
    checkpoint: () => Promise.resolve(logitScale === 100 ? checkpoint : { ...checkpoint, logitScale }),
    embedTexts: (asked) =>
      Promise.resolve(
        asked.map((text) => {
          const embedding = new Float32Array(width);
          embedding[texts.indexOf(text)] = 1;
          return { embedding, tokenCount: 5 };
        }),
      ),
    embedImages: (files) =>
      Promise.resolve(
        files.map((file) => {
          const known = cases.find(({ picture }) => picture.file === path.basename(file))!;
          const embedding = new Float32Array(width);
          logitsOf(known).forEach((logit, i) => {
            embedding[texts.indexOf(known.texts[i]!)] = (logit + shift) / 100;
          });
          const square = embedding.reduce((sum, value) => sum + value * value, 0);
          embedding[width - 1] = Math.sqrt(1 - square);
          return { path: file, ok: true as const, embedding, hash: '', width: 1, height: 1 };
        }),
      ),
    tokenize: () => Promise.resolve([]),
  };
}
