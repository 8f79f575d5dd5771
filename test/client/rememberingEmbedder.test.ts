import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageErrorCode, ImageOutcome } from '../../src/core/ports';
import { RememberingEmbedder } from '../../src/client/rememberingEmbedder';
import { FakeEmbedder } from '../core/score/fakeEmbedder';

describe('what is remembered of pictures', () => {
  let folder: string;
  let path: string;
  let asked: number;
  let remembering: RememberingEmbedder;

  const answering = (code: ImageErrorCode | undefined): void => {
    asked = 0;
    const vector = (): Float32Array => Float32Array.of(1, 0);
    const engine = new FakeEmbedder(vector, vector);
    const answer = engine.embedImages.bind(engine);
    engine.embedImages = async (paths, options) => {
      asked++;
      if (code === undefined) return answer(paths, options);
      return paths.map((each): ImageOutcome => ({ path: each, ok: false, code, detail: '' }));
    };
    remembering = new RememberingEmbedder(engine);
  };
  const askTwice = async (): Promise<void> => {
    const first = await remembering.embedImages([path]);
    assert.deepEqual(await remembering.embedImages([path]), first);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spellwright-remembering-'));
    path = join(folder, 'picture.png');
    await writeFile(path, 'picture');
  });

  afterEach(() => rm(folder, { recursive: true }));

  for (const code of [undefined, 'image-crashed', 'image-too-slow'] as const)
    it(`is ${code ?? 'an embedding'}, until the file changes`, async () => {
      answering(code);
      await askTwice();
      assert.equal(asked, 1);
      await appendFile(path, ' saved again');
      await askTwice();
      assert.equal(asked, 2);
    });

  for (const code of ['image-unreadable', 'image-no-memory', 'image-truncated'] as const)
    it(`is not ${code}, which may pass`, async () => {
      answering(code);
      await askTwice();
      assert.equal(asked, 2);
    });
});
