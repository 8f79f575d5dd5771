import { createHash } from 'node:crypto';
import { EmbeddingCache } from '../../src/engine/cache/embeddingCache';

/** Keeps embeddings, batch after batch, and tells of each that was kept; until it is killed. */
async function main(folder: string, writer: number): Promise<void> {
  const cache = new EmbeddingCache({
    ...{ folder, context: 'faults', embeddingWidth: 64, maxBytes: 64 * 1024 * 1024 },
    onUnwritable: (error) => {
      throw error;
    },
  });
  for (let batch = 0; ; batch++) {
    const kept = Array.from({ length: 8 }, (_, i) => `${writer} ${batch * 8 + i}`);
    await Promise.all(
      kept.map((name, i) =>
        cache.put(createHash('sha256').update(name).digest('hex'), {
          embedding: new Float32Array(64).fill(writer * 1e6 + batch * 8 + i),
          width: writer,
          height: batch * 8 + i + 1,
        }),
      ),
    );
    process.send?.(batch * 8 + 8);
  }
}

void main(process.argv[2]!, Number(process.argv[3]));
