import assert from 'node:assert/strict';
import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../src/core/engineError';
import type { Embedder, ImageOutcome } from '../../src/core/ports';
import { RememberingEmbedder } from '../../src/client/rememberingEmbedder';
import { temporaryFolder } from '../engine/model/temporaryFolder';

describe('RememberingEmbedder', () => {
  const temporary = temporaryFolder();
  let file: string;
  let reads: number;
  /** Done by the engine after it has read a picture. */
  let meanwhile: () => Promise<void>;

  /** Embeds a picture as its file's first byte. */
  const engine = {
    embedImages: async (paths: readonly string[]) =>
      Promise.all(
        paths.map(async (name): Promise<ImageOutcome> => {
          reads++;
          const embedding = Float32Array.of((await readFile(name))[0]!);
          await meanwhile();
          return { path: name, ok: true, embedding, hash: 'h', width: 1, height: 1 };
        }),
      ),
  } as unknown as Embedder;

  const embedded = async (embedder: Embedder): Promise<number> => {
    const [outcome] = await embedder.embedImages([file]);
    assert.ok(outcome?.ok);
    return outcome.embedding[0]!;
  };

  beforeEach(async () => {
    file = path.join(temporary(), 'picture');
    await writeFile(file, Buffer.of(1, 1));
    reads = 0;
    meanwhile = () => Promise.resolve();
  });

  it('asks once for a picture that stays', async () => {
    const embedder = new RememberingEmbedder(engine);
    assert.deepEqual([await embedded(embedder), await embedded(embedder)], [1, 1]);
    assert.equal(reads, 1);
  });

  it('asks again for a picture that was overwritten, although its size and time are the same', async () => {
    const embedder = new RememberingEmbedder(engine);
    await embedded(embedder);
    const { atime, mtime } = await stat(file);
    await writeFile(file, Buffer.of(2, 2));
    await utimes(file, atime, mtime);
    assert.equal(await embedded(embedder), 2);
  });

  it('forgets at once what a picture said that was overwritten while it was read', async () => {
    const embedder = new RememberingEmbedder(engine);
    const { atime, mtime } = await stat(file);
    meanwhile = async () => {
      await writeFile(file, Buffer.of(2, 2));
      await utimes(file, atime, mtime);
      meanwhile = () => Promise.resolve();
    };
    assert.equal(await embedded(embedder), 1);
    assert.equal(await embedded(embedder), 2);
    assert.equal(await embedded(embedder), 2);
    assert.equal(reads, 2);
  });

  it('asks each time which checkpoint it is: where all else is known, nobody else would see that it has changed', async () => {
    const answers = [() => Promise.resolve(), () => Promise.reject(new EngineError('model-changed'))];
    const checkpoint = (): Promise<unknown> => answers.shift()!();
    const embedder = new RememberingEmbedder({ ...engine, checkpoint } as unknown as Embedder);
    await Promise.all([embedder.checkpoint(), embedded(embedder)]);
    await assert.rejects(Promise.all([embedder.checkpoint(), embedded(embedder)]), { code: 'model-changed' });
    assert.equal(reads, 1);
  });
});
