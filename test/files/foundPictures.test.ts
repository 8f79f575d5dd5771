import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FoundPictures, type Look } from '../../src/files/foundPictures';
import { png, tEXt } from '../core/infotext/pictures';
import { temporaryFolder } from './temporaryFolder';

const picture = (prompt: string, seed = 1): Buffer =>
  png([tEXt('parameters', `${prompt}\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, Seed: ${seed}`)]);

/** Written long ago, so that it rests. */
const old = new Date('2026-01-01T00:00:00Z');

describe('pictures in folders where others write them', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let found: FoundPictures;
  beforeEach(() => {
    folder = temporaryFolder({});
    found = new FoundPictures();
  });
  afterEach(() => folder.remove());

  const write = (name: string, bytes: Uint8Array, time = old): string => {
    const file = join(folder.path, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, bytes);
    utimesSync(file, time, time);
    return file;
  };
  const look = (most?: number, now?: number): Promise<Look> =>
    found.look([folder.path], {
      ...(most !== undefined && { most }),
      ...(now !== undefined && { now: () => now }),
    });
  const prompts = ({ pictures }: Look): string[] => pictures.map(({ metadata }) => metadata.prompt);

  it('are found in dated folders, newest first, with what they say; the rest is left out', async () => {
    write('2026-01-01/0001.png', picture('first'), new Date('2026-01-01T08:00:00Z'));
    write('2026-01-02/0001.png', picture('second', 7), new Date('2026-01-02T08:00:00Z'));
    write('2026-01-02/notes.txt', Buffer.from('third'));
    write('2026-01-02/photo.png', png());
    write('2026-01-02/grid-0001.png', picture('fourth'));
    write('txt2img-grids/0001.png', picture('fifth'));
    write('.hidden/0001.png', picture('sixth'));
    const seen = await look();
    assert.deepEqual(prompts(seen), ['second', 'first']);
    const [second] = seen.pictures;
    assert.deepEqual(
      [second!.metadata.seed, second!.metadata.negative, second!.metadata.maker],
      ['7', 'dog', 'a1111'],
    );
    assert.deepEqual(seen.folders, [{ folder: folder.path, pictures: 3, isCut: false, isMissing: false }]);
  });

  it('are the newest where there are more than are looked at', async () => {
    for (let day = 1; day <= 5; day++)
      write(`2026-01-0${day}/1.png`, picture(`day ${day}`), new Date(`2026-01-0${day}T08:00:00Z`));
    const seen = await look(2);
    assert.deepEqual(prompts(seen), ['day 5', 'day 4']);
    assert.equal(seen.folders[0]!.isCut, true);
  });

  it('are read once for each state, and again when they are others', async () => {
    write('a.png', picture('one'));
    const first = await look();
    const second = await look();
    assert.equal(second.pictures[0], first.pictures[0], 'the same object: nothing was read');
    const file = write('a.png', picture('two'), new Date('2026-01-03T00:00:00Z'));
    found.touch(file);
    assert.deepEqual(prompts(await look()), ['two']);
    rmSync(file);
    assert.deepEqual(prompts(await look()), []);
  });

  it('are read when they rest: one that is being written is not', async () => {
    const whole = picture('whole');
    const file = write('a.png', whole.subarray(0, 60), new Date());
    const now = Date.now();
    const half = await look(undefined, now);
    assert.deepEqual([prompts(half), half.unsettled], [[], 1]);
    write('a.png', whole, new Date());
    assert.equal((await look(undefined, now + 1000)).unsettled, 1, 'it has grown');
    const rested = await look(undefined, now + 10_000);
    assert.deepEqual([prompts(rested), rested.unsettled], [['whole'], 0]);
    // The clock of the disk is an hour ahead: it rests when it stays as it is.
    const ahead = new Date(now + 3_600_000);
    utimesSync(file, ahead, ahead);
    found.touch(file);
    assert.equal((await look(undefined, now + 20_000)).unsettled, 1);
    assert.equal((await look(undefined, now + 30_000)).unsettled, 0);
  });

  it('are not looked for behind links to folders, and folders that lie in each other are looked at once', async () => {
    write('a/1.png', picture('one'));
    symlinkSync(folder.path, join(folder.path, 'a', 'loop'), 'junction');
    const seen = await found.look([folder.path, join(folder.path, 'a')]);
    assert.deepEqual(prompts(seen), ['one']);
  });

  it('of a folder that is gone are none, and it is said; when it is back they are', async () => {
    write('a/1.png', picture('one'));
    await look();
    renameSync(folder.path, `${folder.path}-away`);
    const gone = await look();
    assert.deepEqual([prompts(gone), gone.folders[0]!.isMissing], [[], true]);
    renameSync(`${folder.path}-away`, folder.path);
    assert.deepEqual(prompts(await look()), ['one']);
  });

  it('end with whoever does not want them any more', async () => {
    write('1.png', picture('one'));
    const signal = AbortSignal.abort();
    await assert.rejects(found.look([folder.path], { signal }), { name: 'AbortError' });
  });
});
