import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { normalized } from '../../../src/core/clip/similarity';
import type { LibraryOutcome } from '../../../src/core/score/library/libraryScorer';
import { localPictures } from '../../../src/engine/images/pictures';
import { scoreLibrary, type LastLook } from '../../../src/engine/library/scoreLibrary';
import { Scheduler } from '../../../src/engine/scheduler';
import { picture, quarters } from '../images/pictures';
import { fakeModel } from '../process/fakeModel';

describe('a library that is asked again and again', () => {
  let folder: string;
  let paths: string[];
  let now: number;
  let looked: number;
  const last: LastLook = {};
  const model = fakeModel();
  const texts = [1, 2].map((first) =>
    normalized(Float32Array.from({ length: model.checkpoint.embeddingWidth }, (_, i) => first + i))!,
  );

  const draw = async (name: string, shade: number): Promise<string> => {
    const file = join(folder, name);
    await writeFile(
      file,
      await picture(quarters([shade, 90, 30]))
        .png()
        .toBuffer(),
    );
    return file;
  };
  const ask = (lookHoldsMs?: number, asked = paths): Promise<LibraryOutcome> => {
    const { signal } = new AbortController();
    looked = 0;
    return scoreLibrary(
      { paths: asked, texts, spells: [[0], [1]], most: 2, ...(lookHoldsMs !== undefined && { lookHoldsMs }) },
      {
        model,
        ...{ cache: undefined, known: undefined, last, clock: () => now },
        pictures: localPictures(model.preprocessing, model.checkpoint.imageSize),
        job: new Scheduler().job('visible', signal),
        batchSize: () => 8,
        signal,
        onProgress: ({ phase }) => void (phase === 'images' && looked++),
      },
    );
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spellwright-library-'));
    paths = await Promise.all([1, 2, 3].map((n) => draw(`${n}.png`, 40 * n)));
    now = 0;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is looked at once for as long as a look holds, and gives the same numbers', async () => {
    const first = await ask(1000);
    assert.equal(first.different, 3);
    assert.ok(looked > 0);
    now = 999;
    assert.deepEqual(await ask(1000), first);
    assert.equal(looked, 0);
  });

  it('is looked at again when the look is older, when others are asked for, and for whoever says nothing', async () => {
    now = 1001;
    await ask(1000);
    assert.ok(looked > 0, 'older');
    await ask(1000, paths.slice(1));
    assert.ok(looked > 0, 'others');
    await ask();
    assert.ok(looked > 0, 'by default');
  });

  it('shows a picture that was changed as soon as the look holds no more', async () => {
    const before = await ask(1000);
    await draw('1.png', 250);
    now += 2000;
    const after = await ask(1000);
    assert.notDeepEqual(after.spells[0]!.nearest, before.spells[0]!.nearest);
    await draw('2.png', 120);
    await draw('3.png', 120);
    now += 2000;
    assert.equal((await ask(1000)).different, 2);
  });
});
